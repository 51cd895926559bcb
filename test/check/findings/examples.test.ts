// Does each finding's shortest example show it, and is the page that documents them up to date?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findAll } from "../../../src/check/findings/index.ts";
import { entryOf, findingCodes } from "../../../src/check/findings/table.ts";
import { findingsPage } from "../../../src/check/markdown.ts";

const codesOf = (text: string): readonly string[] =>
  findAll({ shown: "config.yaml", bytes: Buffer.from(text) }).findings.map(({ code }) => code);

describe("the example", () => {
  const examples = findingCodes.flatMap((code) => {
    const { example } = entryOf(code);
    return example === null ? [] : [[code, example] as const];
  });
  test.each(examples)("of %s shows it, and nothing else", (code, example) => {
    expect(codesOf(example)).toEqual([code]);
  });
});

// After a change of the table: npx vitest run test/findings -u
test("docs/findings.md is made of the table", async () => {
  await expect(findingsPage()).toMatchFileSnapshot("../../../docs/findings.md");
});

test("only errors break something, and every error does", () => {
  const wrong = findingCodes.filter(
    (code) => (entryOf(code).level === "error") !== "breaks" in entryOf(code),
  );
  expect(wrong).toEqual([]);
});

const corpus = new URL("../../../../shared/corpus/", import.meta.url);
const there = existsSync(corpus);
const files = there ? readdirSync(corpus).filter((file) => file.endsWith(".yaml")) : [];

describe.skipIf(!there)("the corpus, which Truss accepts, has no errors", () => {
  test.each(files)("%s", (file) => {
    const { findings } = findAll({ shown: file, bytes: readFileSync(new URL(file, corpus)) });
    expect(findings.filter(({ code }) => entryOf(code).level === "error")).toEqual([]);
  });
});
