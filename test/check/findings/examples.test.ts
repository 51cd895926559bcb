// Does each finding's shortest example show it, and is the page that documents them up to date?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findAll, findingEntries } from "../../../src/check/findings/index.ts";
import { findingsPage } from "../../support/findings-page.ts";

const codesOf = (text: string): readonly string[] =>
  findAll({ shown: "config.yaml", bytes: Buffer.from(text) }).findings.map(({ code }) => code);

describe("the example", () => {
  const examples = findingEntries.flatMap(([code, { example }]) =>
    example === null ? [] : [[code, example] as const],
  );
  test.each(examples)("of %s shows it, and nothing else", (code, example) => {
    expect(codesOf(example)).toEqual([code]);
  });
});

// After a change of an entry: npx vitest run test/check -u
test("docs/findings.md is made of the entries", async () => {
  await expect(findingsPage()).toMatchFileSnapshot("../../../docs/findings.md");
});

test("only errors break something, and every error does", () => {
  const wrong = findingEntries.filter(([, entry]) => (entry.level === "error") !== "breaks" in entry);
  expect(wrong).toEqual([]);
});

const corpus = new URL("../../../../shared/corpus/", import.meta.url);
const there = existsSync(corpus);
const files = there ? readdirSync(corpus).filter((file) => file.endsWith(".yaml")) : [];

describe.skipIf(!there)("the corpus, which Truss accepts, has no errors", () => {
  test.each(files)("%s", (file) => {
    const { findings } = findAll({ shown: file, bytes: readFileSync(new URL(file, corpus)) });
    expect(findings.filter(({ entry }) => entry.level === "error")).toEqual([]);
  });
});
