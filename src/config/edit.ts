// How is a text changed without touching another byte? By edits: places and what comes there.
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff/lib/patch/create.js";
import { visible } from "./characters.ts";

/** Replaces `length` UTF-16 units at `offset` by `text`. Offsets are those of the text before any edit. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** First come first at the same place, but what is inserted there precedes what is removed. */
function inOrder(edits: readonly Edit[]): Edit[] {
  return edits.toSorted((a, b) => a.offset - b.offset || Math.sign(a.length) - Math.sign(b.length));
}

/**
 * Applies edits, given in any order.
 * @throws RangeError when two overlap or one lies outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let done = 0;
  for (const edit of inOrder(edits)) {
    if (edit.offset < done || edit.offset + edit.length > text.length)
      throw new RangeError(`The edit at ${edit.offset} overlaps another or the end.`);
    result += text.slice(done, edit.offset) + edit.text;
    done = edit.offset + edit.length;
  }
  return result + text.slice(done);
}

/**
 * Edits made for `text + eol`, turned into edits of `text` whose result lacks the final line ending too.
 * Planning with the line ending there spares every insertion and removal the special case.
 */
export function withoutFinalEol(text: string, eol: string, edits: readonly Edit[]): readonly Edit[] {
  const padded = text.length + eol.length;
  const rest = inOrder(edits);
  let from = padded;
  let tail = "";
  for (let last = rest.at(-1); last !== undefined; last = rest.at(-1)) {
    const end = last.offset + last.length;
    const bare = from < padded && tail === "";
    if (end !== from && !(bare && end > lastInk(text, from))) break;
    rest.pop();
    from = last.offset;
    tail = last.text + tail;
  }
  if (from === padded && tail === "") return rest;
  const kept = tail.endsWith(eol) ? tail.slice(0, -eol.length) : tail;
  if (from === padded) return [...rest, { offset: text.length, length: 0, text: eol + kept }];
  // Where the last lines go, so do the line ending before them and blank lines: else the text would end in one.
  const start = tail === "" ? lastInk(text, from) : from;
  return [...rest, { offset: start, length: text.length - start, text: kept }];
}

/** Where the line endings and blank lines right before an offset start. */
const lastInk = (text: string, offset: number): number =>
  offset - (/(?:\r?\n[ \t]*)*$/.exec(text.slice(0, offset))?.[0].length ?? 0);

/**
 * A unified diff with three lines of context; empty when nothing differs.
 * Line endings are shown as LF, so that a CRLF file doesn't print carriage returns; other control characters as `\x1b`.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const [old, now] = [before, after].map((text) => text.replaceAll("\r\n", "\n")) as [string, string];
  const [left, right] = old === now ? [before, after] : [old, now];
  const patch = structuredPatch(path, path, left, right, undefined, undefined, { context: 3 });
  return visible(formatPatch(patch, FILE_HEADERS_ONLY));
}
