// Is the file one that Truss reads at all: its name, its size, its YAML?
import { isUtf8 } from "node:buffer";
import { isCollection, isMap, isScalar, isSeq, Lexer, LineCounter } from "yaml";
import { rawBytes } from "../../config/document.ts";
import { keyName, keyStart } from "../../config/locate.ts";
import { parse } from "./parse.ts";
import type { Entries, Finding, ParsedView } from "./types.ts";
import { findingsOf } from "./view.ts";

export const fileFindings = {
  "invalid-yaml": {
    level: "error",
    breaks: "load",
    title: "The file is not valid YAML",
    message: "The file can't be read here: {what}.",
    why: "Truss stops before it builds anything.",
    fix: "Correct this place; nothing else in the file was checked",
    example: 'base_image:\n  image: "team/whisper:3\n',
  },
  "unusual-yaml": {
    level: "warning",
    title: "The file is YAML of a kind that can't be checked",
    message: "Truss may read this, but it wasn't checked: {what}.",
    why: "Truss reads YAML 1.1; most editors and tools refuse this place.",
    fix: "Indent the lines that go on, and end lines with LF; then check again",
    example: "requirements: [numpy,\ntorch]\n",
  },
  tab: {
    level: "error",
    breaks: "load",
    title: "A tab stands where YAML takes spaces",
    message: "A tab stands where Truss's YAML reader takes only spaces.",
    why: "PyYAML, which Truss uses, refuses tabs outside quotes, comments and block texts.",
    fix: "Replace the tab with spaces",
    example: "base_image:\n\timage: team/whisper:3\n",
  },
  "duplicate-key": {
    level: "warning",
    title: "A key stands twice in the same mapping",
    message: "{key} stands twice in the same mapping.",
    why: "Truss takes the last one and warns. It is announced to become an error.",
    fix: "Remove the {key} that isn't meant",
    example: "base_image:\n  image: team/whisper:3\n  image: team/whisper:4\n",
  },
  "config-yml": {
    level: "error",
    breaks: "load",
    title: "The file is called config.yml",
    message: "Truss reads config.yaml only, not .yml.",
    why: "Truss says that it finds no configuration file.",
    fix: "mv {file} {name}",
    example: null,
  },
  "too-large": {
    level: "warning",
    title: "The file is over 100 KiB",
    message: "The file is {size} KiB; Baseten keeps up to 100 KiB of it.",
    why: "Above that limit Truss pushes without the file as it was written.",
    fix: "Move long values into a file of their own",
    example: null,
  },
} as const satisfies Entries;

const finding = findingsOf(fileFindings);

/** The findings about the file, and its view when it can be read. */
export function readFile(
  shown: string,
  bytes: Uint8Array,
): { found: readonly Finding[]; view: ParsedView | null } {
  const text = Buffer.from(bytes).toString("utf8");
  const lines = new LineCounter();
  const at = { text, lines };
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  const found: Finding[] = [];
  if (shown.endsWith(".yml"))
    found.push(finding(at, "config-yml", 0, [], { file: shown, name: shown.replace(/\.yml$/, ".yaml") }));
  if (bytes.length > rawBytes)
    found.push(finding(at, "too-large", 0, [], { size: String(Math.ceil(bytes.length / 1024)) }));
  if (!isUtf8(bytes))
    return {
      found: [...found, finding(at, "invalid-yaml", 0, [], { what: "the file is not UTF-8 text" })],
      view: null,
    };
  const tabs = findTabs(text).map(({ offset, length }) =>
    finding(
      at,
      "tab",
      offset,
      [],
      {},
      separates(text, offset) ? () => [{ offset, length, text: " " }] : null,
    ),
  );
  const parsed = parse(text, lines);
  if ("code" in parsed) {
    const problem = finding(at, parsed.code, parsed.offset, [], { what: parsed.what });
    // A tab may be what breaks the file; where the file is only unusual, so is the tab.
    const broken = parsed.code === "invalid-yaml" && tabs.length > 0;
    return { found: [...found, ...(broken ? tabs : [problem])], view: null };
  }
  return { found: [...found, ...tabs, ...(parsed.view ? duplicates(parsed.view) : [])], view: parsed.view };
}

/** Whether something precedes on the line: then the tab is no indentation, and a space does the same. */
const separates = (text: string, offset: number): boolean =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() !== "";

/** Truss takes the last of two equal keys with a warning today, and will refuse them. */
function duplicates(view: ParsedView): readonly Finding[] {
  const found: Finding[] = [];
  const walk = (node: unknown, path: readonly string[]): void => {
    if (isSeq(node)) for (const item of node.items) walk(item, path);
    if (!isMap(node)) return;
    const seen = new Set<string>();
    for (const pair of node.items) {
      const name = keyName(pair);
      const plain = name !== "" && name !== "<<";
      if (plain && seen.has(name))
        found.push(finding(view, "duplicate-key", keyStart(pair), [...path, name], { key: name }));
      if (plain) seen.add(name);
      if (isCollection(pair.key)) walk(pair.key, path);
      if (isCollection(pair.value))
        walk(pair.value, isScalar(pair.key) ? [...path, String(pair.key.value)] : path);
    }
  };
  walk(view.root, []);
  return found;
}

/** The lexer's own marks, which stand for no text: a document starts, a flow collection ends wrongly. */
const marks = new Set(["\u0002", "\u0018"]);

/** Tabs between tokens or in plain text; PyYAML takes none there, though YAML allows some. */
function findTabs(text: string): readonly { offset: number; length: number }[] {
  if (!text.includes("\t")) return [];
  const tabs: { offset: number; length: number }[] = [];
  let offset = 0;
  let block = false;
  let content = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === "\u001f") content = true;
    else if (!marks.has(lexeme)) {
      const quoted = /^["'#]/.test(lexeme) && !content;
      const literal = content && block;
      const tab = lexeme.indexOf("\t");
      if (tab >= 0 && !quoted && !literal)
        tabs.push({ offset: offset + tab, length: /^\t+/.exec(lexeme.slice(tab))?.[0].length ?? 1 });
      if (/^[|>]/.test(lexeme) && !content) block = true;
      else if (content) block = false;
      content = false;
      offset += lexeme.length;
    }
  }
  return tabs;
}
