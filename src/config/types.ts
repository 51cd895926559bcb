// Types only: what config.yaml says about the base image, and what is to change in it.

/** The content of `base_image.docker_auth`, keys in the order in which they are written. */
export type DockerAuth = {
  readonly auth_method: "AWS_IAM" | "AWS_OIDC" | "GCP_SERVICE_ACCOUNT_JSON" | "GCP_OIDC";
} & Readonly<
  Partial<
    Record<
      | "registry"
      | "secret_name"
      | "aws_access_key_id_secret_name"
      | "aws_secret_access_key_secret_name"
      | "aws_oidc_role_arn"
      | "aws_oidc_region"
      | "gcp_oidc_service_account"
      | "gcp_oidc_workload_id_provider",
      string
    >
  >
>;

/** The part of config.yaml that matters here. */
export interface TrussConfig {
  /** `base_image.image`; null when there is none. */
  readonly image: string | null;
  /** The scalars of `docker_auth` as text, whatever their keys; null when there is no block. */
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  /** The names under `secrets`, in the file's order. */
  readonly secrets: readonly string[];
}

/** What is to hold afterwards. */
export interface ConfigChange {
  /** Null: leave it as it is. */
  readonly image: string | null;
  /** Exactly what is wanted; null: no docker_auth at all. */
  readonly dockerAuth: DockerAuth | null;
  /** Names that must be there; one that is there already keeps its value. */
  readonly addSecrets: readonly string[];
  readonly removeSecrets: readonly string[];
}

/**
 * Every key of docker_auth that a Truss version gives a meaning. Those that the wanted method lacks are
 * removed, because Truss refuses another method's keys; keys not in this list are the user's and stay.
 * https://github.com/basetenlabs/truss/blob/main/truss/base/truss_config.py
 */
export const dockerAuthKeys: ReadonlySet<string> = new Set([
  "auth_method",
  "registry",
  "secret_name",
  "aws_access_key_id_secret_name",
  "aws_secret_access_key_secret_name",
  "aws_oidc_role_arn",
  "aws_oidc_region",
  "aws_assume_role_arn",
  "aws_assume_role_region",
  "gcp_oidc_service_account",
  "gcp_oidc_workload_id_provider",
]);
