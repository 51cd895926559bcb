// What does each mechanism's template write?
import { expect, test } from "vitest";
import { blockToPaste } from "../../src/config/truss.ts";
import { mechanisms as all } from "../../src/mechanisms/index.ts";
import { render } from "../../src/mechanisms/render.ts";
import { changeTo, mechanismOf, mechanisms } from "../config/mechanisms.ts";

test("the samples are of every mechanism", () => {
  expect(all.map(({ authMethod }) => authMethod ?? "plain").sort()).toEqual([...mechanisms].sort());
});

test("each, filled", () => {
  expect(mechanisms.map((name) => blockToPaste(changeTo(name))).join("\n")).toMatchInlineSnapshot(`
    "base_image:
      docker_auth:
        auth_method: AWS_IAM
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
    secrets:
      aws_access_key_id: null
      aws_secret_access_key: null

    base_image:
      docker_auth:
        auth_method: AWS_OIDC
        aws_oidc_role_arn: arn:aws:iam::123456789012:role/pull
        aws_oidc_region: us-east-1
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com

    base_image:
      docker_auth:
        auth_method: AWS_ASSUME_ROLE
        aws_assume_role_arn: arn:aws:iam::123456789012:role/pull
        aws_assume_role_region: us-east-1
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com

    base_image:
      docker_auth:
        auth_method: GCP_SERVICE_ACCOUNT_JSON
        secret_name: gcp-service-account
        registry: us-west2-docker.pkg.dev
    secrets:
      gcp-service-account: null

    base_image:
      docker_auth:
        auth_method: GCP_OIDC
        gcp_oidc_service_account: puller@team.iam.gserviceaccount.com
        gcp_oidc_workload_id_provider: projects/42/locations/global/workloadIdentityPools/baseten/providers/baseten
        registry: us-west2-docker.pkg.dev

    base_image:
      docker_auth:
        auth_method: REGISTRY_SECRET
        registry: ghcr.io
        secret_name: DOCKER_REGISTRY_ghcr.io
    secrets:
      DOCKER_REGISTRY_ghcr.io: null

    secrets:
      DOCKER_REGISTRY_https://index.docker.io/v1/: null
    "
  `);
});

const iam = mechanismOf("AWS_IAM");
const names = { accessKeyIdSecret: "id", secretAccessKeySecret: "aws_secret_access_key" };

test("lines for names of one's own", () => {
  const { dockerAuth, secrets } = render(iam, { host: "r" }, names);
  expect(dockerAuth).toEqual({ auth_method: "AWS_IAM", registry: "r", aws_access_key_id_secret_name: "id" });
  expect(secrets).toEqual(["id", "aws_secret_access_key"]);
});

test("Truss's own default stays where it is written already", () => {
  const written = { aws_secret_access_key_secret_name: "aws_secret_access_key" };
  expect(render(iam, { host: "r" }, names, written).dockerAuth).toMatchObject(written);
});

test.each([
  "a: b\nc: d",
  `$${"{registry}"}`,
  "0123",
  "yes",
  "# x",
  "{}",
  "__proto__",
])("the value %j is data, never YAML", (value) => {
  const filled = render(mechanismOf("GCP_SERVICE_ACCOUNT_JSON"), { host: value }, { secretName: value });
  expect(filled.dockerAuth).toEqual({
    auth_method: "GCP_SERVICE_ACCOUNT_JSON",
    secret_name: value,
    registry: value,
  });
  expect(filled.secrets).toEqual([value]);
});

test("a placeholder that is no value of the mechanism is a mistake in the program", () => {
  const wrong = { ...mechanismOf("plain"), template: `secrets:\n  ${"$"}{nobody}: null\n` };
  expect(() => render(wrong, { host: "r" }, {})).toThrow(
    expect.objectContaining({ code: "internal", message: "A template needs a value for nobody." }),
  );
});
