// What does each auth_method of docker_auth need, and what does Truss refuse beside it?
// https://github.com/basetenlabs/truss/blob/main/truss/base/truss_config.py

interface MethodFields {
  /** Truss refuses the file without these. */
  readonly required: readonly string[];
  /** Other fields that the method reads. */
  readonly optional: readonly string[];
  /** Whether Truss refuses every field of another method, or ignores them. */
  readonly strict: boolean;
}

const keyNames = ["aws_access_key_id_secret_name", "aws_secret_access_key_secret_name"];

export const methodFields: Readonly<Record<string, MethodFields>> = {
  AWS_IAM: { required: [], optional: keyNames, strict: false },
  AWS_OIDC: { required: ["aws_oidc_role_arn", "aws_oidc_region"], optional: [], strict: true },
  AWS_ASSUME_ROLE: {
    required: ["aws_assume_role_arn", "aws_assume_role_region"],
    optional: [],
    strict: true,
  },
  GCP_SERVICE_ACCOUNT_JSON: { required: ["secret_name"], optional: [], strict: true },
  GCP_OIDC: {
    required: ["gcp_oidc_service_account", "gcp_oidc_workload_id_provider"],
    optional: [],
    strict: true,
  },
  REGISTRY_SECRET: { required: [], optional: ["secret_name"], strict: false },
};

/** Whether Truss refuses the field: another method's, in a strict one. The key names have defaults, so they pass. */
export const isForbidden = (method: MethodFields, field: string): boolean =>
  method.strict && !keyNames.includes(field) && isForeign(method, field);

/** Whether the field means nothing to the method. */
export const isForeign = (method: MethodFields, field: string): boolean =>
  !["auth_method", "registry", ...method.required, ...method.optional].includes(field);

/** The secrets that the method reads, by the field that names each. */
export function neededSecrets(
  method: string,
  textAt: (field: string) => string | null,
): readonly { readonly field: string; readonly name: string }[] {
  switch (method) {
    case "AWS_IAM":
      return [
        {
          field: "aws_access_key_id_secret_name",
          name: textAt("aws_access_key_id_secret_name") ?? "aws_access_key_id",
        },
        {
          field: "aws_secret_access_key_secret_name",
          name: textAt("aws_secret_access_key_secret_name") ?? "aws_secret_access_key",
        },
      ];
    case "GCP_SERVICE_ACCOUNT_JSON":
    case "REGISTRY_SECRET": {
      const name = textAt("secret_name");
      return name === null ? [] : [{ field: "secret_name", name }];
    }
    default:
      return [];
  }
}
