// What are the things called that are made? A name says what it is for, and fits the service's limits.
import { createHash } from "node:crypto";

/** The tag, or its like, of everything that is made. */
export const createdBy = "create-registry-auth";

/** How long a name may be. */
export const nameLimits = {
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  iam: 64,
  /** https://cloud.google.com/iam/docs/service-accounts-create */
  serviceAccount: 30,
  /** https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers */
  identityPool: 32,
  /** https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions */
  acrToken: 50,
} as const;

/**
 * `prefix` and what it is for, in small letters, digits and hyphens. One that is too long is cut, and ends with a
 * short hash of the whole, so that two of them stay apart and the same is always called the same.
 */
export function nameFor(prefix: string, what: string, limit: number): string {
  const slug = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const whole = `${prefix}-${slug}`;
  if (slug !== "" && whole.length <= limit) return whole;
  const hash = createHash("sha256").update(what).digest("hex").slice(0, 6);
  return `${whole.slice(0, limit - hash.length - 1).replace(/-$/, "")}-${hash}`;
}
