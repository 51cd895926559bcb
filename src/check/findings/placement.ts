// Are the blocks where Truss looks for them? People copy them from the documentation one level too deep.
import { isMap, type Pair, type YAMLMap } from "yaml";
import type { Edit } from "../../config/edit.ts";
import { isNull, keyName, keyStart } from "../../config/locate.ts";
import { changeMap } from "../../config/splice.ts";
import { didYouMean } from "../../text/nearest.ts";
import { addSecrets, sourceOf } from "./edits.ts";
import type { Entries, Finding, View } from "./types.ts";
import { findingsOf } from "./view.ts";

export const placementFindings = {
  "misplaced-block": {
    level: "error",
    breaks: "push",
    title: "A block stands in the wrong place",
    message: "{name} stands in {where}, where Truss doesn't look for it.",
    why: "`secrets` and `base_image` belong at the top level, `docker_auth` in `base_image`. truss push refuses keys that it doesn't know.",
    fix: "Move {name} to {right}",
    example: "base_image:\n  image: ghcr.io/team/whisper:3\n  secrets:\n    DOCKER_REGISTRY_ghcr.io: null\n",
  },
  "unknown-key": {
    level: "error",
    breaks: "push",
    title: "Truss doesn't know a key",
    message: "{name} is no key that Truss knows in {where}.",
    why: "truss push refuses keys that it doesn't know: extra fields are not allowed.",
    fix: "Write {meant}, or remove it",
    example: "base_image:\n  Image: python:3.11\n",
  },
} as const satisfies Entries;

const finding = findingsOf(placementFindings);

/** Where each block belongs; empty for the top level. */
const homes: ReadonlyMap<string, string> = new Map([
  ["secrets", ""],
  ["base_image", ""],
  ["docker_auth", "base_image"],
]);

/** Blocks whose content is the author's own, or has a meaning of its own for these names. */
const free = new Set(["model_metadata", "environment_variables", "build", "training_checkpoints", "trt_llm"]);

/** The findings about blocks in the wrong place. */
export function findMisplaced(view: View): readonly Finding[] {
  return [...search(view, view.root, []), ...unknownKeys(view)];
}

const inBaseImage = ["image", "python_executable_path", "docker_auth"];

/** Keys of base_image that Truss has none of, and the blocks' own names in capitals. */
function unknownKeys(view: View): readonly Finding[] {
  const top = view.root.items.flatMap((pair) => {
    const name = keyName(pair);
    const meant = name.toLowerCase();
    return meant === name || homes.get(meant) !== "" ? [] : [unknown(view, pair, [], meant)];
  });
  const own = (view.baseImage?.items ?? []).flatMap((pair) => {
    const name = keyName(pair);
    if (inBaseImage.includes(name) || homes.has(name) || name === "<<") return [];
    const meant = didYouMean(name.toLowerCase(), inBaseImage) ?? inBaseImage.join(", ");
    return [unknown(view, pair, ["base_image"], meant)];
  });
  return [...top, ...own];
}

function unknown(view: View, pair: Pair, path: readonly string[], meant: string): Finding {
  const name = keyName(pair);
  const where = path[0] ?? "config.yaml";
  return finding(view, "unknown-key", keyStart(pair), [...path, name], { name, where, meant });
}

function search(view: View, map: YAMLMap, path: readonly string[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const pair of map.items) {
    const name = keyName(pair);
    const home = homes.get(name);
    if (home !== undefined && path.join(".") !== home && isBlock(pair, path))
      found.push(misplaced(view, map, pair, path, home));
    if (isMap(pair.value) && !(path.length === 0 && free.has(name)))
      found.push(...search(view, pair.value, [...path, name]));
  }
  return found;
}

/** Under `secrets` every key is a secret's name, whatever it is called. */
const isBlock = ({ value }: Pair, path: readonly string[]): boolean =>
  isMap(value) || (isNull(value) && path[0] !== "secrets");

function misplaced(view: View, map: YAMLMap, pair: Pair, path: readonly string[], home: string): Finding {
  const name = keyName(pair);
  const where = path.length === 0 ? "the top level" : path.join(".");
  const right = home === "" ? "the top level" : home;
  const edit = mending(view, map, pair, path);
  return finding(view, "misplaced-block", keyStart(pair), [...path, name], { name, where, right }, edit);
}

/** Names under a misplaced `secrets` can be listed in the right place; other blocks hold too much to be moved unseen. */
function mending(view: View, map: YAMLMap, pair: Pair, path: readonly string[]): Finding["edit"] {
  if (keyName(pair) !== "secrets" || path[0] !== "base_image" || map.items.length < 2) return null;
  const names = isMap(pair.value) ? pair.value.items : [];
  if (!names.every((item) => isNull(item.value))) return null;
  return (): readonly Edit[] => {
    const added = addSecrets(view, names.map(keyName));
    return [...changeMap(sourceOf(view), map, "this block", [pair], []), ...added];
  };
}
