// Does every method fill its template, with nothing left over?
import { describe, expect, test } from "vitest";
import { render as renderMechanism } from "../../src/mechanisms/render.ts";
import type { Values } from "../../src/mechanisms/types.ts";
import type { RegistryId } from "../../src/registries/index.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { ecrImage, methodOf, targetOf } from "../registries/support.ts";

const render = (registry: RegistryId, id: MethodId, image: string, values: Values) => {
  return renderMechanism(methodOf(registry, id).mechanism, targetOf(image), values);
};

const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const googleImage = "us-west2-docker.pkg.dev/proj/repo/img";
const googleHost = "us-west2-docker.pkg.dev";
const role = "arn:aws:iam::123456789012:role/baseten-ecr-access";

describe("docker_auth and secrets", () => {
  test.each<[RegistryId, MethodId, string, Values, object | null, string[]]>([
    ["ecr", "token", ecrImage, {}, null, [`DOCKER_REGISTRY_${ecrHost}`]],
    [
      "ecr",
      "iam",
      ecrImage,
      {},
      { auth_method: "AWS_IAM", registry: ecrHost },
      ["aws_access_key_id", "aws_secret_access_key"],
    ],
    [
      "ecr",
      "iam",
      ecrImage,
      { accessKeyIdSecret: "my_id", secretAccessKeySecret: "aws_secret_access_key" },
      { auth_method: "AWS_IAM", registry: ecrHost, aws_access_key_id_secret_name: "my_id" },
      ["my_id", "aws_secret_access_key"],
    ],
    [
      "ecr",
      "oidc",
      ecrImage,
      { awsRoleArn: role },
      { auth_method: "AWS_OIDC", aws_oidc_role_arn: role, aws_oidc_region: "us-east-1", registry: ecrHost },
      [],
    ],
    [
      "ecr",
      "assume-role",
      ecrImage,
      { awsRoleArn: role },
      {
        auth_method: "AWS_ASSUME_ROLE",
        aws_assume_role_arn: role,
        aws_assume_role_region: "us-east-1",
        registry: ecrHost,
      },
      [],
    ],
    [
      "artifact-registry",
      "service-account",
      googleImage,
      {},
      { auth_method: "GCP_SERVICE_ACCOUNT_JSON", secret_name: "gcp-service-account", registry: googleHost },
      ["gcp-service-account"],
    ],
    [
      "artifact-registry",
      "service-account",
      googleImage,
      { secretName: "mine" },
      { auth_method: "GCP_SERVICE_ACCOUNT_JSON", secret_name: "mine", registry: googleHost },
      ["mine"],
    ],
    [
      "artifact-registry",
      "oidc",
      googleImage,
      { gcpServiceAccount: "a@b", workloadIdentityProvider: "projects/1" },
      {
        auth_method: "GCP_OIDC",
        gcp_oidc_service_account: "a@b",
        gcp_oidc_workload_id_provider: "projects/1",
        registry: googleHost,
      },
      [],
    ],
    ["artifact-registry", "token", "gcr.io/proj/img", {}, null, ["DOCKER_REGISTRY_gcr.io"]],
    ["docker-hub", "token", "team/whisper", {}, null, ["DOCKER_REGISTRY_https://index.docker.io/v1/"]],
    ["other", "token", "localhost:5000/a", {}, null, ["DOCKER_REGISTRY_localhost:5000"]],
  ])("%s %s %s %j", (registry, id, image, values, dockerAuth, secrets) => {
    expect(render(registry, id, image, values)).toEqual({ dockerAuth, secrets });
  });
});
