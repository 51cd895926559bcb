// What must a cloud allow, for this registry and this way to sign in? Pure: the one table of what can be made.
import type { Target } from "../registries/types.ts";
import { ecrAssumeRole, ecrIam, ecrOidc } from "./aws/ecr-grants.ts";
import { acrToken } from "./azure/acr-grant.ts";
import { type Makeable, makeableFor, type Way } from "./can-grant.ts";
import { googleOidc, googleServiceAccount } from "./google/google-grants.ts";
import type { Grant, Wanted } from "./types.ts";

type Make = (target: Target, wanted: Wanted) => Grant;

const makes: Readonly<Record<Makeable, Make>> = {
  "ecr oidc": ecrOidc,
  "ecr assume-role": ecrAssumeRole,
  "ecr iam": ecrIam,
  "artifact-registry oidc": googleOidc,
  "artifact-registry service-account": googleServiceAccount,
  "acr token": acrToken,
};

/** What is signed in to, and how. Answers are one. */
export interface Goal extends Way {
  readonly target: Target;
}

/**
 * What the cloud must allow; null where nothing can be made.
 * @throws CliError `missing-flag` where a value that it can't do without isn't known.
 */
export function grantFor(goal: Goal, wanted: Wanted): Grant | null {
  const what = makeableFor(goal);
  return what === undefined ? null : makes[what](goal.target, wanted);
}
