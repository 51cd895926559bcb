// What does a text say as YAML? Its tokens are read once, for the editor, for the check after it, and for the diff.
import { Composer, type CST, Document, isMap, isScalar, type Pair, Parser } from "yaml";

/** Truss reads YAML 1.1; editors and most other tools read 1.2. */
export type Version = "1.1" | "1.2";

interface Reading {
  readonly tokens: readonly CST.Token[];
  readonly documents: Map<Version, readonly Document[]>;
}

// A set-up looks at the text before, with its last line ended and after, again and again.
const kept = new Map<string, Reading>();
const mostKept = 3;

function readingOf(text: string): Reading {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const reading: Reading = { tokens: readTokens(text), documents: new Map() };
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? "");
  kept.set(text, reading);
  return reading;
}

/** A text's tokens, not remembered. */
export const readTokens = (text: string): readonly CST.Token[] => [...new Parser().parse(text)];

/** The text's tokens, remembered. They are not to be changed. */
export const tokensOf = (text: string): readonly CST.Token[] => readingOf(text).tokens;

/**
 * The documents in a text, remembered; they are not to be changed. Of two equal keys both are there. None when nothing
 * is written but comments.
 */
export function documentsOf(text: string, version: Version = "1.2"): readonly Document[] {
  const { tokens, documents } = readingOf(text);
  const known = documents.get(version);
  if (known !== undefined) return known;
  const composed = compose(tokens, version);
  documents.set(version, composed);
  return composed;
}

/** The documents that tokens make. Of two equal keys both are there. */
export function compose(tokens: readonly CST.Token[], version: Version): readonly Document[] {
  const options = { version, prettyErrors: false, intAsBigInt: true, logLevel: "silent" } as const;
  // The library's own search for equal keys takes time by the square of their number; see `equalKey`.
  return [...new Composer({ ...options, uniqueKeys: false }).compose(tokens)] as Document[];
}

/** The one document in a text; an empty one when nothing is written. */
export const documentOf = (text: string, version: Version = "1.2"): Document =>
  documentsOf(text, version)[0] ?? new Document(null);

/** The first pair whose key stands before it in the same mapping, anywhere below a node. */
export function equalKey(node: unknown): Pair | null {
  if (node === null || typeof node !== "object" || !("items" in node)) return null;
  const keys = isMap(node) ? new Set<unknown>() : null;
  for (const item of node.items as readonly unknown[]) {
    const pair = keys === null ? null : (item as Pair);
    if (pair !== null && isScalar(pair.key)) {
      if (keys?.has(pair.key.value)) return pair;
      keys?.add(pair.key.value);
    }
    const below = pair === null ? equalKey(item) : (equalKey(pair.key) ?? equalKey(pair.value));
    if (below !== null) return below;
  }
  return null;
}
