// Which tags does the repository have that are close to the one that is missing?
import { distance } from "fastest-levenshtein";
import { itemsOf, readJson } from "../text/json.ts";
import { authorized, type Check } from "./request.ts";
import type { Grant } from "./token.ts";

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
