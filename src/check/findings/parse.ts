// Does the text parse, for PyYAML as for this tool? Where only PyYAML takes it, it isn't called wrong.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from "yaml";
import { findOdd } from "../../config/characters.ts";
import type { ParsedView } from "./types.ts";
import { viewOf } from "./view.ts";

/** A view (null: nothing is written), or where and why there is none. */
export type Parsed =
  | { readonly view: ParsedView | null }
  | { readonly code: "invalid-yaml" | "unusual-yaml"; readonly what: string; readonly offset: number };

// The library's own messages may quote the file, values included.
const problems: Readonly<Record<string, string>> = {
  BAD_INDENT: "the indentation does not fit the lines above",
  MISSING_CHAR: "a quote, bracket, comma or colon is missing",
  BLOCK_AS_IMPLICIT_KEY: "a colon and space make a second mapping on this line; quote the value",
  MULTILINE_IMPLICIT_KEY: "a colon is missing after this key",
  BAD_DQ_ESCAPE: "a backslash in double quotes starts no known escape",
};

const braces = "braces begin a mapping; where a manual has {region}, yours goes without them";

/** Whether the line has a manual's `{us-west2}-docker.pkg.dev`, braces and all. */
const placeholderAt = (text: string, offset: number): boolean => {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /: *\{[\w -]+\}[\w./:-]/.test(text.slice(start).split("\n", 1)[0] ?? "");
};

const invalid = (what: string, offset: number): Parsed => ({ code: "invalid-yaml", what, offset });

/** Parses one document that is a mapping, with the last of two equal keys counting. */
export function parse(text: string, lines: LineCounter): Parsed {
  const odd = findOdd(text);
  if (odd?.kind === "control") return invalid(odd.what, odd.offset);
  if (odd !== null) return { code: "unusual-yaml", what: odd.what, offset: odd.offset };
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const [document, second] = "empty" in documents ? [] : documents;
  const error = document?.errors[0];
  if (error !== undefined) {
    const offset = Math.min(error.pos[0], text.length);
    const what =
      problems[error.code] ?? (placeholderAt(text, offset) ? braces : "the text is not valid YAML here");
    if (error.code === "BAD_INDENT" && error.message.startsWith("Flow "))
      return { code: "unusual-yaml", what: "what stands in brackets isn't indented", offset };
    if (error.message.startsWith("Missing closing") && quotedFlat.test(text))
      return { code: "unusual-yaml", what: "a text in quotes goes on without indentation", offset };
    return invalid(what, offset);
  }
  if (second !== undefined) return invalid("a second document starts here", second.range[0]);
  const root = document?.contents ?? null;
  if (document === undefined || root === null || (isScalar(root) && root.value === null))
    return { view: null };
  if (!isMap(root)) return invalid("the file is not a mapping of keys to values", root.range?.[0] ?? 0);
  return refusedNode(text, document) ?? { view: viewOf(text, document, lines, root) };
}

/** A quoted value whose next line starts at the margin; PyYAML reads on to the closing quote. */
const quotedFlat = /: +(?:"[^"\n]*\n(?:[^"\\]|\\[\s\S])*"|'[^'\n]*\n[^']*') *(?:#.*)?$/m;

const knownTag = /^tag:yaml\.org,2002:(?:null|bool|int|float|binary|timestamp|omap|pairs|set|str|seq|map)$/;

/** What parses, but makes no values for PyYAML's safe loader. */
function refusedNode(text: string, document: Document): Parsed | null {
  // Where none of their marks is in the text, nor is any of them.
  if (!/[&*!]/.test(text)) return null;
  let refused: Parsed | null = null;
  const anchors = new Set<string>();
  visit(document, (_key, node) => {
    if (refused !== null) return visit.BREAK;
    const offset = (node as Node | null)?.range?.[0] ?? 0;
    if (isAlias(node)) {
      if (!anchors.has(node.source)) refused = invalid("an alias refers to no anchor above it", offset);
      return undefined;
    }
    if (!isNode(node)) return undefined;
    const { anchor, tag } = node as { readonly anchor?: string; readonly tag?: string };
    if (anchor !== undefined && anchors.has(anchor)) refused = invalid("this anchor stands twice", offset);
    if (anchor !== undefined) anchors.add(anchor);
    if (tag !== undefined && !knownTag.test(tag))
      refused = invalid("Truss's YAML reader doesn't know this tag", offset);
    return undefined;
  });
  return refused;
}
