// What stands where in config.yaml? Reads it the way Truss does, whatever else is wrong with it.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { keyName, keyStart } from "../../config/locate.ts";
import { hideKeys } from "../../values/key-shapes.ts";
import type { Entries, Finding, FindingArgs, ParsedView, View } from "./types.ts";

/** Makes the view of a document whose root is a mapping. */
export function viewOf(text: string, document: Document, lines: LineCounter, root: YAMLMap): ParsedView {
  const mapAt = (map: YAMLMap | null, name: string): YAMLMap | null => {
    const value = resolved(document, map === null ? null : lastPair(document, map, name)?.value);
    return isMap(value) ? value : null;
  };
  const baseImage = mapAt(root, "base_image");
  return {
    text,
    document,
    lines,
    root,
    baseImage,
    dockerAuth: mapAt(baseImage, "docker_auth"),
    secrets: mapAt(root, "secrets"),
  };
}

/** The node itself, or what its alias stands for. */
export const resolved = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

/** The pair that counts: the last one where a key stands twice, as for PyYAML, and merged ones after the own. */
export function lastPair(document: Document, map: YAMLMap, name: string): Pair | undefined {
  const own = map.items.findLast((pair) => keyName(pair) === name);
  if (own !== undefined) return own;
  for (const merged of mergedInto(document, map)) {
    const pair = lastPair(document, merged, name);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** The mappings that `<<` brings in, first come first served. */
function mergedInto(document: Document, map: YAMLMap): readonly YAMLMap[] {
  const merging = map.items.filter((pair) => keyName(pair) === "<<");
  if (merging.length === 0) return [];
  const values = merging.map((pair) => resolved(document, pair.value));
  const all = values.flatMap((value) => (isSeq(value) ? value.items : [value]));
  return all.map((value) => resolved(document, value)).filter(isMap);
}

/** The text of a scalar that isn't null and isn't empty. */
export function textOf(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  return text === "" ? null : text;
}

/** The value of a key as text, by name. */
export const textAt = (view: ParsedView, map: YAMLMap | null, name: string): string | null =>
  map === null ? null : textOf(resolved(view.document, lastPair(view.document, map, name)?.value));

/** The names under `secrets`. */
export const secretNames = (view: View): readonly string[] =>
  view.secrets === null ? [] : namesIn(view.document, view.secrets);

const namesIn = (document: Document, map: YAMLMap): readonly string[] => [
  ...map.items.map(keyName).filter((name) => name !== "<<"),
  ...mergedInto(document, map).flatMap((merged) => namesIn(document, merged)),
];

/** Where a node starts; the root's start for what isn't in the text. */
export const offsetOf = (node: unknown): number => {
  const range = (node as Node | null)?.range;
  return range ? range[0] : 0;
};

/** What may be repeated in a sentence: one line without credentials, for terminals and workflow logs alike. */
const clean = (text: string): string =>
  hideKeys(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .slice(0, 300);

/** Where `docker_auth:` itself stands. */
export function dockerAuthStart(view: View): number {
  const pair = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "docker_auth");
  return pair === undefined ? 0 : keyStart(pair);
}

/** Where in a file, whether or not it parses. */
type Place = Pick<View, "lines" | "text">;

/** Makes a finding at a node or an offset. */
export type MakeFinding<Code> = (
  place: Place,
  code: Code,
  at: unknown,
  path: readonly string[],
  args?: FindingArgs,
  edit?: Finding["edit"],
) => Finding;

/** What makes the findings of a detector, whose codes are its own entries'. */
export function findingsOf<E extends Entries>(entries: E): MakeFinding<keyof E & string> {
  return (place, code, at, path, args = {}, edit = null) => {
    const offset = typeof at === "number" ? at : offsetOf(at);
    const { line, col } = place.lines.linePos(offset);
    // A byte order mark is no column.
    const bom = line === 1 && place.text.startsWith("\ufeff") ? 1 : 0;
    const hidden = Object.entries(args).map(([name, text]) => [name, clean(text)]);
    return {
      code,
      entry: entries[code] as Finding["entry"],
      path: path.map(clean),
      line: Math.max(1, line),
      column: Math.max(1, col - bom),
      args: Object.fromEntries(hidden),
      edit,
    };
  };
}
