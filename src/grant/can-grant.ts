// What can be made in a cloud, as far as a question has to know; how it is made is loaded when somebody wants it.
import type { Method, Registry } from "../registries/types.ts";

/** By `registry method`. */
const makeable = [
  "ecr oidc",
  "ecr assume-role",
  "ecr iam",
  "artifact-registry oidc",
  "artifact-registry service-account",
  "acr token",
] as const;
export type Makeable = (typeof makeable)[number];

/** A registry and a way to sign in to it. */
export interface Way {
  readonly registry: Pick<Registry, "id">;
  readonly method: Pick<Method, "id">;
}

/** What is made for it; undefined where nothing can be. */
export const makeableFor = ({ registry, method }: Way): Makeable | undefined =>
  makeable.find((way) => way === `${registry.id} ${method.id}`);

/** Whether what is missing can be made for this registry and method. */
export const canGrant = (way: Way): boolean => makeableFor(way) !== undefined;

/** How long a token of Azure's registry is made for, in days. */
export const tokenDays = 90;
