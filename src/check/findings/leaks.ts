// Does a credential stand in the file where no secret is expected?
import { isScalar, visit } from "yaml";
import { holdsKey, mayHoldKey } from "../../values/key-shapes.ts";
import { isFilled } from "./placeholder.ts";
import type { Entries, Finding, View } from "./types.ts";
import { findingsOf } from "./view.ts";

export const leakFindings = {
  "key-in-file": {
    level: "warning",
    title: "A credential stands where no secret is expected",
    message: "What stands at {where} looks like a credential.",
    why: "Whoever can read the repository, or its history, can use it. Only Baseten's secrets are kept apart.",
    fix: "Remove it here, make a new one, and store that in Baseten as a secret",
    example: "environment_variables:\n  TEAM: AKIAIOSFODNN7EXAMPLE\n",
  },
} as const satisfies Entries;

const finding = findingsOf(leakFindings);

/** Credentials of known shapes outside `secrets`, and used as names within it. */
export function findLeaks(view: View): readonly Finding[] {
  const found: Finding[] = [];
  // A backslash may write any character, and joins lines; without one a credential stands in the text as it is.
  if (!view.text.includes("\\") && !mayHoldKey(view.text)) return found;
  visit(view.document, {
    Scalar: (role, node, ancestors) => {
      const text = typeof node.value === "string" ? node.value : "";
      if (!holdsKey(text) || isFilled(text)) return;
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
