// Does --fix mend what it can, and nothing else?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findAll } from "../../src/check/findings/index.ts";
import { fixAll } from "../../src/check/fix.ts";

const folder = new URL("../fixtures/findings/", import.meta.url);
const names = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const read = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const fix = (text: string | Uint8Array) =>
  fixAll({ shown: "config.yaml", bytes: Buffer.from(text) }, findAll);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

test.each(names)("%s", async (name) => {
  const fixed = fix(read(name));
  const left = findAll({ shown: name, bytes: fixed.bytes }).findings;
  const after = fixed.changed ? textOf(fixed.bytes) : "as it was\n";
  const rest = left.map(({ code, line, column }) => `# ${code} ${line}:${column}\n`).join("");
  await expect(`${after}${rest}`).toMatchFileSnapshot(`../fixtures/findings/fixed/${name}`);
  expect(fix(fixed.bytes).changed).toBe(false);
});

test.each(names)("%s: the same with CRLF, and without a final newline", (name) => {
  const text = textOf(read(name));
  const fixed = textOf(fix(text).bytes);
  expect(textOf(fix(text.replaceAll("\n", "\r\n")).bytes)).toBe(fixed.replaceAll("\n", "\r\n"));
  expect(textOf(fix(text.slice(0, -1)).bytes)).toBe(fixed.slice(0, -1));
});

test("the diff shows no value", () => {
  const { diff } = fix(
    "secrets:\n  a: do-not-print-me\n  b: |\n    nor me\n    nor me\n  c: null # AKIAIOSFODNN7EXAMPLE\n",
  );
  expect(diff).toMatchInlineSnapshot(`
    "--- config.yaml
    +++ config.yaml
    @@ -1,6 +1,4 @@
     secrets:
    -  a: [redacted]
    -  b: [redacted]
    -[redacted]
    -[redacted]
    +  a: null
    +  b: null
       c: null # [redacted]
    "
  `);
});

const corpus = new URL("../../../shared/corpus/", import.meta.url);
const there = existsSync(corpus);
const files = there ? readdirSync(corpus).filter((file) => file.endsWith(".yaml")) : [];

describe.skipIf(!there)("the corpus, mended, has nothing left to mend", () => {
  test.each(files)("%s", (file) => {
    const fixed = fix(readFileSync(new URL(file, corpus)));
    const { findings } = findAll({ shown: file, bytes: fixed.bytes });
    expect(findings.filter(({ edit }) => edit !== null)).toEqual([]);
  });
});

test("a leftover token that config.yaml reads elsewhere is left", () => {
  const left = (more: string) =>
    fix(`base_image:
  image: ghcr.io/a/b:1
  docker_auth: {auth_method: AWS_OIDC, registry: ghcr.io, aws_oidc_role_arn: a, aws_oidc_region: b}
secrets: {DOCKER_REGISTRY_ghcr.io: null}
${more}`).changed;
  expect(left("")).toBe(true);
  expect(left("docker_server: {start_command: cat /secrets/DOCKER_REGISTRY_ghcr.io}\n")).toBe(false);
});
