// Does a credential stand in the file where no secret is expected?
import { isScalar, visit } from "yaml";
import { holdsKey } from "./keys.ts";
import type { Finding, View } from "./types.ts";
import { finding } from "./view.ts";

/** Credentials of known shapes outside `secrets`, and used as names within it. */
export function findLeaks(view: View): readonly Finding[] {
  const found: Finding[] = [];
  visit(view.document, {
    Scalar: (role, node, ancestors) => {
      const text = typeof node.value === "string" ? node.value : "";
      if (!holdsKey(text)) return;
      const path = ancestors.flatMap((above) =>
        "key" in above && isScalar(above.key) ? [String(above.key.value)] : [],
      );
      // A value under `secrets` is reported as such.
      if (path.length === 2 && path[0] === "secrets" && role === "value") return;
      found.push(finding(view, "key-in-file", node, path, { where: path.join(".") || "the file" }));
    },
  });
  return found;
}
