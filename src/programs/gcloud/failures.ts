// The fragments by which the failures of gcloud are known, and what to say of each.
import { foreignCertificate, type KnownFailure, wrongClock } from "../types.ts";

/** The known failures of gcloud; the first that fits counts. */
export const googleFailures: readonly KnownFailure[] = [
  {
    fragments: ["You do not currently have an active account selected"],
    code: "not-signed-in",
    message: () => "gcloud is not signed in.",
    hint: () => "Sign in: gcloud auth login",
    signIn: () => ["auth", "login"],
  },
  // gcloud heads each of these with the same words as a sign-in that has ended.
  {
    fragments: ["CERTIFICATE_VERIFY_FAILED", "SSLError", "SSLCertVerificationError"],
    ...foreignCertificate(
      "gcloud",
      "Name that proxy's certificate file: gcloud config set core/custom_ca_certs_file <file>",
    ),
  },
  {
    fragments: [
      "Max retries exceeded",
      "NameResolutionError",
      "Failed to establish a new connection",
      "Temporary failure in name resolution",
      "Unable to find the server at",
      "(ConnectionError)",
      "ProxyError",
    ],
    code: "cli-failed",
    message: () => "gcloud can't reach Google.",
    hint: () => "Check the network and the proxy; this tells: gcloud info --run-diagnostics",
  },
  {
    fragments: ["Token must be a short-lived token", "Token used too early", "Check your iat and exp"],
    ...wrongClock("Google"),
  },
  {
    fragments: [
      "problem refreshing your current auth tokens",
      "Reauthentication failed",
      "Reauthentication required",
    ],
    code: "not-signed-in",
    message: () => "gcloud's sign-in has ended.",
    hint: () => "Sign in again: gcloud auth login",
    signIn: () => ["auth", "login"],
  },
  {
    fragments: ["Key creation is not allowed on this service account"],
    code: "access-denied",
    message: () => "Your organization's policy allows no service account keys.",
    hint: () => "OIDC needs none: --method oidc",
  },
  {
    fragments: ["SERVICE_DISABLED"],
    code: "cli-failed",
    message: ({ project }) =>
      `Artifact Registry is switched off in ${project === null ? "this project" : `project ${project}`}.`,
    hint: ({ project }) =>
      `gcloud services enable artifactregistry.googleapis.com${project === null ? "" : ` --project=${project}`}`,
  },
  {
    fragments: ["PERMISSION_DENIED", "Failed to impersonate"],
    code: "access-denied",
    message: ({ serviceAccount, project }) => {
      if (serviceAccount !== null) return `Google doesn't let you act as ${serviceAccount}.`;
      return `Google denies this account access${project === null ? "" : ` to project ${project}`}.`;
    },
    hint: ({ serviceAccount }) =>
      serviceAccount === null
        ? "See who is signed in: gcloud auth list"
        : "It takes roles/iam.serviceAccountTokenCreator on it. See who is signed in: gcloud auth list",
  },
];
