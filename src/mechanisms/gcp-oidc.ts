// GCP_OIDC, a workload identity provider that trusts Baseten: https://docs.baseten.co/organization/oidc
import template from "../../templates/gcp-oidc.yaml";
import { mustMatch } from "./questions.ts";
import type { Mechanism } from "./types.ts";

const provider =
  /^projects\/([^/]+)\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/;

function providerProblem(value: string): string | null {
  const project = provider.exec(value)?.[1];
  if (project === undefined)
    return "It looks like projects/123456789/locations/global/workloadIdentityPools/pool/providers/baseten.";
  // Google answers with the id in some places, but the token exchange takes only the number.
  return /^\d+$/.test(project) ? null : "It holds the project's number, not its id.";
}

export const gcpOidc = {
  authMethod: "GCP_OIDC",
  since: null,
  strict: true,
  fields: [
    {
      key: "gcp_oidc_service_account",
      value: "gcpServiceAccount",
      required: true,
      inTraining: "service_account",
      question: {
        message: "E-mail of the service account that Baseten acts as",
        why: "The service account needs roles/artifactregistry.reader on the repository.",
        link: "https://cloud.google.com/iam/docs/service-accounts-create",
        problem: mustMatch(
          /^[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+\.gserviceaccount\.com$/,
          "A service account looks like puller@my-project.iam.gserviceaccount.com.",
        ),
      },
    },
    {
      key: "gcp_oidc_workload_id_provider",
      value: "workloadIdentityProvider",
      required: true,
      inTraining: "workload_identity_provider",
      question: {
        message: "Resource name of the workload identity provider",
        why: "The provider trusts oidc.baseten.co, for your Baseten team.",
        link: "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
        problem: providerProblem,
      },
    },
  ],
  training: {
    authMethod: "GCP_OIDC",
    keyword: "gcp_oidc_docker_auth",
    type: "GCPOIDCDockerAuth",
  },
  template,
  credential: null,
  secretValues: () => [],
} as const satisfies Mechanism;
