// Can config.yaml be read at all? Parses it beside its text, or refuses with the place.
import { type Document, isMap, isScalar, type Node, visit, type YAMLMap } from "yaml";
import { CliError } from "../values/errors.ts";
import { findOdd } from "./characters.ts";
import { documentsOf, equalKey } from "./parsed.ts";

/** A parsed config.yaml beside its text. Offsets in the tree are offsets in `text`. */
export interface Source {
  readonly text: string;
  readonly eol: "\n" | "\r\n";
  /** Whether the final line ending was put there for planning and isn't the file's. */
  readonly padded: boolean;
  /** Null when there is nothing yet, or nothing but comments. */
  readonly document: Document | null;
  readonly root: YAMLMap | null;
}

/** More than any config.yaml that a person wrote; a larger one would take seconds. */
const mostBytes = 1024 * 1024;

/**
 * From this size on Truss pushes without the file as it was written: `RAW_CONFIG_MAX_BYTES` in
 * https://github.com/basetenlabs/truss, truss/remote/baseten/remote.py. It reads the file all the same.
 */
export const rawBytes = 100 * 1024;

// The library's own messages may quote the file, which may hold values that are nobody's business.
const problems: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab is used as indentation, where YAML takes only spaces",
  BAD_INDENT: "the indentation does not fit the lines above",
  MISSING_CHAR: "a quote, bracket, comma or colon is missing",
  BLOCK_AS_IMPLICIT_KEY: "a colon and space make a second mapping on this line; quote the value",
  MULTILINE_IMPLICIT_KEY: "a colon is missing after this key",
  BAD_DQ_ESCAPE: "a backslash in double quotes starts no known escape",
};

/** Refuses to edit, naming the place by line and column, from 1. */
export function refuse(text: string, offset: number, what: string, hint?: string): never {
  const before = text.slice(0, offset).replace(/^\ufeff/, "");
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  throw new CliError("invalid-config", `config.yaml, line ${line}, column ${column}: ${what}.`, {
    hint: hint ?? "Correct that line, or paste the block into config.yaml yourself",
  });
}

/** @throws CliError `invalid-config` for a text that is too large, or has a character that isn't to be in it. */
export function requireReadable(text: string): void {
  if (text.length > mostBytes || Buffer.byteLength(text) > mostBytes)
    throw new CliError("invalid-config", "config.yaml is larger than 1 MiB, too large to be edited safely.", {
      hint: "Move long values out of config.yaml",
    });
  const odd = findOdd(text);
  if (odd !== null) refuse(text, odd.offset, odd.what);
}

/**
 * Parses config.yaml.
 * @throws CliError `invalid-config` for what can't be read, or isn't one mapping.
 */
export function readDocument(text: string, padded = false): Source {
  requireReadable(text);
  const [document = null, second] = documentsOf(text);
  const error = document?.errors[0];
  if (error !== undefined) {
    const what = problems[error.code] ?? "the text is not valid YAML here";
    refuse(text, Math.min(error.pos[0], text.length), what);
  }
  if (second !== undefined)
    refuse(text, second.range?.[0] ?? 0, "a second document starts here", "Keep one document in config.yaml");
  const root = document?.contents ?? null;
  const twice = equalKey(root);
  if (twice !== null)
    refuse(text, (twice.key as Node).range?.[0] ?? 0, "this key stands twice in the same mapping");
  if (document !== null && text.includes("*")) requireAnchors(text, document);
  const eol = eolOf(text);
  if (root === null || isNothing(root)) return { text, eol, padded, document, root: null };
  if (!isMap(root)) return refuse(text, root.range?.[0] ?? 0, "the file is not a mapping of keys to values");
  return { text, eol, padded, document, root };
}

/** The file's line ending, by its first line. */
export const eolOf = (text: string) => (/\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n");

/** The library finds a lost alias only when it makes values; Truss refuses the file. */
function requireAnchors(text: string, document: Document): void {
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined)
        refuse(text, alias.range?.[0] ?? 0, "an alias refers to no anchor above it");
    },
  });
}

/** Whether nothing is written there at all: `secrets:` without a value. */
function isNothing(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === "");
}
