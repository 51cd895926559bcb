// The file with everything mended that edits of it alone can mend.
import { isDeepStrictEqual } from "node:util";
import { isMap, parseDocument } from "yaml";
import { eolOf } from "../config/document.ts";
import { applyEdits, type Edit } from "../config/edit.ts";
import { keyName } from "../config/locate.ts";
import { maskedDiff } from "../config/mask.ts";
import { CliError } from "../values/errors.ts";
import type { ConfigText, Finding } from "./findings/types.ts";

/** A file after mending. */
export interface Fixed {
  readonly bytes: Uint8Array;
  readonly changed: boolean;
  /** Unified, with every secret's value redacted; empty when nothing changes. */
  readonly diff: string;
}

/** More rounds than any file has mendable findings; a mending that doesn't mend must not go on for ever. */
const mostRounds = 500;

/** What finds; it is called again after each mending. */
type Find = (config: ConfigText) => { readonly findings: readonly Finding[] };

/** Mends one finding after the other, each on the text that the one before left. */
export function fixAll(config: ConfigText, find: Find): Fixed {
  const before = Buffer.from(config.bytes).toString("utf8");
  const eol = eolOf(before);
  const bare = before === "" || before.endsWith("\n");
  // The editing functions insert whole lines, so the last one gets its ending for the while.
  let text = bare ? before : before + eol;
  const given = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const next = mendOne(find({ shown: config.shown, bytes: Buffer.from(text) }).findings, text, given);
    if (next === null) break;
    text = next;
  }
  if (!bare && text.endsWith(eol)) text = text.slice(0, -eol.length);
  const diff = maskedDiff(config.shown, before, text);
  return { bytes: Buffer.from(text, "utf8"), changed: text !== before, diff };
}

/** The text after the first mending that is safe; null when none is left. `given` are those given up. */
function mendOne(findings: readonly Finding[], text: string, given: Set<string>): string | null {
  for (const found of findings) {
    const name = `${found.code} ${found.path.join(".")}`;
    if (found.edit === null || given.has(name)) continue;
    const after = tryEdit(text, found.edit);
    if (after !== null && isSafe(text, after) && after !== text) return after;
    given.add(name);
  }
  return null;
}

function tryEdit(text: string, edit: NonNullable<Finding["edit"]>): string | null {
  try {
    return applyEdits(text, edit() as readonly Edit[]);
  } catch (error) {
    if (error instanceof CliError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether the text still parses, and says the same outside `base_image` and `secrets`. */
function isSafe(before: string, after: string): boolean {
  return (["1.2", "1.1"] as const).every((version) => {
    const [old, now] = [rest(before, version), rest(after, version)];
    return old !== null && now !== null && isDeepStrictEqual(old, now);
  });
}

function rest(text: string, version: "1.1" | "1.2"): unknown {
  const document = parseDocument(text, { version, uniqueKeys: false, intAsBigInt: true, logLevel: "silent" });
  if (document.errors.length > 0) return null;
  const root = document.contents;
  if (!isMap(root)) return new Map();
  root.items = root.items.filter((pair) => !["base_image", "secrets"].includes(keyName(pair)));
  try {
    return document.toJS({ mapAsMap: true });
  } catch {
    return null;
  }
}
