// What is in an image that can be pulled: its platforms and its size. Whatever can't be read stays unknown.

import { readJson } from "../text/json.ts";
import type { ResponseHeaders } from "../values/network.ts";
import { judgeAddress } from "./address.ts";
import type { Redirect, Reply } from "./limits.ts";
import { isRunnable, platformOf, readManifest } from "./manifest.ts";
import { authorized, type Check, manifestRequest } from "./request.ts";
import type { Pulled, Unreachable } from "./result.ts";
import type { Grant } from "./token.ts";

const configCap = 1024 * 1024;

/** Reads the answer to the manifest's GET, and what it refers to. */
export async function inspectImage(
  check: Check,
  grant: Grant,
  reply: Reply | Redirect | Unreachable,
): Promise<Pulled> {
  const readable = reply.kind === "reply" && reply.status === 200;
  const manifest = readable ? readManifest(reply.body ?? "") : null;
  const digest = readable ? digestIn(reply.headers) : {};
  if (manifest === null) return { kind: "pulled", platforms: [], size: null, ...digest };
  if (manifest.kind === "index") {
    const size = manifest.amd64 === null ? null : await sizeOf(check, grant, manifest.amd64);
    return { kind: "pulled", platforms: manifest.platforms, size, ...digest };
  }
  const platform = manifest.config === null ? null : await platformIn(check, grant, manifest.config);
  const size = platform !== null && isRunnable(platform) ? manifest.size : null;
  const artifact = manifest.artifact === null ? {} : { artifact: manifest.artifact };
  return { kind: "pulled", platforms: platform === null ? [] : [platform], size, ...artifact, ...digest };
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
function digestIn(headers: ResponseHeaders): { readonly digest?: string } {
  const digest = headers.get("docker-content-digest") ?? "";
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? { digest } : {};
}

async function sizeOf(check: Check, grant: Grant, digest: string): Promise<number | null> {
  const reply = await check.ask(manifestRequest(check, grant, digest));
  const manifest = reply.kind === "reply" && reply.status === 200 ? readManifest(reply.body ?? "") : null;
  return manifest?.kind === "image" ? manifest.size : null;
}

/** The configuration is a blob, and those are often kept elsewhere: up to three redirects, without Authorization. */
async function platformIn(check: Check, grant: Grant, digest: string): Promise<string | null> {
  let url: URL = new URL(`/v2/${check.repository}/blobs/${digest}`, check.registry);
  let headers = authorized(grant);
  for (let redirects = 0; redirects <= 3; redirects++) {
    const reply = await check.ask({ url, headers, cap: configCap });
    if (reply.kind === "unreachable") return null;
    if (reply.kind === "reply") return reply.status === 200 ? platformOf(readJson(reply.body ?? "")) : null;
    const location =
      reply.location !== null && URL.canParse(reply.location, url.href) ? reply.location : null;
    if (location === null) return null;
    const next = judgeAddress(new URL(location, url).href, check.registry);
    if (!(next instanceof URL)) return null;
    url = next;
    headers = {};
  }
  return null;
}
