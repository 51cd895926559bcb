// config.yaml as it may be shown: without the values that are nobody's business.
import { isAlias, isScalar, type Node, visit } from "yaml";
import { hideKeys } from "../values/key-shapes.ts";
import { applyEdits, type Edit, unifiedDiff } from "./edit.ts";
import { documentOf } from "./parsed.ts";

/** Keys whose values are never shown. Truss bakes `environment_variables` into the image, so people put keys there. */
const hiding = new Set(["secrets", "environment_variables"]);

/**
 * Edits that write `[redacted]` for every value under `secrets` and `environment_variables`, wherever these stand. Null
 * stays, and lines stay lines.
 */
function hidings(text: string): readonly Edit[] {
  const document = documentOf(text);
  const edits = new Map<number, Edit>();
  const mask = (node: unknown): void => {
    const range = isScalar(node) && node.value !== null ? (node as Node).range : null;
    if (!range || range[0] === range[1]) return;
    const [from, to] = range;
    const lines = text.slice(from, to).split("\n");
    const hidden = lines.map((line) => (line === "" || line === "\r" ? line : "[redacted]")).join("\n");
    edits.set(from, { offset: from, length: to - from, text: hidden });
  };
  visit(document, {
    Node: (role, node, ancestors) => {
      if (role === "key" || (!isScalar(node) && !isAlias(node))) return;
      const hides = ancestors.some(
        (above) => "key" in above && isScalar(above.key) && hiding.has(String(above.key.value)),
      );
      if (hides) mask(isAlias(node) ? node.resolve(document) : node);
    },
  });
  return [...edits.values()];
}

/**
 * The edits where the new text has what stood in the old one: before the first difference and after the last.
 * @returns null when one lies between these or touches what is there, where the text has to be read again
 */
function moved(edits: readonly Edit[], before: string, after: string): readonly Edit[] | null {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let rest = 0;
  while (rest < most - from && before[before.length - 1 - rest] === after[after.length - 1 - rest]) rest += 1;
  const to = before.length - rest;
  const kept = edits.every(({ offset, length }) => offset + length < from || offset > to);
  if (!kept) return null;
  const longer = after.length - before.length;
  return edits.map((edit) => (edit.offset < to ? edit : { ...edit, offset: edit.offset + longer }));
}

/**
 * The unified diff of two readable configs, with those values hidden on both sides, and what looks like a credential
 * anywhere. An edit adds no value, so where none was before none is after.
 */
export function maskedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const old = hidings(before);
  const now = old.length === 0 ? [] : (moved(old, before, after) ?? hidings(after));
  return unifiedDiff(path, hideKeys(applyEdits(before, old)), hideKeys(applyEdits(after, now)));
}
