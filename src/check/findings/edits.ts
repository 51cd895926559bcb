// How does `check --fix` change what stands in config.yaml?
import { isMap, type Node } from "yaml";
import { eolOf, type Source } from "../../config/document.ts";
import type { Edit } from "../../config/edit.ts";
import { rangeOf } from "../../config/locate.ts";
import type { Entry } from "../../config/scalar.ts";
import { changeMap, changeRoot, fill } from "../../config/splice.ts";
import type { View } from "./types.ts";
import { lastPair, secretNames } from "./view.ts";

/** The view as the editing functions want it. */
export const sourceOf = ({ text, document, root }: View): Source => ({
  text,
  eol: eolOf(text),
  padded: false,
  document,
  root,
});

/** Replaces a scalar. A block scalar's newline stays, and `key:` gets its space. */
export function replaceNode({ text }: View, node: Node, written: string): Edit {
  const [from, to] = rangeOf(node);
  const newline = /\r?\n$/.exec(text.slice(from, to))?.[0] ?? "";
  const lead = text[from - 1] === ":" ? " " : "";
  return { offset: from, length: to - from, text: lead + written + newline };
}

/**
 * Edits that list more names under `secrets` and change nothing else.
 * @throws CliError `invalid-config` when that isn't safe.
 */
export function addSecrets(view: View, names: readonly string[]): readonly Edit[] {
  const source = sourceOf(view);
  const add: Entry[] = names.filter((name) => !secretNames(view).includes(name)).map((name) => [name, null]);
  const pair = lastPair(view.document, view.root, "secrets");
  if (add.length === 0) return [];
  if (pair === undefined) return changeRoot(source, [], [["secrets", add]]);
  if (isMap(pair.value) && pair.value.items.length > 0)
    return changeMap(source, pair.value, "secrets", [], add);
  return fill(source, view.root, pair, add);
}
