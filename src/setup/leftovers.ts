// Which secrets did the earlier sign-in read, and what is said of those that leave config.yaml and those that stay?
import type { ConfigChange } from "../config/truss.ts";
import type { Answers, Situation, Warning } from "../flow.ts";
import { secretsOf } from "../mechanisms/index.ts";
import { hostSecret } from "../mechanisms/registry-secret.ts";
import type { Rendered } from "../mechanisms/render.ts";
import { findRegistry } from "../registries/index.ts";
import { parseImage } from "../values/image.ts";

/** The listed secrets that the sign-in read until now, and the new one doesn't. */
export function oldSecrets({ truss }: Situation, { target }: Answers, rendered: Rendered): readonly string[] {
  const old = new Set([...secretsOf(truss, target.host), ...secretOfOldImage(truss.image)]);
  return [...old].filter((name) => truss.secrets.includes(name) && !rendered.secrets.includes(name));
}

/** An image that moves to another registry leaves the old one's secret behind. */
function secretOfOldImage(image: string | null): readonly string[] {
  if (image === null) return [];
  try {
    return [hostSecret(findRegistry(parseImage(image)).target.host)];
  } catch {
    return [];
  }
}

/** What leaves config.yaml. */
export const removals = (change: ConfigChange): readonly Warning[] =>
  change.removeSecrets.map((name) => ({
    code: "secret-removed",
    message: `${name} leaves config.yaml: nothing else in it, nor in the code beside it, names it. It stays in Baseten.`,
  }));

/** Why secrets of the old sign-in stay listed. */
export const keepings = (old: readonly string[], { mentioned }: Situation): readonly Warning[] =>
  old.flatMap((name) => {
    const where = mentioned.get(name);
    if (where === undefined) return [];
    const why = where === null ? "not every file beside config.yaml could be looked at" : `${where} names it`;
    return [{ code: "secret-kept", message: `${name} stays under secrets: ${why}.` }];
  });
