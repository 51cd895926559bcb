// What goes into the Authorization header? Answers a challenge with the credential, or anonymously.
// https://distribution.github.io/distribution/spec/auth/token/

import { readJson } from "../text/json.ts";
import type { ResponseHeaders } from "../values/network.ts";
import { type BasicCredential, encodeBasic, Secret } from "../values/secret.ts";
import { judgeAddress } from "./address.ts";
import { type Challenge, parseChallenges, refusalOf } from "./challenge.ts";
import type { Ask } from "./limits.ts";
import type { Outcome } from "./result.ts";

/** The right to ask on. The header is null when there is nothing to send. */
export interface Grant {
  readonly kind: "grant";
  readonly authorization: Secret | null;
  /** Whether the credential had a part in it. */
  readonly anonymous: boolean;
  /** Whether a token service issued it just now. */
  readonly issued?: true;
}

/** Without a header: for a registry that asks for nothing, or when there is no credential. */
export const openGrant: Grant = { kind: "grant", authorization: null, anonymous: true };

const tokenCap = 64 * 1024;

const basicHeader = ({ username, password }: BasicCredential): Secret =>
  encodeBasic(username, password).map((encoded) => `Basic ${encoded}`);

/**
 * Answers the challenges of a 401. Bearer goes before Basic, as in Docker.
 * @returns the grant, or why there is none.
 */
export async function answerChallenge(
  reply: { readonly headers: ResponseHeaders },
  to: { readonly registry: URL; readonly repository: string; readonly credential: BasicCredential | null },
  ask: Ask,
): Promise<Grant | Exclude<Outcome, { kind: "pulled" }>> {
  const challenges = parseChallenges(reply.headers.get("www-authenticate") ?? "");
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  if (bearer === undefined) {
    if (!challenges.some(({ scheme }) => scheme === "basic"))
      return { kind: "unknown-challenge", schemes: challenges.map(({ scheme }) => scheme) };
    if (to.credential === null) return openGrant;
    return { kind: "grant", authorization: basicHeader(to.credential), anonymous: false };
  }
  const realm = judgeAddress(bearer.params.realm ?? "", to.registry);
  if (!(realm instanceof URL)) return { kind: "unsafe-realm", ...realm };
  return requestToken(tokenUrl(realm, bearer, to.repository), to.credential, ask);
}

/** NGC names no service; a realm may already have a query. */
function tokenUrl(realm: URL, { params }: Challenge, repository: string): URL {
  const url = new URL(realm.href);
  if (params.service !== undefined) url.searchParams.set("service", params.service);
  url.searchParams.set("scope", `repository:${repository}:pull`);
  return url;
}

async function requestToken(
  url: URL,
  credential: BasicCredential | null,
  ask: Ask,
): Promise<Grant | Exclude<Outcome, { kind: "pulled" }>> {
  const headers = credential === null ? {} : { authorization: basicHeader(credential).reveal() };
  const reply = await ask({ url, headers, cap: tokenCap });
  const unreachable = { kind: "unreachable", at: url.host, detail: null } as const;
  if (reply.kind === "unreachable") return reply;
  if (reply.kind === "redirect") return { ...unreachable, why: "redirect" };
  if (reply.status !== 200) {
    const refusal = refusalOf(reply, "token", url.host);
    if (refusal !== null && refusal.kind !== "pulled") return refusal;
    return { ...unreachable, why: "status", detail: String(reply.status) };
  }
  if (reply.body === null) return { ...unreachable, why: "too-large" };
  const answer = readJson(reply.body);
  const token = [answer.token, answer.access_token].find(
    (value) => typeof value === "string" && value !== "",
  );
  // A header holds visible characters only; a newline in it would be another header.
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) return { ...unreachable, why: "malformed" };
  return {
    kind: "grant",
    authorization: new Secret(`Bearer ${token}`),
    anonymous: credential === null,
    issued: true,
  };
}
