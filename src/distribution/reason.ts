// Why did the registry refuse? Pure: a status and what it wrote become one cause.
import { parseChallenges } from "./challenge.ts";
import type { Reply } from "./limits.ts";
import type { Denied, Outcome, RateLimited } from "./result.ts";

/** At which door it was refused: the token service's or the registry's own. */
export type Door = "token" | "manifest";

/** What a refusal of `reply` means, or null when the status says nothing about credential or image. */
export function refusalOf(reply: Reply, door: Door): Outcome | null {
  if (reply.status === 429) return rateLimited(reply.headers);
  if (reply.status === 404)
    return door === "manifest" ? { kind: "denied", cause: "not-found", tags: null } : null;
  const cause = causeOf(reply, door);
  return cause === null ? null : { kind: "denied", cause, tags: null };
}

/** Retry-After is seconds or a date; a date is of no use without a trusted clock. RFC 9110, 10.2.3. */
function rateLimited(headers: Headers): RateLimited {
  const after = headers.get("retry-after") ?? "";
  return { kind: "rate-limited", retryAfterSeconds: /^\d{1,6}$/.test(after) ? Number(after) : null };
}

function causeOf(reply: Reply, door: Door): Denied["cause"] | null {
  const { status } = reply;
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const said = spoken(reply);
  // ECR: "Your authorization token has expired. Reauthenticate and try again."
  if (/\bexpired\b/i.test(said)) return "expired";
  if (/authorization token is invalid|bad credentials|invalid_token|unauthenticated/i.test(said))
    return "credential";
  if (status === 400) return null;
  // The registry's token was read and found too narrow: the user is right, but may not read the repository.
  if (status === 401) return /insufficient_scope/i.test(said) ? "access" : "credential";
  // GHCR and GitLab answer 403 for a wrong password too; Google's token service names the missing permission.
  if (door === "token")
    return /permission|not authorized|requested access/i.test(said) ? "access" : "credential";
  return "access";
}

/** Everything the refusal says, only to be searched: foreign text is never shown. */
function spoken(reply: Reply): string {
  const errors = parseChallenges(reply.headers.get("www-authenticate") ?? "").map(
    ({ params }) => `${params.error ?? ""} ${params.error_description ?? ""}`,
  );
  return [...errors, reply.body ?? ""].join("\n");
}
