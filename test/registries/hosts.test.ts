// Is every host given to its registry, and every near miss to another?
import { describe, expect, test } from "vitest";
import { findRegistry, registries, registryById, registryIds } from "../../src/registries/index.ts";

import { parseImage } from "../../src/values/image.ts";

const account = "123456789012";

test("the list is closed, in the order in which it is offered", () => {
  expect(registries.map(({ id }) => id)).toEqual([...registryIds]);
  expect(registries.at(-1)?.id).toBe("other");
});

test.each(
  registries.map((registry) => [registry.id, registry.example] as const),
)("the example of %s is its own: %s", (id, example) =>
  expect(findRegistry(parseImage(example)).registry).toBe(registryById(id)));

describe("Amazon ECR", () => {
  test.each([
    [`${account}.dkr.ecr.us-east-1.amazonaws.com`, "us-east-1"],
    [`${account}.DKR.ECR.us-east-1.amazonaws.com`, "us-east-1"],
    [`${account}.dkr.ecr-fips.us-east-1.amazonaws.com`, "us-east-1"],
    [`${account}.dkr.ecr.us-gov-west-1.amazonaws.com`, "us-gov-west-1"],
    [`${account}.dkr.ecr-fips.us-gov-east-1.amazonaws.com`, "us-gov-east-1"],
    [`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`, "cn-north-1"],
    [`${account}.dkr.ecr.eusc-de-east-1.amazonaws.eu`, "eusc-de-east-1"],
    [`${account}.dkr-ecr.us-west-2.on.aws`, "us-west-2"],
    [`${account}.dkr-ecr-fips.us-west-2.on.aws`, "us-west-2"],
    [`${account}.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn`, "cn-northwest-1"],
    [`${account}.dkr.ecr.us-iso-east-1.c2s.ic.gov`, "us-iso-east-1"],
    [`${account}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`, "us-isob-east-1"],
    [`${account}.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk`, "eu-isoe-west-1"],
    [`${account}.dkr.ecr.us-isof-south-1.csp.hci.ic.gov`, "us-isof-south-1"],
  ])("%s is in %s", (host, region) => {
    const { registry, target } = findRegistry(parseImage(`${host}/team/whisper:3`));
    const lower = host.toLowerCase();
    expect(registry.id).toBe("ecr");
    expect(target).toMatchObject({ account, region, host: lower, apiHost: lower });
    expect(target.details).toBe(`account ${account} · ${region}`);
    expect(target.publicBecause).toBeUndefined();
  });

  test("a private registry lets nobody in", () => {
    const { target } = findRegistry(parseImage(`${account}.dkr.ecr.us-east-1.amazonaws.com/a`));
    expect(target.open).toBe("never");
  });

  test("ECR Public needs no credential", () => {
    const { registry, target } = findRegistry(parseImage("public.ecr.aws/nginx/nginx:1"));
    expect(registry.id).toBe("ecr");
    expect(target.publicBecause).toMatchInlineSnapshot(`"Images on ECR Public can be pulled by anyone."`);
  });
});

describe("Google", () => {
  test.each([
    ["us-west2-docker.pkg.dev/proj/repo/img", "proj", "project proj · us-west2"],
    ["us-docker.pkg.dev/proj/repo/img", "proj", "project proj · us"],
    ["europe-docker.pkg.dev/proj/repo/img", "proj", "project proj · europe"],
    ["asia-docker.pkg.dev/proj/repo/img", "proj", "project proj · asia"],
    ["northamerica-northeast1-docker.pkg.dev/p/r/i", "p", "project p · northamerica-northeast1"],
    ["docker.us-central1.rep.pkg.dev/proj/repo/img", "proj", "project proj · us-central1"],
    ["us-docker.pkg.dev/example.com/proj/repo/img", "example.com:proj", "project example.com:proj · us"],
    ["gcr.io/proj/img", "proj", "project proj"],
    ["us.gcr.io/proj/img", "proj", "project proj · us"],
    ["eu.gcr.io/proj/img", "proj", "project proj · eu"],
    ["asia.gcr.io/proj/img", "proj", "project proj · asia"],
    ["marketplace.gcr.io/google/nginx", "google", "project google · marketplace"],
    ["gcr.io/img", undefined, undefined],
  ])("%s", (text, project, details) => {
    const { registry, target } = findRegistry(parseImage(text));
    expect(registry.id).toBe("artifact-registry");
    expect([target.project, target.details, target.host]).toEqual([project, details, text.split("/")[0]]);
  });
});

test.each([
  "ubuntu",
  "team/whisper:3",
  "docker.io/a/b",
  "index.docker.io/a/b",
  "registry-1.docker.io/a/b",
])("%s is on Docker Hub, whose secret has a name of its own", (text) => {
  const { registry, target } = findRegistry(parseImage(text));
  expect(registry.id).toBe("docker-hub");
  expect(target).toMatchObject({ host: "https://index.docker.io/v1/", apiHost: "registry-1.docker.io" });
});

