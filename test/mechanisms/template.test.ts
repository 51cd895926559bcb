// What does each mechanism's template write?
import { expect, test } from "vitest";
import { blockToPaste } from "../../src/config/truss.ts";
import { renderTemplate, templates } from "../../src/mechanisms/render.ts";
import { changeTo, mechanisms } from "../config/mechanisms.ts";

test("the templates are a closed list", () => {
  expect(Object.keys(templates)).toEqual(mechanisms);
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

    secrets:
      DOCKER_REGISTRY_https://index.docker.io/v1/: null
    "
  `);
});

test("lines for names of one's own", () => {
  const { dockerAuth, secrets } = renderTemplate("aws-iam", {
    registry: "r",
    customAccessKeyIdSecret: "id",
    customSecretAccessKeySecret: undefined,
    accessKeyIdSecret: "id",
    secretAccessKeySecret: "aws_secret_access_key",
  });
  expect(dockerAuth).toEqual({ auth_method: "AWS_IAM", registry: "r", aws_access_key_id_secret_name: "id" });
  expect(secrets).toEqual(["id", "aws_secret_access_key"]);
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
  const filled = renderTemplate("gcp-service-account", { registry: value, secretName: value });
  expect(filled.dockerAuth).toEqual({
    auth_method: "GCP_SERVICE_ACCOUNT_JSON",
    secret_name: value,
    registry: value,
  });
  expect(filled.secrets).toEqual([value]);
});

test("a placeholder nobody names is a mistake in the program", () => {
  expect(() => renderTemplate("registry-credential", {})).toThrow(
    expect.objectContaining({
      code: "internal",
      message: "The template registry-credential needs a value for secret.",
    }),
  );
});
