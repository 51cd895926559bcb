// How is a name or value written in YAML, so that every reader takes it for a text?
import { plainIsText } from "./plain.ts";

/** What may be written: a text, null, or a mapping of such. */
export type Entry = readonly [key: string, value: string | null | readonly Entry[]];

// No character that ends a plain scalar anywhere, in a flow mapping or before a comment.
const plainPattern = /^[A-Za-z0-9_./$][A-Za-z0-9_./:@%+=~$-]*$/;

const mayBePlain = (text: string): boolean =>
  plainPattern.test(text) && !text.endsWith(":") && plainIsText(text);

/** The text between quotes of the given kind; null when that kind can't hold it. */
function quoteSingle(text: string): string | null {
  return /^[\x20-\x7e]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : null;
}

// JSON's strings are YAML's, but for characters that YAML 1.1 readers refuse or take for line breaks.
function quoteDouble(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The text as a scalar on one line. `style` is the style to keep (yaml's names); plain is kept only
 * when it is safe.
 */
export function writeScalar(text: string, style?: string | null): string {
  if (style === "QUOTE_DOUBLE") return quoteDouble(text);
  if (style === "QUOTE_SINGLE") return quoteSingle(text) ?? quoteDouble(text);
  return mayBePlain(text) ? text : quoteDouble(text);
}

/** The entries as lines of a block mapping, each ended by `eol`. `indent` and `step` are in columns. */
export function writeBlock(entries: readonly Entry[], indent: number, step: number, eol: string): string {
  const lines = entries.map(([key, value]) => {
    const start = `${" ".repeat(indent)}${writeScalar(key)}:`;
    if (value === null) return `${start} null${eol}`;
    if (typeof value === "string") return `${start} ${writeScalar(value)}${eol}`;
    return `${start}${eol}${writeBlock(value, indent + step, step, eol)}`;
  });
  return lines.join("");
}

/** The entries as the inside of a flow mapping: `a: b, c: null`. */
export function writeFlow(entries: readonly Entry[]): string {
  const one = ([key, value]: Entry): string => {
    const start = `${writeScalar(key)}: `;
    if (value === null) return `${start}null`;
    return start + (typeof value === "string" ? writeScalar(value) : `{${writeFlow(value)}}`);
  };
  return entries.map(one).join(", ");
}