test.each([
  ["ghcr.io/a/b", "ghcr"],
  ["nvcr.io/nim/a/b", "ngc"],
  ["myreg.azurecr.io/a", "acr"],
  ["myreg.azurecr.cn/a", "acr"],
  ["myreg.azurecr.us/a", "acr"],
  ["myreg-abc123.azurecr.io/a", "acr"],
  ["myreg.eastus.geo.azurecr.io/a", "acr"],
  ["registry.gitlab.com/a/b", "gitlab"],
  ["registry.gitlab.example.org:5050/a/b", "gitlab"],
  ["quay.io/a/b", "quay"],
  ["registry.digitalocean.com/team/whisper", "digitalocean"],
  ["icr.io/team/whisper", "ibm"],
  ["us.icr.io/team/whisper", "ibm"],
  ["private.de.icr.io/team/whisper", "ibm"],
  ["fra.ocir.io/ns/whisper", "oracle"],
  ["ocir.eu-frankfurt-1.oci.oraclecloud.com/ns/whisper", "oracle"],
  ["registry.redhat.io/ubi9/ubi", "red-hat"],
  ["acme.jfrog.io/docker-local/whisper", "jfrog"],
  ["acme-docker-local.jfrog.io/whisper", "jfrog"],
  ["localhost/a", "other"],
  ["localhost:5000/a", "other"],
  ["127.0.0.1:5000/a", "other"],
  ["[::1]:5000/a", "other"],
  ["registry.example.com:5000/a", "other"],
])("%s is on %s", (text, id) => {
  const { registry, target } = findRegistry(parseImage(text));
  expect(registry.id).toBe(id);
  expect([target.host, target.apiHost]).toEqual(Array(2).fill(text.slice(0, text.indexOf("/"))));
});

test.each([
  "12345678901.dkr.ecr.us-east-1.amazonaws.com",
  "1234567890123.dkr.ecr.us-east-1.amazonaws.com",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.com",
  "123456789012.dkr.ecr.us-east-1.amazonaws.org",
  "123456789012.ecr.us-east-1.amazonaws.com",
  "123456789012.dkr.ecr.amazonaws.com",
  "x.123456789012.dkr.ecr.us-east-1.amazonaws.com",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com:443",
  "public.ecr.aws.evil.com",
  "docker.pkg.dev",
  "us-west2-docker.pkg.dev.evil.com",
  "us-west2-python.pkg.dev",
  "evil.us-docker.pkg.dev",
  "docker.rep.pkg.dev",
  "k8s.gcr.io",
  "evilgcr.io",
  "hub.docker.io",
  "docker.io.evil.com",
  "docker.com",
  "x.ghcr.io",
  "notnvcr.io",
  "azurecr.io",
  "myreg.azurecr.de",
  "myreg.azurecr.io.evil.com",
  "mcr.microsoft.com",
  "gitlab.com",
  "registry-gitlab.com",
  "x.quay.io",
  "digitalocean.com",
  "x.registry.digitalocean.com",
  "registry.digitalocean.com.evil.com",
  "cp.icr.io",
  "evilicr.io",
  "us.icr.io.evil.com",
  "ocir.io",
  "evilocir.io",
  "fra.ocir.io.evil.com",
  "iad.x.ocir.io",
  "ocir.oci.oraclecloud.com",
  "ocir.eu-frankfurt-1.oraclecloud.com",
  "x.ocir.eu-frankfurt-1.oci.oraclecloud.com",
  "ocir.eu-frankfurt-1.oci.oraclecloud.com.evil.com",
  "redhat.io",
  "x.registry.redhat.io",
  "jfrog.io",
  "evil-jfrog.io",
  "acme.jfrog.io.evil.com",
])("%s is none of those", (host) => {
  expect(findRegistry(parseImage(`${host}/a/b`)).registry.id).toBe("other");
});

describe("who may pull is known of some without asking", () => {
  const accessOf = (text: string) => {
    const { open, publicBecause } = findRegistry(parseImage(text)).target;
    return publicBecause === undefined ? (open ?? "as its owner likes") : "anyone";
  };
  test.each([
    ["public.ecr.aws/nginx/nginx:1", "anyone"],
    ["mcr.microsoft.com/azureml/base:1", "anyone"],
    ["registry.access.redhat.com/ubi9:9.4", "anyone"],
    ["registry.k8s.io/pause:3", "anyone"],
    ["registry.redhat.io/ubi9:9.4", "never"],
    ["registry.digitalocean.com/team/whisper:3", "never"],
    ["dhi.io/python:3.12", "never"],
    ["us.icr.io/team/whisper:3", "as its owner likes"],
    ["fra.ocir.io/ns/whisper:3", "as its owner likes"],
    ["acme.jfrog.io/docker-local/whisper:3", "as its owner likes"],
    ["nvcr.io/nim/meta/llama:1", "never"],
    ["nvcr.io/nvidia/pytorch:24.01-py3", "as its owner likes"],
    ["nvcr.io/nimble/x:1", "as its owner likes"],
    ["myreg.azurecr.io/a:1", "seldom"],
    ["us-docker.pkg.dev/p/r/i:1", "seldom"],
    ["python:3.12", "as its owner likes"],
    ["ghcr.io/a/b:1", "as its owner likes"],
    ["mcr.microsoft.com.evil.com/a:1", "as its owner likes"],
    ["x.registry.redhat.io/a:1", "as its owner likes"],
  ])("%s: %s", (text, access) => expect(accessOf(text)).toBe(access));
});
