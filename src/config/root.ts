// Where do whole blocks go that config.yaml doesn't have yet?
import type { Pair } from "yaml";
import type { Source } from "./document.ts";
import type { Edit } from "./edit.ts";
import { columnOf, endOf, keyStart, lineStart, nextLine, requireEditable, stepOf } from "./locate.ts";
import { type Entry, writeBlock } from "./scalar.ts";
import { changeMap } from "./splice.ts";

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
