// Which blocks does a file consist of? Two files whose other blocks are the same text say the same in them.
import { CST } from "yaml";
import { lineStart } from "./locate.ts";
import { tokensOf } from "./parsed.ts";

/** A top-level key with everything up to the next one's line. */
interface Section {
  readonly name: string;
  readonly text: string;
  readonly item: CST.BlockMap["items"][number];
}

interface Sections {
  /** What stands before the first key. */
  readonly head: string;
  readonly sections: readonly Section[];
  readonly document: CST.Document;
  readonly map: CST.BlockMap;
}

/** The keys under which edits are made. */
const ours = new Set(["base_image", "secrets"]);

/** Tokens of documents that hold these blocks alone. */
export interface Blocks {
  readonly before: readonly CST.Token[];
  readonly after: readonly CST.Token[];
}

/**
 * The blocks of both texts that edits are made in, when all others are the same text in the same order: then these are
 * all that has to be compared. Null when that can't be told: anchors and tags reach across blocks, and so on.
 */
export function differingBlocks(before: string, after: string): Blocks | null {
  const [old, now] = [sectionsOf(before), sectionsOf(after)];
  if (old === null || now === null || old.head !== now.head || old.map.indent !== now.map.indent) return null;
  const others = ({ sections }: Sections) => sections.filter(({ name }) => !ours.has(name));
  const [left, right] = [others(old), others(now)];
  if (left.length !== right.length || left.some(({ text }, index) => text !== right[index]?.text))
    return null;
  return { before: oursIn(old), after: oursIn(now) };
}

function oursIn({ sections, document, map }: Sections): readonly CST.Token[] {
  const items = sections.flatMap(({ name, item }) => (ours.has(name) ? [startedAt(item)] : []));
  return [{ ...document, value: { ...map, items } }];
}

/** The composer takes a key to start where the item before ended, unless something says where it does. */
function startedAt(item: Section["item"]): Section["item"] {
  const offset = item.key?.offset;
  if (offset === undefined) return item;
  const start = [...item.start, { type: "space", offset, indent: 0, source: "" } as const];
  return { ...item, start } as Section["item"];
}

/** What may stand around keys: nothing that gives them another meaning. */
const idle = new Set(["document", "doc-start", "byte-order-mark", "comment", "newline", "space"]);
const idles = (tokens: readonly CST.Token[]): boolean => tokens.every(({ type }) => idle.has(type));

/** Null unless it is one block mapping without directives, anchors, aliases, tags, and explicit or equal keys. */
function sectionsOf(text: string): Sections | null {
  const tokens = tokensOf(text);
  const documents = tokens.filter((token) => token.type === "document");
  const [document] = documents;
  if (document === undefined || documents.length > 1 || !idles(tokens) || !idles(document.start)) return null;
  const map = document.value;
  if (map?.type !== "block-map") return null;
  if (/[&*!]/.test(text) && reachesAcross(map)) return null;
  const starts = new Map<string, readonly [number, Section["item"]]>();
  for (const item of map.items) {
    if (!idles(item.start)) return null;
    // After the last key, comments are an item of their own.
    if (item.key === undefined && item.sep === undefined) continue;
    const name = nameOf(item.key);
    const from = item.key ? lineStart(text, item.key.offset) : 0;
    const alone = item.key && /^ *$/.test(text.slice(from, item.key.offset));
    if (name === null || !alone || starts.has(name)) return null;
    starts.set(name, [from, item]);
  }
  const all = [...starts];
  const sections = all.map(([name, [from, item]], index) => ({
    name,
    text: text.slice(from, all[index + 1]?.[1][0] ?? text.length),
    item,
  }));
  return { head: text.slice(0, all[0]?.[1][0] ?? 0), sections, document, map };
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
