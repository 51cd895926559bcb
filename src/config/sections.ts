// Which blocks does a file consist of? Two files whose other blocks are the same text say the same in them.
import { CST } from "yaml";
import { lineStart } from "./locate.ts";
import { readTokens, tokensOf } from "./parsed.ts";

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
 *
 * A top-level block says the same wherever it stands among others of its indentation, as long as its lines are the same,
 * it starts at its key, and the line before it is ended. So of the new text only what is new is read again.
 */
export function differingBlocks(before: string, after: string): Blocks | null {
  const old = sectionsOf(before, tokensOf(before));
  if (old === null || !after.startsWith(old.head)) return null;
  const items: Section["item"][] = [];
  const names = new Set<string>();
  const others = old.sections.filter(({ name }) => !ours.has(name)).map(({ text }) => text);
  let at = old.head.length;
  for (const text of [...others, null]) {
    const next =
      text === null ? after.length : after.startsWith(text, at) ? at : after.indexOf(`\n${text}`, at) + 1;
    if (next < at || (next === 0 && at > 0)) return null;
    if (next > at) {
      const found = newSections(after, at, next, old.map.indent);
      if (found === null || found.some(({ name }) => names.has(name))) return null;
      for (const { name, item } of found) {
        names.add(name);
        items.push(startedAt(item));
      }
    }
    at = next + (text?.length ?? 0);
  }
  const known = old.sections.flatMap(({ name, item }) => (ours.has(name) ? [startedAt(item)] : []));
  return { before: documentWith(old, known), after: documentWith(old, items) };
}

/** The blocks between two offsets, each one that edits are made in, when nothing else stands there. */
function newSections(text: string, from: number, to: number, indent: number): readonly Section[] | null {
  const ended = from === 0 || text[from - 1] === "\n" || (from === 1 && text.startsWith("\ufeff"));
  const piece = text.slice(from, to);
  const found = ended ? sectionsOf(piece, readTokens(piece)) : null;
  // Blank lines and comments before the first key would belong to the block before.
  if (found === null || found.head !== "" || found.map.indent !== indent) return null;
  return found.sections.every(({ name }) => ours.has(name)) ? found.sections : null;
}

const documentWith = ({ document, map }: Sections, items: Section["item"][]): readonly CST.Token[] => [
  { ...document, value: { ...map, items } },
];

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
function sectionsOf(text: string, tokens: readonly CST.Token[]): Sections | null {
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
