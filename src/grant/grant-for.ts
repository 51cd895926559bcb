// What must a cloud allow, for this registry and this way to sign in? Pure: the one table of what can be made.
import type { Method, Registry, Target } from "../registries/types.ts";
import { ecrAssumeRole, ecrIam, ecrOidc } from "./aws/ecr-grants.ts";
import { acrToken } from "./azure/acr-grant.ts";
import { googleOidc, googleServiceAccount } from "./google/google-grants.ts";
import type { Grant, Wanted } from "./types.ts";

type Make = (target: Target, wanted: Wanted) => Grant;

/** By `registry method`. */
const makes: Readonly<Record<string, Make>> = {
  "ecr oidc": ecrOidc,
  "ecr assume-role": ecrAssumeRole,
  "ecr iam": ecrIam,
  "artifact-registry oidc": googleOidc,
  "artifact-registry service-account": googleServiceAccount,
  "acr token": acrToken,
};

/** What is signed in to, and how. Answers are one. */
export interface Goal {
  readonly registry: Pick<Registry, "id">;
  readonly method: Pick<Method, "id">;
  readonly target: Target;
}

/** Whether what is missing can be made for this registry and method. */
export const canGrant = ({ registry, method }: Pick<Goal, "registry" | "method">): boolean =>
  makes[`${registry.id} ${method.id}`] !== undefined;

/**
 * What the cloud must allow; null where nothing can be made.
 * @throws CliError `missing-flag` where a value that it can't do without isn't known.
 */
export const grantFor = ({ registry, method, target }: Goal, wanted: Wanted): Grant | null =>
  makes[`${registry.id} ${method.id}`]?.(target, wanted) ?? null;
