// What do Baseten's and the registry's answers mean for a config.yaml? Pure; `check/online.ts` asks them.
import { collidingNames } from "../../baseten/api.ts";
import type { PullResult, Verdict, Warning } from "../../distribution/result.ts";
import { mechanismNamed, neededSecrets } from "../../mechanisms/index.ts";
import { hostSecret } from "../../mechanisms/registry-secret.ts";
import type { Mechanism } from "../../mechanisms/types.ts";
import { findPrivate } from "./base-image.ts";
import type { Entries, Finding, View, ViewImage } from "./types.ts";
import { findingsOf, lastPair, secretNames, textAt } from "./view.ts";

export const onlineFindings = {
  "secret-not-stored": {
    level: "error",
    breaks: "pull",
    title: "The secret doesn't exist in Baseten",
    message: "Baseten has no secret {name}.",
    why: "The build can't sign in to the registry without it.",
    fix: "Run {setup}, or add {name} in Baseten",
    example: null,
  },
  "other-secret-not-stored": {
    level: "info",
    title: "A secret that this pull doesn't use isn't in Baseten",
    message: "Baseten has no secret {name}. The pull of this image doesn't use it.",
    why: "It belongs to another host, or to an earlier method. Whatever else reads it finds nothing.",
    fix: "Remove it under secrets, or add it in Baseten if a build step needs it",
    example: null,
  },
  "secret-name-collides": {
    level: "warning",
    title: "The secret exists under a colliding name",
    message: "Baseten has {other}, and takes it and {name} for one name.",
    why: "Names that differ only in punctuation collide: storing one may replace the other.",
    fix: "Use one of the two names everywhere",
    example: null,
  },
  "pull-denied": {
    level: "error",
    breaks: "pull",
    title: "The registry denies the pull",
    message: "{reason}",
    why: "Baseten's build pulls the same image in the same way.",
    fix: "Correct the image or its credential, then check again",
    example: null,
  },
  "no-linux-amd64": {
    level: "error",
    breaks: "pull",
    title: "The image isn't built for linux/amd64",
    message: "The image is built for {platforms}; Baseten runs linux/amd64.",
    why: "Images built on a Mac with Apple silicon are for arm64 unless told otherwise.",
    fix: "Build it again with docker build --platform linux/amd64",
    example: null,
  },
  "pull-not-proved": {
    level: "info",
    title: "The pull could not be tried from here",
    message: "{reason}",
    why: "Only what can be signed in to without a question is tried.",
    fix: "The next truss push is the proof",
    example: null,
  },
} as const satisfies Entries;

const finding = findingsOf(onlineFindings);

const mechanismIn = (view: View): Mechanism | null =>
  mechanismNamed(textAt(view, view.dockerAuth, "auth_method") ?? "");

/** Secrets that have to do with registries, by name. */
export interface RegistrySecrets {
  /** Those that Baseten signs in with for this image. */
  readonly needed: readonly string[];
  /** Listed ones of other hosts, or of a method that isn't in use. */
  readonly others: readonly string[];
}

/** The listed or needed secrets that sign in to a registry. */
export function registrySecrets(view: View): RegistrySecrets {
  const { image, dockerAuth } = view;
  const mechanism = mechanismIn(view);
  const stated =
    mechanism === null ? [] : neededSecrets(mechanism, (field) => textAt(view, dockerAuth, field));
  const pulls = image !== null && pullsAs(view, image) === "user" ? image.target : null;
  const own = pulls === null ? [] : [hostSecret(pulls.host), ...(pulls.rawSecret ? [pulls.rawSecret] : [])];
  const needed = [...new Set([...stated.map(({ name }) => name), ...own])];
  const listed = secretNames(view).filter((name) => name.startsWith(hostSecret("")));
  return { needed, others: listed.filter((name) => !needed.includes(name)) };
}

/** The secrets among these that aren't stored. */
export function findMissing(
  view: View,
  { needed, others }: RegistrySecrets,
  stored: readonly string[],
): readonly Finding[] {
  return [...needed, ...others].flatMap((name) => {
    if (stored.includes(name)) return [];
    const at = view.secrets === null ? undefined : lastPair(view.document, view.secrets, name)?.key;
    const place = at ?? lastPair(view.document, view.root, "base_image")?.key;
    if (others.includes(name))
      return [finding(view, "other-secret-not-stored", place, ["secrets", name], { name })];
    const [other] = collidingNames(name, stored);
    if (other !== undefined)
      return [finding(view, "secret-name-collides", place, ["secrets", name], { name, other })];
    return [finding(view, "secret-not-stored", place, ["secrets", name], { name })];
  });
}

/** As whom Baseten pulls: as anybody, with the registry's own user and password, or in a way of the cloud's. */
export type PullsAs = "anybody" | "user" | "cloud";

export function pullsAs(view: View, image: ViewImage): PullsAs {
  const { host, publicBecause } = image.target;
  const listed = publicBecause === undefined && secretNames(view).includes(hostSecret(host));
  if (view.dockerAuth === null) return listed ? "user" : "anybody";
  return listed && mechanismIn(view)?.credential === "basic" ? "user" : "cloud";
}

/** What a pull check came to, or why there was none. */
export type Tried =
  | { readonly result: PullResult; readonly verdict: Verdict; readonly warnings: readonly Warning[] }
  | { readonly reason: string };

/** Whether the registry told who may pull, so that nothing of it need be guessed. */
export const isTold = (as: PullsAs, tried: Tried): boolean =>
  as === "anybody" && "verdict" in tried && tried.verdict.status !== "unverifiable";

/** The findings that a pull check tells. */
export function findInPull(view: View, image: ViewImage, as: PullsAs, tried: Tried): readonly Finding[] {
  const at = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "image")?.value;
  const here = (code: keyof typeof onlineFindings, args: Finding["args"]): readonly Finding[] => [
    finding(view, code, at, ["base_image", "image"], args),
  ];
  if ("reason" in tried) return here("pull-not-proved", { reason: tried.reason });
  const { result, verdict, warnings } = tried;
  if (verdict.status === "pulled")
    return warnings.length === 0 ? [] : here("no-linux-amd64", { platforms: verdict.platforms.join(", ") });
  if (as === "anybody" && result.kind === "denied" && result.cause !== "not-found")
    return [findPrivate(view, image)];
  // In a way of the cloud's Baseten signs in as somebody else, so only a missing image is missing for it too.
  const sure =
    as !== "cloud" || (result.kind === "denied" && result.cause === "not-found" && result.tags !== null);
  const code = verdict.status === "denied" && sure ? "pull-denied" : "pull-not-proved";
  return here(code, { reason: verdict.reason ?? "" });
}
