// Can this image be pulled with this credential? Asks the registry as Docker would, without Docker.
// https://github.com/opencontainers/distribution-spec

import type { ImageReference } from "../values/image.ts";
import type { Fetch } from "../values/network.ts";
import type { BasicCredential } from "../values/secret.ts";
import { registryUrl } from "./address.ts";
import { callsTokenInvalid, isFiltered, refusalOf } from "./challenge.ts";
import { inspectImage } from "./inspect-image.ts";
import { asker, type Limits, type Redirect, type Reply } from "./limits.ts";
import { readManifest } from "./manifest.ts";
import { type Check, manifestRequest, nearestTags } from "./request.ts";
import type { Outcome, PullResult, Unreachable } from "./result.ts";
import { answerChallenge, type Grant, openGrant } from "./token.ts";

/** What is to be pulled, and as whom; a null credential asks anonymously. */
export interface PullInput {
  readonly target: {
    readonly image: ImageReference;
    /** The host that answers the registry API. */
    readonly apiHost: string;
  };
  readonly credential: BasicCredential | null;
}

const errorCap = 64 * 1024;

/**
 * Tries to read the image's manifest, which is what a pull begins with; nothing is downloaded but
 * manifests and a configuration. Never throws for what the registry or the network does.
 * A credential is sent only to the registry and the token service it names, each over https (a loopback registry
 * may use http), and never along with a redirect.
 */
export async function checkPull(input: PullInput, fetch: Fetch, limits: Limits = {}): Promise<PullResult> {
  const { image, apiHost } = input.target;
  const { repository } = image;
  const reference = image.digest ?? image.tag ?? "latest";
  const asked = { host: apiHost, repository, reference };
  const registry = registryUrl(apiHost);
  if (registry === null)
    return { ...asked, anonymous: true, kind: "unreachable", why: "malformed", at: apiHost, detail: null };
  const ask = asker(fetch, limits);
  const { anonymous, outcome } = await run({
    registry,
    repository,
    reference,
    credential: input.credential,
    ask,
  });
  const untried = anonymous && input.credential !== null && outcome.kind === "pulled";
  return { ...asked, anonymous, ...(untried ? { untried } : {}), ...outcome };
}

async function run(check: Check): Promise<{ anonymous: boolean; outcome: Outcome }> {
  const anonymous = check.credential === null;
  const door = await check.ask({ url: new URL("/v2/", check.registry), cap: errorCap });
  if (door.kind !== "reply") return { anonymous: true, outcome: unreachable(check, door) };
  if (door.status === 401) {
    const grant = await answerChallenge(door, check, check.ask);
    if (grant.kind !== "grant") return { anonymous, outcome: grant };
    return { anonymous: grant.anonymous, outcome: await tryManifest(check, grant) };
  }
  if (door.status !== 200) return { anonymous: true, outcome: refused(check, door, "other") };
  // Open at the door, perhaps not at the repository: then its own challenge is the one to answer.
  const open = await readHead(check, openGrant);
  if (open.kind !== "reply" || open.status !== 401)
    return { anonymous: true, outcome: await judgeHead(check, openGrant, open) };
  const grant = await answerChallenge(open, check, check.ask);
  if (grant.kind !== "grant") return { anonymous, outcome: grant };
  return { anonymous: grant.anonymous, outcome: await tryManifest(check, grant) };
}

const tryManifest = async (check: Check, grant: Grant): Promise<Outcome> =>
  judgeHead(check, grant, await readHead(check, grant));

const readHead = (check: Check, grant: Grant): Promise<Reply | Redirect | Unreachable> =>
  check.ask({ ...manifestRequest(check, grant, check.reference), method: "HEAD" });

/**
 * The manifest is the proof: a token was granted before, which proves nothing on GHCR and Docker Hub. HEAD is asked
 * first, since it doesn't count against Docker Hub's limit; where it refuses, or its answer lacks what a manifest's
 * has, GET decides: Nexus answers HEAD with 404, and an answer to HEAD has no body to tell a reason.
 */
async function judgeHead(check: Check, grant: Grant, head: Reply | Redirect | Unreachable): Promise<Outcome> {
  if (head.kind !== "reply") return unreachable(check, head);
  if (head.status === 429) return refused(check, head, "manifest");
  const get = await check.ask(manifestRequest(check, grant, check.reference));
  const granted = head.status === 200 && isManifest(head);
  if (get.kind === "reply" && get.status === 200) {
    const problem = noManifest(get, head);
    if (problem === null) return inspectImage(check, grant, get);
    return { kind: "unreachable", why: problem, at: check.registry.host, detail: null };
  }
  if (granted) return inspectImage(check, grant, get);
  if (get.kind !== "reply") return refuse(check, grant, head);
  return refuse(check, grant, { ...get, headers: new Map([...head.headers, ...get.headers]) });
}

async function refuse(check: Check, grant: Grant, reply: Reply): Promise<Outcome> {
  if (reply.status === 404)
    return { kind: "denied", cause: "not-found", tags: await nearestTags(check, grant) };
  if (grant.issued && callsTokenInvalid(reply))
    return { kind: "unreachable", why: "own-token", at: check.registry.host, detail: null };
  return refused(check, reply, "manifest");
}

/** Why a 200 is no manifest: a portal answers so to everything. Null when it may be one. */
function noManifest(get: Reply, head: Reply): "too-large" | "malformed" | null {
  if (get.body !== null && readManifest(get.body) !== null) return null;
  const named = [get, head].some(
    ({ headers }) =>
      headers.has("docker-content-digest") || /vnd\.(?:oci|docker)/i.test(headers.get("content-type") ?? ""),
  );
  if (named) return null;
  return get.body === null ? "too-large" : "malformed";
}

const isManifest = ({ headers }: Reply): boolean =>
  headers.has("docker-content-digest") || /json|jws/i.test(headers.get("content-type") ?? "");

function refused(check: Check, reply: Reply, door: "manifest" | "other"): Outcome {
  const tells = door === "manifest" || reply.status === 429 || isFiltered(reply);
  const refusal = tells ? refusalOf(reply, "manifest", check.registry.host) : null;
  return refusal ?? unreachable(check, reply);
}

/** An answer that says nothing about the image, as the outcome. */
function unreachable({ registry }: Check, reply: Reply | Redirect | Unreachable): Unreachable {
  if (reply.kind === "unreachable") return reply;
  const at = registry.host;
  if (reply.kind === "redirect") return { kind: "unreachable", why: "redirect", at, detail: null };
  // 407 reaches us only over plain http; over https the tunnel isn't opened.
  const why = reply.status === 407 ? "proxy" : "status";
  return { kind: "unreachable", why, at, detail: String(reply.status) };
}
