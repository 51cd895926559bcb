// Do the user-and-token registries name their secret, their user and their wrong tokens?
import { describe, expect, test } from "vitest";
import { render } from "../../src/mechanisms/render.ts";
import { type RegistryId, registries } from "../../src/registries/index.ts";
import { Secret } from "../../src/values/secret.ts";
import { line, methodOf, readOf, targetOf } from "./support.ts";

test.each<[RegistryId, string, string, string | undefined]>([
  [
    "ecr",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/a",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com",
    "AWS",
  ],
  ["artifact-registry", "gcr.io/proj/img", "gcr.io", "oauth2accesstoken"],
  ["docker-hub", "team/whisper", "https://index.docker.io/v1/", undefined],
  ["ghcr", "ghcr.io/a/b", "ghcr.io", undefined],
  ["ngc", "nvcr.io/a/b", "nvcr.io", "$oauthtoken"],
  ["acr", "myreg.azurecr.io/a", "myreg.azurecr.io", undefined],
  ["gitlab", "registry.gitlab.com/a/b", "registry.gitlab.com", undefined],
  ["quay", "quay.io/a/b", "quay.io", undefined],
  ["digitalocean", "registry.digitalocean.com/a/b", "registry.digitalocean.com", undefined],
  ["ibm", "us.icr.io/a/b", "us.icr.io", "iamapikey"],
  ["oracle", "fra.ocir.io/ns/b", "fra.ocir.io", undefined],
  ["red-hat", "registry.redhat.io/ubi9/ubi", "registry.redhat.io", undefined],
  ["jfrog", "acme.jfrog.io/docker-local/b", "acme.jfrog.io", undefined],
  ["other", "localhost:5000/a", "localhost:5000", undefined],
])("%s: one secret of Base64 for %s", (id, image, registry, username) => {
  const token = methodOf(id, "token");
  const credential = { kind: "basic", username: "u", password: new Secret("p"), expiresAt: null } as const;
  expect(render(token.mechanism, targetOf(image), {})).toEqual({
    dockerAuth: null,
    secrets: [`DOCKER_REGISTRY_${registry}`],
  });
  expect(token.mechanism.secretValues(credential).map((value) => value.reveal())).toEqual(["dTpw"]);
  expect(token.signIn(targetOf(image), credential)).toBe(credential);
  expect(token.typed?.username).toBe(username);
  expect(token.typed?.usernameMessage === undefined).toBe(username !== undefined);
});

test.each([
  ["github_pat_11ABC", true],
  ["ghp_abc", false],
])("GHCR refuses %s: %s", (token, refused) => {
  const problem = methodOf("ghcr", "token").typed?.problem?.(token);
  expect(problem !== null).toBe(refused);
  if (refused) expect(problem).toMatch(/classic one.*read:packages/);
});

describe("Azure", () => {
  const attempts = (image: string) => methodOf("acr", "token").fetch(targetOf(image), {});

  test.each([
    ["myreg.azurecr.io/a", "az acr login --name myreg --expose-token --output json"],
    ["myreg-abc123.azurecr.io/a", "az acr login --name myreg --expose-token --output json"],
    ["myreg.eastus.geo.azurecr.io/a", "az acr login --name myreg --expose-token --output json"],
  ])("%s", (image, command) =>
    expect(attempts(image).map((attempt) => line(attempt.command))).toEqual([command]));

  test.each([
    [
      `{"accessToken":"eyJ","loginServer":"myreg.azurecr.io"}`,
      "00000000-0000-0000-0000-000000000000:eyJ until 2026-01-01T03:00:00.000Z",
    ],
    [`{"loginServer":"myreg.azurecr.io"}`, null],
    ["", null],
  ])("az printing %s", (stdout, read) =>
    expect(readOf(attempts("myreg.azurecr.io/a")[0], stdout)).toBe(read));
});

test("only the clouds' own registries have a CLI to ask", () => {
  const target = targetOf("localhost:5000/a");
  const asking = registries.filter(({ methods }) =>
    methods.some((method) => method.fetch(target, {}).length > 0),
  );
  expect(asking.map(({ id }) => id)).toEqual(["ecr", "artifact-registry", "acr"]);
});

test("every method says what it stores, on a page and in a half-line", () => {
  for (const { methods } of registries)
    for (const method of methods) {
      expect(method.link).toMatch(/^https:\/\/docs\.baseten\.co\//);
      expect(method.summary.length).toBeLessThanOrEqual(72);
      expect(method.typed === null || method.typed.link.startsWith("https://")).toBe(true);
    }
});
