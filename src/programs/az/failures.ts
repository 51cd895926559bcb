// The fragments by which the failures of az are known, and what to say of each.
import { foreignCertificate, type KnownFailure, type Sentence } from "../types.ts";

const named: Sentence = ({ name }) => (name === null ? "" : ` ${name}`);

/** The known failures of az; the first that fits counts. */
export const azureFailures: readonly KnownFailure[] = [
  {
    fragments: ["az login'", "AADSTS", "AuthenticationFailed", "no subscription found"],
    code: "not-signed-in",
    message: () => "The Azure CLI is not signed in, or its sign-in has ended.",
    hint: () => "Sign in: az login",
    signIn: () => ["login"],
  },
  {
    fragments: ["login server suffix is not valid", "suffix is not valid for the current cloud"],
    code: "cli-failed",
    message: (facts) => `The Azure CLI is set to another cloud than the registry${named(facts)} is in.`,
    hint: ({ name }) => `Change it: az cloud set --name ${cloudOf(name ?? "")}, then az login`,
  },
  {
    fragments: ["Registry names may contain only alpha numeric"],
    code: "cli-failed",
    message: (facts) => `Azure has no registry named${named(facts)}: names are 5 to 50 letters and digits.`,
    hint: () => "Check the host in the image.",
  },
  {
    fragments: ["CERTIFICATE_VERIFY_FAILED", "Certificate verification failed"],
    ...foreignCertificate("The Azure CLI", "Set REQUESTS_CA_BUNDLE to that proxy's certificate file."),
  },
  {
    fragments: ["Max retries exceeded", "NameResolutionError", "Failed to establish a new connection"],
    code: "cli-failed",
    message: (facts) => `The Azure CLI can't reach the registry${named(facts)}.`,
    hint: ({ name }) =>
      `Check its name, the network and the proxy; this tells: az acr check-health --name ${name ?? "<name>"}`,
  },
  {
    fragments: ["AuthorizationFailed", "does not have authorization", "401 Unauthorized", "UNAUTHORIZED"],
    code: "access-denied",
    message: ({ name }) => `Azure denies this account the registry${name === null ? "" : ` ${name}`}.`,
    hint: () => "It takes the role AcrPull. See who is signed in: az account show",
  },
  {
    fragments: ["could not be found", "ResourceNotFound"],
    code: "cli-failed",
    message: ({ name }) =>
      `Azure finds no registry${name === null ? "" : ` ${name}`} in the current subscription.`,
    hint: () => "Pick its subscription: az account set --subscription <name>",
  },
];

/** https://learn.microsoft.com/cli/azure/manage-clouds-azure-cli */
const cloudOf = (host: string): string =>
  ({ cn: "AzureChinaCloud", us: "AzureUSGovernment" })[host.split(".").at(-1) ?? ""] ?? "AzureCloud";
