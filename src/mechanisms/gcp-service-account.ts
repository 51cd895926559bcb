// GCP_SERVICE_ACCOUNT_JSON, a service account's JSON key:
// https://docs.baseten.co/development/model/dependencies#private-registries
import template from "../../templates/gcp-service-account.yaml";
import { expectKind } from "../values/secret.ts";
import { secretNameQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

export const gcpServiceAccount = {
  authMethod: "GCP_SERVICE_ACCOUNT_JSON",
  since: null,
  strict: true,
  fields: [
    {
      key: "secret_name",
      value: "secretName",
      required: true,
      secret: true,
      suggest: () => "gcp-service-account",
      inTraining: "service_account_json_secret_ref",
      question: secretNameQuestion("service account's key"),
    },
  ],
  training: {
    authMethod: "GCP_SERVICE_ACCOUNT_JSON",
    keyword: "gcp_service_account_json_docker_auth",
    type: "GCPServiceAccountJSONDockerAuth",
  },
  template,
  credential: "service-account-key",
  secretValues: (credential) => [expectKind(credential, "service-account-key").json],
} as const satisfies Mechanism;
