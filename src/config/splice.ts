// Which edits add, replace or remove something in a mapping, so that every other byte stays?
import { isAlias, isCollection, isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import { refuse, type Source } from "./document.ts";
import type { Edit } from "./edit.ts";
import {
  columnOf,
  endOf,
  isNull,
  isText,
  keyName,
  keyStart,
  lineStart,
  nextLine,
  rangeOf,
  requireEditable,
  stepAt,
  stepOf,
} from "./locate.ts";
import { type Entry, writeBlock, writeFlow, writeScalar } from "./scalar.ts";

const insert = (offset: number, text: string): Edit => ({ offset, length: 0, text });
const replace = (from: number, to: number, text: string): Edit => ({ offset: from, length: to - from, text });

/** Removes pairs of a mapping and adds entries at its end. `name` is how a refusal calls the mapping. */
export function changeMap(
  source: Source,
  map: YAMLMap,
  name: string,
  remove: readonly Pair[],
  add: readonly Entry[],
): readonly Edit[] {
  if (remove.length === 0 && add.length === 0) return [];
  requireEditable(source, map, name);
  return map.flow === true ? changeFlow(source, map, remove, add) : changeBlock(source, map, remove, add);
}

function changeBlock(source: Source, map: YAMLMap, remove: readonly Pair[], add: readonly Entry[]): Edit[] {
  const { text, eol } = source;
  const edits = remove.map((pair) => {
    columnOf(source, pair); // Refuses `? key`, which shares its lines with others.
    return replace(lineStart(text, keyStart(pair)), nextLine(text, endOf(pair)), "");
  });
  const [first, last] = [map.items[0], map.items.at(-1)];
  if (add.length === 0 || first === undefined || last === undefined) return edits;
  // A literal that the file ends in without a newline would gain one.
  if (source.padded && endOf(last) === text.length)
    refuse(
      text,
      keyStart(last),
      "the file ends in this block without a newline",
      "End the file with a newline",
    );
  const column = columnOf(source, first);
  const written = writeBlock(add, column, stepAt(source, column), eol);
  return [...edits, insert(nextLine(text, endOf(last)), written)];
}

function changeFlow(source: Source, map: YAMLMap, remove: readonly Pair[], add: readonly Entry[]): Edit[] {
  const { text } = source;
  const { items } = map;
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return [insert(rangeOf(map)[0] + 1, writeFlow(add))];
  const firstKept = items.findIndex((pair) => !remove.includes(pair));
  const cut = (from: number, to: number, written = ""): Edit => {
    if (text.slice(from, to).includes("#")) refuse(text, from, "a comment here would be lost");
    return replace(from, to, written);
  };
  if (firstKept < 0) {
    // A comma that follows has nothing to separate any more.
    const comma = add.length > 0 ? null : /^\s*,/.exec(text.slice(endOf(last)));
    return [cut(keyStart(first), endOf(last) + (comma?.[0].length ?? 0), writeFlow(add))];
  }
  // Each removed pair takes one comma along: the one after it at the front, else the one before.
  const edits = items.flatMap((pair, index) => {
    const [before, after] = [items[index - 1], items[index + 1]];
    if (!remove.includes(pair)) return [];
    if (index < firstKept && after !== undefined) return [cut(keyStart(pair), keyStart(after))];
    return before === undefined ? [] : [cut(endOf(before), endOf(pair))];
  });
  return add.length === 0 ? edits : [...edits, insert(endOf(last), `, ${writeFlow(add)}`)];
}

/** Where the colon after a key ends; the key's end when there is none, in `{key}`. */
function colonEnd(source: Source, pair: Pair): number {
  const end = rangeOf(pair.key as Node)[1];
  const colon = /^ *:/.exec(source.text.slice(end));
  return colon === null ? end : end + colon[0].length;
}

/** Gives entries to a key that has no value, null or `{}`. */
export function fill(
  source: Source,
  parent: YAMLMap,
  pair: Pair,
  entries: readonly Entry[],
): readonly Edit[] {
  const { text, eol } = source;
  const name = keyName(pair);
  requireEditable(source, parent, name);
  requireEditable(source, pair.value, name);
  const colon = colonEnd(source, pair);
  const value = pair.value as Node | null;
  const [from, to] = value === null ? [colon, colon] : rangeOf(value);
  // `{` on this line and `}` on another: what stands between them stays.
  if (isMap(value) && text.slice(from, to).includes("\n")) return changeFlow(source, value, [], entries);
  if (parent.flow === true) {
    const written = `{${writeFlow(entries)}}`;
    const lead = value === null ? ": " : text[from - 1] === ":" ? " " : "";
    return [replace(from, to, lead + written)];
  }
  if (text.slice(colon, from).includes("\n")) refuse(text, from, `the value of ${name} is on another line`);
  const column = columnOf(source, pair);
  const emptied = from === to ? [] : [replace(colon, to, "")];
  const step = stepAt(source, column);
  return [...emptied, insert(nextLine(text, to), writeBlock(entries, column + step, step, eol))];
}

/** Sets a key's scalar to a text, in the quotes it has. */
export function setScalar(source: Source, pair: Pair, wanted: string): readonly Edit[] {
  const value = pair.value as Node | null;
  const read = isAlias(value) && source.document ? value.resolve(source.document) : value;
  if (isScalar(read) && read.value === wanted && isText(read)) return [];
  const name = keyName(pair);
  requireEditable(source, value, name);
  if (value === null) return [insert(endOf(pair), `: ${writeScalar(wanted)}`)];
  const [from, to] = rangeOf(value);
  if (isCollection(value) || !isScalar(value)) return refuse(source.text, from, `${name} is not a text`);
  const written = writeScalar(wanted, value.type ?? null);
  // `registry:` without a value, perhaps with a comment behind.
  if (isNull(value) && from === to) {
    const lead = source.text[from - 1] === ":" ? " " : "";
    return [insert(from, lead + written + (source.text[from] === "#" ? " " : ""))];
  }
  return [replace(from, to, written + (source.text[to - 1] === "\n" ? source.eol : ""))];
}

/** Empties a mapping down to `{}`, which is what Truss wants: it refuses a bare null. */
export function empty(source: Source, pair: Pair, map: YAMLMap): readonly Edit[] {
  const [from, to] = rangeOf(map);
  if (map.flow === true) {
    requireEditable(source, map, keyName(pair));
    // A comment within stays, and with it its lines.
    if (source.text.slice(from, to).includes("#"))
      return changeMap(source, map, keyName(pair), map.items, []);
    return [replace(from, to, "{}")];
  }
  const lines = changeMap(source, map, keyName(pair), map.items, []);
  return [insert(colonEnd(source, pair), " {}"), ...lines];
}

/** Writes a key that only looks like the wanted name, such as a plain `0123`, in quotes. */
export function quoteKey(source: Source, map: YAMLMap, pair: Pair, name: string): readonly Edit[] {
  if (isText(pair.key)) return [];
  requireEditable(source, map, name);
  const [from, to] = rangeOf(pair.key as Node);
  return [replace(from, to, writeScalar(name))];
}

/** Adds whole blocks at the end of the document, and removes those left without content. */
export function changeRoot(source: Source, remove: readonly Pair[], add: readonly Entry[]): readonly Edit[] {
  const { root, eol } = source;
  if (root?.flow === true) return changeMap(source, root, "the file", remove, add);
  const removed = root === null ? [] : changeMap(source, root, "the file", remove, []);
  if (add.length === 0) return removed;
  if (root !== null) requireEditable(source, root, "the file");
  const column = root?.items[0] === undefined ? 0 : columnOf(source, root.items[0]);
  const written = writeBlock(add, column, stepOf(source), eol);
  return [...removed, { offset: endOfDocument(source), length: 0, text: written }];
}

/** After the last line with content or a comment, before `...`. */
function endOfDocument({ root, text, padded }: Source): number {
  const last = root?.items.at(-1);
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const end = last === undefined ? start : nextLine(text, endOf(last));
  // A literal that the file ends in without a newline would gain one: the new block goes before its key.
  if (padded && last !== undefined && endOf(last) === text.length)
    return Math.max(start, aboveComments(text, last));
  const rest = text.slice(end).split(/(?<=\n)/);
  const stop = rest.findIndex((line) => /^\.\.\.\s/.test(line));
  const lines = stop < 0 ? rest : rest.slice(0, stop);
  const used = lines.findLastIndex((line) => line.trim() !== "");
  return end + lines.slice(0, used + 1).join("").length;
}

/** The start of the comment lines right above a key, or of the key's line. */
function aboveComments(text: string, pair: Pair): number {
  let start = lineStart(text, keyStart(pair));
  for (;;) {
    const before = start === 0 ? 0 : lineStart(text, start - 1);
    if (start === before || !/^ *#/.test(text.slice(before, start))) return start;
    start = before;
  }
}
