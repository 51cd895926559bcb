// Which blocks does a file consist of? Two files whose other blocks are the same text say the same in them.
import { CST } from "yaml";
import { lineStart } from "./locate.ts";
import { tokensOf } from "./parsed.ts";

/** A top-level key with everything up to the next one's line. */
interface Section {
  readonly name: string;
  readonly text: string;
}

interface Sections {
  /** What stands before the first key. */
  readonly head: string;
  readonly indent: number;
  readonly sections: readonly Section[];
}

/** The keys under which edits are made. */
const ours = new Set(["base_image", "secrets"]);

/**
 * The blocks of both texts that edits are made in, when all others are the same text in the same order: then these are
 * all that has to be compared. Null when that can't be told: anchors and tags reach across blocks, and so on.
 */
export function differingBlocks(before: string, after: string): { before: string; after: string } | null {
  const [old, now] = [sectionsOf(before), sectionsOf(after)];
  if (old === null || now === null || old.head !== now.head || old.indent !== now.indent) return null;
  const others = ({ sections }: Sections) => sections.filter(({ name }) => !ours.has(name));
  const [left, right] = [others(old), others(now)];
  if (left.length !== right.length || left.some(({ text }, index) => text !== right[index]?.text))
    return null;
  const blocks = ({ sections }: Sections) =>
    sections.flatMap(({ name, text }) => (ours.has(name) ? [text] : [])).join("");
  return { before: blocks(old), after: blocks(now) };
}

/** What may stand around keys: nothing that gives them another meaning. */
const idle = new Set(["document", "doc-start", "byte-order-mark", "comment", "newline", "space"]);
const idles = (tokens: readonly CST.Token[]): boolean => tokens.every(({ type }) => idle.has(type));

/** Null unless it is one block mapping without directives, anchors, aliases, tags, and explicit or equal keys. */
function sectionsOf(text: string): Sections | null {
  const tokens = tokensOf(text);
  const documents = tokens.filter((token) => token.type === "document");
  const [document] = documents;
  const map = document?.value;
  if (documents.length !== 1 || map?.type !== "block-map" || !idles(tokens) || !idles(document?.start ?? []))
    return null;
  if (/[&*!]/.test(text) && reachesAcross(map)) return null;
  const starts = new Map<string, number>();
  for (const item of map.items) {
    if (!idles(item.start)) return null;
    // After the last key, comments are an item of their own.
    if (item.key === undefined && item.sep === undefined) continue;
    const name = nameOf(item.key);
    const from = item.key ? lineStart(text, item.key.offset) : 0;
    const alone = item.key && /^ *$/.test(text.slice(from, item.key.offset));
    if (name === null || !alone || starts.has(name)) return null;
    starts.set(name, from);
  }
  const all = [...starts];
  const sections = all.map(([name, from], index) => ({
    name,
    text: text.slice(from, all[index + 1]?.[1] ?? text.length),
  }));
  return { head: text.slice(0, all[0]?.[1] ?? 0), indent: map.indent, sections };
}

/** A key as text; null when it is none. */
function nameOf(key: CST.Token | null | undefined): string | null {
  let broken = false;
  const scalar = CST.isScalar(key)
    ? CST.resolveAsScalar(key, true, () => {
        broken = true;
      })
    : null;
  return broken ? null : (scalar?.value ?? null);
}

/** Whether an anchor, an alias or a tag stands anywhere in it. */
function reachesAcross(token: CST.Token | null | undefined): boolean {
  if (!token) return false;
  const marks = (tokens: readonly CST.Token[] = []): boolean =>
    tokens.some(({ type }) => type === "anchor" || type === "tag");
  if (token.type === "alias") return true;
  if (token.type === "block-scalar") return marks(token.props);
  if (!CST.isCollection(token)) return false;
  return (token.items as readonly CST.CollectionItem[]).some(
    ({ start, key, sep, value }) => marks(start) || marks(sep) || reachesAcross(key) || reachesAcross(value),
  );
}
