// What does a registry say when it lets nobody in: how to sign in, or why not?
import type { ResponseHeaders } from "../values/network.ts";
import type { Reply } from "./limits.ts";
import type { Denied, Outcome, RateLimited } from "./result.ts";

/** One way to sign in. `params` and `token68` exclude each other. */
export interface Challenge {
  /** Lower-cased: `bearer`, `basic`, … */
  readonly scheme: string;
  /** Names lower-cased, values unquoted. Of two with the same name the first counts. */
  readonly params: Readonly<Record<string, string>>;
  readonly token68?: string;
}

const token = /[!#$%&'*+.^_`|~\w-]+/y;
const separators = /[\s,]*/y;
const equals = /[ \t]*=[ \t]*/y;
const token68 = /[ \t]+([\w.~+/-]+=*)[ \t]*(?=,|$)/y;
// The closing quote may be missing; then the value runs to the end.
const quoted = /"((?:[^"\\]|\\.)*)"?/sy;

/** Reads at a position, and moves it behind what was read. */
class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  /** Moves to the next comma, past something that isn't in the grammar. */
  skip(): void {
    const comma = this.#text.indexOf(",", this.#at);
    this.#at = comma < 0 ? this.#text.length : comma + 1;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }
}

/**
 * Takes a WWW-Authenticate header apart: several challenges may share it, and commas separate both challenges and
 * their parameters. What isn't in the grammar is skipped up to the next comma.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const cursor = new Cursor(header);
  const found: { scheme: string; params: Map<string, string>; token68?: string }[] = [];
  for (cursor.take(separators); !cursor.done; cursor.take(separators)) {
    const name = cursor.take(token)?.[0].toLowerCase();
    if (name === undefined) {
      cursor.skip();
      continue;
    }
    // Only the equals sign tells a parameter of the last challenge from the scheme of the next one.
    if (cursor.take(equals) !== null) {
      const value = readValue(cursor);
      const params = found.at(-1)?.params;
      if (value === null) cursor.skip();
      else if (params?.has(name) === false) params.set(name, value);
      continue;
    }
    const opaque = cursor.take(token68)?.[1];
    found.push({ scheme: name, params: new Map(), ...(opaque === undefined ? {} : { token68: opaque }) });
  }
  return found.map((challenge) => ({ ...challenge, params: Object.fromEntries(challenge.params) }));
}

function readValue(cursor: Cursor): string | null {
  const text = cursor.take(quoted)?.[1];
  if (text !== undefined) return text.replace(/\\(.)/gs, "$1");
  return cursor.take(token)?.[0] ?? null;
}

/** At which door it was refused: the token service's or the registry's own. */
export type Door = "token" | "manifest";

/**
 * What a refusal of `reply` means, or null when the status says nothing about credential or image.
 * @param at the host that answered
 */
export function refusalOf(reply: Reply, door: Door, at: string): Outcome | null {
  if (reply.status === 429) return rateLimited(reply.headers);
  if (isFiltered(reply)) return { kind: "unreachable", why: "filtered", at, detail: null };
  if (reply.status === 404)
    return door === "manifest" ? { kind: "denied", cause: "not-found", tags: null } : null;
  const cause = causeOf(reply, door);
  return cause === null ? null : { kind: "denied", cause, tags: null };
}

/** Retry-After is seconds or a date; a date is of no use without a trusted clock. RFC 9110, 10.2.3. */
function rateLimited(headers: ResponseHeaders): RateLimited {
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

/** How registries say that the network is the reason: ACR, GitHub, Google, AWS. */
const byNetwork =
  /client with IP .* is not allowed|aka\.ms\/acr\/firewall|IP allow ?list|vpcServiceControls|VPC Service Controls|prohibited by organization's policy|VPC endpoint policy/i;

/** Refused for where this machine is. A page is a proxy's or a firewall's; a registry's own comes with a challenge. */
export function isFiltered(reply: Reply): boolean {
  if (reply.status !== 401 && reply.status !== 403) return false;
  if (byNetwork.test(reply.body ?? "")) return true;
  const isPage =
    /html/i.test(reply.headers.get("content-type") ?? "") && /<html|<!doctype/i.test(reply.body ?? "");
  return isPage && !reply.headers.has("www-authenticate");
}

/** Whether a token is called invalid; the one that refuses may be another than the one that issued it. */
export const callsTokenInvalid = (reply: Reply): boolean =>
  reply.status === 401 && /invalid_token/i.test(spoken(reply)) && !/\bexpired\b/i.test(spoken(reply));

/** Everything the refusal says, only to be searched: foreign text is never shown. */
function spoken(reply: Reply): string {
  const errors = parseChallenges(reply.headers.get("www-authenticate") ?? "").map(
    ({ params }) => `${params.error ?? ""} ${params.error_description ?? ""}`,
  );
  return [...errors, reply.body ?? ""].join("\n");
}
