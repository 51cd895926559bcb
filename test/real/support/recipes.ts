// What should Truss read after each recipe? Written out by hand, so that the tool can't agree with itself.

export interface Recipe {
  readonly name: string;
  readonly image: string;
  readonly flags: string;
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  /** Names that must be under `secrets`. */
  readonly secrets: readonly string[];
}

const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const ecrImage = `${ecrHost}/team/whisper:3`;
const googleHost = "us-west2-docker.pkg.dev";
const googleImage = `${googleHost}/project/repository/whisper:3`;
const provider = "projects/42/locations/global/workloadIdentityPools/pool/providers/baseten";

/**
 * One for each mechanism, with every value that is the user's. Defaults that Truss fills in stand here too.
 * https://github.com/basetenlabs/truss/blob/main/truss/base/truss_config.py
 */
export const recipes: readonly Recipe[] = [
  {
    name: "iam",
    image: ecrImage,
    flags: "--method iam --access-key-id-secret ecr_key_id --secret-access-key-secret ecr_key",
    dockerAuth: {
      auth_method: "AWS_IAM",
      registry: ecrHost,
      aws_access_key_id_secret_name: "ecr_key_id",
      aws_secret_access_key_secret_name: "ecr_key",
    },
    secrets: ["ecr_key_id", "ecr_key"],
  },
  {
    name: "aws oidc",
    image: ecrImage,
    flags: "--method oidc --aws-role-arn arn:aws:iam::123456789012:role/baseten-ecr-access",
    dockerAuth: {
      auth_method: "AWS_OIDC",
      registry: ecrHost,
      aws_oidc_role_arn: "arn:aws:iam::123456789012:role/baseten-ecr-access",
      aws_oidc_region: "us-east-1",
    },
    secrets: [],
  },
  {
    name: "assume role",
    image: ecrImage,
    flags: "--method assume-role --aws-role-arn arn:aws:iam::123456789012:role/baseten-ecr-access",
    dockerAuth: {
      auth_method: "AWS_ASSUME_ROLE",
      registry: ecrHost,
      aws_assume_role_arn: "arn:aws:iam::123456789012:role/baseten-ecr-access",
      aws_assume_role_region: "us-east-1",
    },
    secrets: [],
  },
  {
    name: "service account",
    image: googleImage,
    flags: "--method service-account --secret-name gcp-service-account",
    dockerAuth: {
      auth_method: "GCP_SERVICE_ACCOUNT_JSON",
      registry: googleHost,
      secret_name: "gcp-service-account",
    },
    secrets: ["gcp-service-account"],
  },
  {
    name: "google oidc",
    image: googleImage,
    flags: `--method oidc --gcp-service-account sa@project.iam.gserviceaccount.com --workload-identity-provider ${provider}`,
    dockerAuth: {
      auth_method: "GCP_OIDC",
      registry: googleHost,
      gcp_oidc_service_account: "sa@project.iam.gserviceaccount.com",
      gcp_oidc_workload_id_provider: provider,
    },
    secrets: [],
  },
  {
    name: "token",
    image: "team/whisper:3",
    flags: "--method token --username me",
    dockerAuth: null,
    secrets: ["DOCKER_REGISTRY_https://index.docker.io/v1/"],
  },
];
