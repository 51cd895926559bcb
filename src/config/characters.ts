// Which characters keep a file from being read, or make two readers read it differently?

/** A character that config.yaml may not hold. */
export interface Odd {
  /** `control`: PyYAML refuses it. The others it reads, but not as other readers do. */
  readonly kind: "control" | "mark" | "line-end";
  readonly offset: number;
  readonly what: string;
}

/** What PyYAML refuses to read at all. https://github.com/yaml/pyyaml, `Reader.NON_PRINTABLE` */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Line ends to PyYAML, but not to YAML 1.2. */
const oddLineEnd = /\r(?!\n)|[\x85\u2028\u2029]/;

/** The first such character; null when there is none. */
export function findOdd(text: string): Odd | null {
  // Nearly every file, in a tenth of the time.
  if (!/[^\t\n\x20-\x7e]/.test(text)) return null;
  const control = text.search(unprintable);
  if (control >= 0) return { kind: "control", offset: control, what: "a control character stands here" };
  const mark = text.indexOf("\ufeff", 1);
  if (mark >= 0)
    return { kind: "mark", offset: mark, what: "a byte order mark stands here, where no file starts" };
  const lineEnd = text.search(oddLineEnd);
  if (lineEnd < 0) return null;
  const what =
    text[lineEnd] === "\r"
      ? "a line ends with a lone carriage return"
      : "the line ends with neither LF nor CRLF";
  return { kind: "line-end", offset: lineEnd, what };
}

/** The text with its control characters, but for tabs and line ends, written out: `\x1b`. */
export const visible = (text: string): string =>
  text.replace(
    /(?![\t\n])\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
