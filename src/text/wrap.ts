// Breaks a line of narration at spaces, so that a narrow terminal doesn't break it inside a word.
import { stripVTControlCharacters } from "node:util";

/** How many columns a line takes. */
export const width = (text: string): number => stripVTControlCharacters(text).length;

/** Where the text begins after a label of one or two words, a mark or plain indentation; further lines begin there too. */
const start = /^(?:\s*\S+(?: \S+)? {2,}|\s*[✔✖–!?] |\s*)/;

/** Wraps a text that begins behind a mark or a number; further lines begin below the text. */
export function hang(head: string, text: string, columns: number): string {
  const indent = " ".repeat(width(head));
  return head + wrap(indent + text, columns).slice(indent.length);
}

/**
 * Wraps one line to so many columns; what follows is indented like its text. A word that is longer than a
 * line stays whole, since names and URLs are there to be copied; so does a key of YAML with its value.
 */
export function wrap(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  const indent = start.exec(stripVTControlCharacters(line))?.[0].length ?? 0;
  const room = indent > columns / 2 ? 0 : indent;
  // The indentation is kept whole by splitting only behind it.
  const head = /^\s*/.exec(line)?.[0] ?? "";
  const words = line.slice(head.length).split(/ (?! )(?<! {2})/);
  const lines: string[] = [];
  let current = head + (words.shift() ?? "");
  for (const [index, word] of words.entries()) {
    const isKey = /^\s*(?:[+-] +)?\S+:$/.test(stripVTControlCharacters(current));
    if ((isKey && index === words.length - 1) || width(current) + 1 + width(word) <= columns)
      current += ` ${word}`;
    else {
      lines.push(current);
      current = " ".repeat(room) + word;
    }
  }
  return [...lines, current].join("\n");
}
