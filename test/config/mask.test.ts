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

const env = "environment_variables:\n  TOKEN: hunter-1\n";
test.each([
  ["inserted above", env, `base_image: {}\n${env}`],
  ["inserted below", env, `${env}secrets:\n  a: null\n`],
  ["removed above", `a: 1\nb: 2\n${env}`, `a: 1\n${env}`],
  ["inserted right behind a value", env, `${env.slice(0, -1)} # why\n`],
  ["inserted before a value that begins alike", env, env.replace("  TOKEN", "  TOKENS: null\n  TOKEN")],
  ["inserted between two", `${env}secrets:\n  a: hunter-2\n`, `${env}x: y\nsecrets:\n  a: hunter-2\n`],
  ["a value that moves", `${env}a: 1\n`, `a: 1\n${env}`],
  [
    "values on either side and between",
    `${env}m: 1\nsecrets: {a: hunter-2}\n`,
    `x: 1\n${env}secrets: {b: null, a: hunter-2}\n`,
  ],
])("%s: no hidden value is shown", (_, before, after) => {
  const masked = maskedDiff("config.yaml", before, after);
  expect(masked).not.toMatch(/hunter/);
  expect(masked).toContain("@@");
});

test("nothing differs, nothing is shown", () => {
  expect(maskedDiff("config.yaml", "a: 1\n", "a: 1\n")).toBe("");
});

test("a control character never reaches the terminal", () => {
  expect(unifiedDiff("a", "x: \u001b[2J\u009b\n", "x: \u0007\n")).toContain("-x: \\x1b[2J\\x9b\n+x: \\x07\n");
});
