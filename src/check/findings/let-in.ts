// What does the cloud's side mean for a config.yaml? Pure; `check/cloud-side.ts` looks there.

import { isMap } from "yaml";
import { mechanismNamed } from "../../mechanisms/index.ts";
import type { Values } from "../../mechanisms/types.ts";
import type { Method, Registry, Target } from "../../registries/types.ts";
import type { Entries, Finding, View } from "./types.ts";
import { findingsOf, lastPair, resolved, textAt } from "./view.ts";

export const letInFindings = {
  "not-granted": {
    level: "warning",
    title: "The cloud doesn't let Baseten pull the image",
    message: "{what}",
    why: "Baseten signs in as itself, so the trust, the permission and the team must fit.",
    fix: "Run {setup} --grant create, which makes one that fits, or have this one changed",
    example: null,
  },
  "old-access-key": {
    level: "info",
    title: "The access key is old",
    message: "The access key of {user} was made on {created}, {days} days ago.",
    why: "A key that is followed by another every 90 days is of less use to whoever finds it.",
    fix: "Run {setup} --method iam --grant create, which makes, proves and stores the next one",
    example: null,
  },
} as const satisfies Entries;

const finding = findingsOf(letInFindings);

/** How Baseten signs in, as config.yaml says. */
export interface SignsInAs {
  readonly registry: Registry;
  readonly method: Method;
  readonly target: Target;
  readonly values: Values;
  /** Whether running models pull for themselves, since nothing is built. */
  readonly containers: boolean;
}

/** How Baseten signs in; null where the method isn't one of the image's registry. */
export function signsInAs(view: View): SignsInAs | null {
  const { image, dockerAuth } = view;
  const mechanism = mechanismNamed(textAt(view, dockerAuth, "auth_method") ?? "");
  const method = image?.registry.methods.find((one) => one.mechanism === mechanism);
  if (image === null || mechanism === null || method === undefined) return null;
  const values = mechanism.fields.flatMap(({ key, value }) => {
    const text = textAt(view, dockerAuth, key);
    return text === null ? [] : [[value, text]];
  });
  const server = resolved(view.document, lastPair(view.document, view.root, "docker_server")?.value);
  const containers = isMap(server) && textAt(view, server, "no_build") === "true";
  return { ...image, method, values: Object.fromEntries(values), containers };
}

/** What differs, at the key that names the role or the service account. */
export function findNotGranted(view: View, as: SignsInAs, differs: readonly string[]): readonly Finding[] {
  if (differs.length === 0) return [];
  const [{ key } = { key: "auth_method" }] = as.method.mechanism.fields;
  const at = view.dockerAuth === null ? undefined : lastPair(view.document, view.dockerAuth, key)?.value;
  return [finding(view, "not-granted", at, ["base_image", "docker_auth", key], { what: differs.join(" ") })];
}

/** The key's age, at the method. */
export function findAgedKey(
  view: View,
  { user, created, days }: { readonly user: string; readonly created: string; readonly days: number },
): Finding {
  const at =
    view.dockerAuth === null ? undefined : lastPair(view.document, view.dockerAuth, "auth_method")?.value;
  const args = { user, created, days: String(days) };
  return finding(view, "old-access-key", at, ["base_image", "docker_auth", "auth_method"], args);
}
