// Where does something stand in config.yaml's text? The tree's ranges and the text's lines tell.
import { isAlias, isCollection, isMap, isPair, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import { refuse, type Source } from "./document.ts";
import { documentsOf } from "./parsed.ts";
import { plainIsText } from "./plain.ts";

/** Start, end of the value, and end including what trails it. */
export function rangeOf(node: Node): readonly [number, number, number] {
  if (!node.range) throw new Error("A node without a range was not parsed from text.");
  return node.range;
}

/** Whether it is no value or null in any spelling. */
export const isNull = (node: unknown): boolean => node === null || (isScalar(node) && node.value === null);

/** A key as its reader sees it. A plain `0123` is no text, but this is how its author meant it. */
export function keyName(pair: Pair): string {
  if (!isScalar(pair.key)) return "";
  return typeof pair.key.value === "string" ? pair.key.value : (pair.key.source ?? "");
}

export function findPair(map: YAMLMap | null, name: string): Pair | undefined {
  return map?.items.find((pair) => keyName(pair) === name);
}

/** Whether a scalar is a text for YAML 1.1 and 1.2 alike. */
export function isText(node: unknown): boolean {
  if (!isScalar(node) || typeof node.value !== "string") return false;
  return node.type !== "PLAIN" || plainIsText(node.source ?? node.value);
}

/** Where a pair's key starts. */
export function keyStart(pair: Pair): number {
  return rangeOf(pair.key as Node)[0];
}

/** Where the last thing in a pair ends, before trailing spaces and comments. */
export function endOf(pair: Pair): number {
  const value = pair.value as Node | null;
  if (value === null) return rangeOf(pair.key as Node)[1];
  return endOfNode(value);
}

function endOfNode(node: Node): number {
  if (!isCollection(node) || node.flow === true) return rangeOf(node)[1];
  const last = node.items.at(-1);
  if (last === undefined) return rangeOf(node)[1];
  return isMap(node) ? endOf(last as Pair) : endOfNode(last as Node);
}

/** Whether the last thing in a text is a literal or folded scalar. */
export function endsInBlockText(text: string): boolean {
  let node: unknown = documentsOf(text).at(-1)?.contents;
  while (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    node = isPair(last) ? last.value : last;
  }
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}

/** The start of the line that `offset` is on, after a byte order mark. */
export const lineStart = (text: string, offset: number): number =>
  (offset > 0 ? text.lastIndexOf("\n", offset - 1) + 1 : 0) || (text.startsWith("\ufeff") ? 1 : 0);

/**
 * The start of the line after the one that a value ends on. A literal or folded scalar ends where the
 * next line starts.
 */
export function nextLine(text: string, end: number): number {
  if (end > 0 && text[end - 1] === "\n") return end;
  const newline = text.indexOf("\n", end);
  return newline < 0 ? text.length : newline + 1;
}

/** Spaces before the key of a pair in a block mapping. */
export function columnOf(source: Source, pair: Pair): number {
  const start = keyStart(pair);
  const before = source.text.slice(lineStart(source.text, start), start);
  if (/[^ ]/.test(before)) refuse(source.text, start, "this key does not start its line");
  return before.length;
}

/** Columns by which the file indents a mapping in a mapping; 2 when it has none. */
export function stepOf(source: Source): number {
  for (const pair of source.root?.items ?? []) {
    if (!isMap(pair.value) || pair.value.flow === true || pair.value.items[0] === undefined) continue;
    const step = columnOf(source, pair.value.items[0]) - columnOf(source, pair);
    if (step > 0) return step;
  }
  return 2;
}

/** The step for what is nested in a mapping at that column: the step that led there, else the file's. */
export function stepAt(source: Source, column: number): number {
  const top = source.root?.items[0];
  const own = top === undefined ? 0 : column - columnOf(source, top);
  return own > 0 ? own : stepOf(source);
}

/** Refuses what can't be changed without changing something elsewhere. */
export function requireEditable(source: Source, node: unknown, name: string): void {
  if (!isScalar(node) && !isCollection(node) && !isAlias(node)) return;
  const offset = rangeOf(node)[0];
  const merges = isMap(node) && node.items.some((pair) => keyName(pair) === "<<");
  const why = [
    isAlias(node) && "is an alias",
    !isAlias(node) && node.anchor !== undefined && "has an anchor",
    node.tag !== undefined && "has a tag",
    merges && "has a merge key",
  ].find((reason) => reason !== false);
  if (why !== undefined) refuse(source.text, offset, `${name} ${why}, so it can't be changed safely`);
}
