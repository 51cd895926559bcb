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
 * The unified diff of two readable configs, with those values hidden on both sides, and what looks like a credential
 * anywhere. An edit adds no value, so where none was before none is after.
 */
export function maskedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const old = hidings(before);
  const now = old.length === 0 ? [] : hidings(after);
  return unifiedDiff(path, hideKeys(applyEdits(before, old)), hideKeys(applyEdits(after, now)));
}
