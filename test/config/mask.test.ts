// Does a diff show the lines, and no value that is nobody's business?
import { expect, test } from "vitest";
import { unifiedDiff } from "../../src/config/edit.ts";
import { maskedDiff } from "../../src/config/mask.ts";

test("values of secrets and environment variables are hidden, wherever they stand", () => {
  const lines = [
    "x: &shared hunter-1",
    "secrets: # ours",
    "  a: hunter-2 # why",
    "  b: null",
    "  c: |",
    "    hunter-3",
    "",
    "    hunter-3",
    "  d: *shared",
    "environment_variables: {TOKEN: hunter-4, LIST: [hunter-5, {n: hunter-6}], EMPTY: , Q: 'hunter-7'}",
    "docker_server:",
    "  environment_variables:",
    "    - name: hunter-8",
    "build_commands: [login AKIAIOSFODNN7EXAMPLE]",
    "",
  ];
  const before = lines.join("\n");
  const masked = maskedDiff(
    "config.yaml",
    before,
    before.replace("# ours", "# mine").replace("b: null", "e: null"),
  );
  expect(masked).not.toMatch(/hunter-|AKIA/);
  expect(masked).toMatchInlineSnapshot(`
    "--- config.yaml
    +++ config.yaml
    @@ -1,7 +1,7 @@
     x: &shared [redacted]
    -secrets: # ours
    +secrets: # mine
       a: [redacted] # why
    -  b: null
    +  e: null
       c: [redacted]
     [redacted]
     
    "
  `);
});

test("nothing differs, nothing is shown", () => {
  expect(maskedDiff("config.yaml", "a: 1\n", "a: 1\n")).toBe("");
});

test("a control character never reaches the terminal", () => {
  expect(unifiedDiff("a", "x: \u001b[2J\u009b\n", "x: \u0007\n")).toContain("-x: \\x1b[2J\\x9b\n+x: \\x07\n");
});
