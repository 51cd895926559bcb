// The fragments by which the failures of az are known, and what to say of each.
import type { KnownFailure } from "../types.ts";

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
