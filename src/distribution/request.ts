// How is the registry asked for a manifest? What one pull check is about, and the requests made of it.

import { distance } from "fastest-levenshtein";
import { itemsOf, readJson } from "../text/json.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { Ask, Request } from "./limits.ts";
import { manifestTypes } from "./manifest.ts";
import type { Grant } from "./token.ts";

/** One pull check under way: where, what, as whom, and how to ask. */
export interface Check {
  readonly registry: URL;
  readonly repository: string;
  /** The tag or digest. */
  readonly reference: string;
  readonly credential: BasicCredential | null;
  readonly ask: Ask;
}

const manifestCap = 4 * 1024 * 1024;

/** A request for a manifest, by tag or digest. */
export function manifestRequest({ registry, repository }: Check, grant: Grant, reference: string): Request {
  return {
    url: new URL(`/v2/${repository}/manifests/${reference}`, registry),
    headers: { accept: manifestTypes.join(", "), ...authorized(grant) },
    cap: manifestCap,
  };
}

/** The Authorization header, if there is one to send. */
export const authorized = ({ authorization }: Grant): Record<string, string> =>
  authorization === null ? {} : { authorization: authorization.reveal() };

const listCap = 1024 * 1024;

/** Up to ten tags, nearest in spelling first; null when the registry doesn't list them for this user. */
export async function nearestTags(check: Check, grant: Grant): Promise<readonly string[] | null> {
  const url = new URL(`/v2/${check.repository}/tags/list?n=1000`, check.registry);
  const reply = await check.ask({ url, headers: authorized(grant), cap: listCap });
  if (reply.kind !== "reply" || reply.status !== 200 || reply.body === null) return null;
  const tags = itemsOf(readJson(reply.body).tags).filter(
    // They go to the terminal, so only real tags pass.
    (tag): tag is string => typeof tag === "string" && /^\w[\w.-]{0,127}$/.test(tag),
  );
  return tags
    .map((tag) => ({ tag, far: distance(tag, check.reference) }))
    .sort((one, other) => one.far - other.far || (one.tag < other.tag ? -1 : 1))
    .slice(0, 10)
    .map(({ tag }) => tag);
}
