// May what is made do anything but pull this image? Every action, resource and principal is listed here.
import { expect, test } from "vitest";
import type { Grant } from "../../src/grant/types.ts";
import { allGrants, ecrImage, grantOf } from "./grants.ts";

/** The policies in a grant's commands, as lines. */
function statements(grant: Grant): readonly string[] {
  const documents = grant.resources.flatMap(({ make }) => make.args.filter((arg) => arg.startsWith("{")));
  return documents.flatMap((text) =>
    JSON.parse(text).Statement.map((one: Record<string, unknown>) =>
      [
        one.Effect,
        ...(one.Principal === undefined ? [] : [JSON.stringify(one.Principal)]),
        [one.Action].flat().join(" "),
        ...(one.Resource === undefined ? [] : [`on ${one.Resource}`]),
        ...(one.Condition === undefined ? [] : [`if ${JSON.stringify(one.Condition)}`]),
      ].join(" "),
    ),
  );
}

const sections = (clouds: (cloud: Grant["cloud"]) => boolean, lines: (grant: Grant) => readonly string[]) =>
  allGrants
    .filter(([, { cloud }]) => clouds(cloud))
    .map(([name, grant]) => `${name}\n${lines(grant).join("\n")}`)
    .join("\n\n");

test("AWS", () => {
  expect(sections((cloud) => cloud === "aws", statements)).toMatchInlineSnapshot(`
    "ecr-oidc
    Allow {"Federated":"arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co"} sts:AssumeRoleWithWebIdentity if {"StringEquals":{"oidc.baseten.co:aud":"oidc.baseten.co"},"StringLike":{"oidc.baseten.co:sub":"v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build"}}
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper

    ecr-oidc-containers
    Allow {"Federated":"arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co"} sts:AssumeRoleWithWebIdentity if {"StringEquals":{"oidc.baseten.co:aud":"oidc.baseten.co"},"StringLike":{"oidc.baseten.co:sub":"v=1:org=PJAd5Q0:team=wgeyxoq:*"}}
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper

    ecr-oidc-cross-account
    Allow {"Federated":"arn:aws:iam::999999999999:oidc-provider/oidc.baseten.co"} sts:AssumeRoleWithWebIdentity if {"StringEquals":{"oidc.baseten.co:aud":"oidc.baseten.co"},"StringLike":{"oidc.baseten.co:sub":"v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build"}}
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper
    Allow {"AWS":"arn:aws:iam::999999999999:role/baseten-ecr-pull-team-whisper"} ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer

    ecr-oidc-pull-through
    Allow {"Federated":"arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co"} sts:AssumeRoleWithWebIdentity if {"StringEquals":{"oidc.baseten.co:aud":"oidc.baseten.co"},"StringLike":{"oidc.baseten.co:sub":"v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build"}}
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchImportUpstreamImage ecr:CreateRepository on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper

    ecr-assume-role
    Allow {"AWS":"arn:aws:iam::337139236424:role/baseten-customer-access"} sts:AssumeRole if {"StringEquals":{"sts:ExternalId":"baseten-2fdd8a01"}}
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper

    ecr-iam
    Allow ecr:GetAuthorizationToken on *
    Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:123456789012:repository/team/whisper"
  `);
});

test("Google and Azure", () => {
  const given = ({ resources }: Grant): readonly string[] =>
    resources.flatMap(({ make }) =>
      make.args.filter((arg) => /^--(?:role|member|attribute-condition)=|content\//.test(arg)),
    );
  expect(sections((cloud) => cloud !== "aws", given)).toMatchInlineSnapshot(`
    "google-oidc
    --attribute-condition=google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')
    --role=roles/iam.workloadIdentityUser
    --member=principalSet://iam.googleapis.com/projects/\${PROJECT_NUMBER}/locations/global/workloadIdentityPools/baseten-wgeyxoq/*
    --role=roles/artifactregistry.reader
    --member=serviceAccount:baseten-pull-models@my-project.iam.gserviceaccount.com

    google-service-account
    --role=roles/artifactregistry.reader
    --member=serviceAccount:baseten-pull-models@my-project.iam.gserviceaccount.com

    gcr-oidc
    --attribute-condition=google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')
    --role=roles/iam.workloadIdentityUser
    --member=principalSet://iam.googleapis.com/projects/\${PROJECT_NUMBER}/locations/global/workloadIdentityPools/baseten-wgeyxoq/*
    --role=roles/artifactregistry.reader
    --member=serviceAccount:baseten-pull-my-project@my-project.iam.gserviceaccount.com

    acr-token
    content/read"
  `);
});

test.each([
  ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn"],
  ["123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "aws-us-gov"],
  ["123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com", "aws-us-gov"],
  ["123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "aws-eusc"],
  ["123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "aws-cn"],
  ["123456789012.dkr-ecr.eu-west-1.on.aws", "aws"],
  ["123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov", "aws-iso"],
])("%s has its own ARNs", (host, partition) => {
  const text = statements(grantOf(`${host}/team/whisper:3`, "oidc")).join("\n");
  const partitions = [...text.matchAll(/arn:([\w-]+):/g)].map(([, found]) => found);
  expect(new Set(partitions)).toEqual(new Set([partition]));
});

test("an account of AWS's own needs no policy of the repository, and yours is needed to make the role in", () => {
  const image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6";
  expect(() => grantOf(image, "oidc")).toThrow("Account 763104351884 is AWS's own");
  const grant = grantOf(image, "oidc", { account: "123456789012" });
  expect(grant.resources.map(({ kind }) => kind)).toEqual(["identity-provider", "role", "permission"]);
  expect(grant.values.awsRoleArn).toBe("arn:aws:iam::123456789012:role/baseten-ecr-pull-pytorch-inference");
});

test.each([
  ["--organization", { organization: undefined }],
  ["--team", { team: undefined }],
])("without an id for the trust, %s is asked for", (flag, lacking) => {
  const { organization, team } = { organization: "o", team: { id: "t", name: "T" }, ...lacking };
  const more = { organization, team } as object;
  expect(() => grantOf(ecrImage, "oidc", more)).toThrow(`${flag} is missing`);
});

test("nobody's wildcard: no subject, organization or team is left open", () => {
  for (const [, grant] of allGrants)
    for (const { make } of grant.resources)
      expect(make.args.join(" ")).not.toMatch(/org=\*|team=\*|"Principal":\s*"\*"|"Action":"\*"/);
});
