// What must a cloud allow, for this registry and this way to sign in? Pure: the one table of what can be made.
import type { Target } from "../registries/types.ts";
import { ecrAssumeRole, ecrIam, ecrOidc } from "./aws/ecr-grants.ts";
import { acrToken } from "./azure/acr-grant.ts";
import { type Makeable, makeableFor, type Way } from "./can-grant.ts";
import { googleOidc, googleServiceAccount } from "./google/google-grants.ts";
import { type Named, nameProblem } from "./names.ts";
import type { Grant, Wanted } from "./types.ts";

type Make = (target: Target, wanted: Wanted) => Grant;

/** How it is made, and which names it takes. */
const makes: Readonly<Record<Makeable, { readonly make: Make; readonly named: Named }>> = {
  "ecr oidc": { make: ecrOidc, named: "iam" },
  "ecr assume-role": { make: ecrAssumeRole, named: "iam" },
  "ecr iam": { make: ecrIam, named: "iam" },
  "artifact-registry oidc": { make: googleOidc, named: "serviceAccount" },
  "artifact-registry service-account": { make: googleServiceAccount, named: "serviceAccount" },
  "acr token": { make: acrToken, named: "acrToken" },
};

const entryOf = (way: Way) => {
  const what = makeableFor(way);
  return what === undefined ? undefined : makes[what];
};

/** What is signed in to, and how. Answers are one. */
export interface Goal extends Way {
  readonly target: Target;
}

/** A sentence why what is made can't be called so, or null: for a name that a person gives. */
export function grantNameProblem(way: Way, name: string): string | null {
  const entry = entryOf(way);
  return entry === undefined ? null : nameProblem(entry.named, name);
}

/**
 * What the cloud must allow; null where nothing can be made.
 * @throws CliError `missing-flag` where a value that it can't do without isn't known.
 */
export const grantFor = (goal: Goal, wanted: Wanted): Grant | null =>
  entryOf(goal)?.make(goal.target, wanted) ?? null;
