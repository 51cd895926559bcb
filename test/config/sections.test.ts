// Is a block that edits may not touch compared as text only where that is sure?
import { expect, test } from "vitest";
import { compose } from "../../src/config/parsed.ts";
import { differingBlocks } from "../../src/config/sections.ts";

const before =
  "# head\nmodel_name: a\nbase_image:\n  image: a/b\n# why\nnote: |+\n  x\n\nsecrets: {a: null}\nlast: 1\n";

const values = (before: string, after: string) => {
  const blocks = differingBlocks(before, after);
  return blocks && [blocks.before, blocks.after].map((tokens) => compose(tokens, "1.2")[0]?.toJS());
};

test("what is left to compare is what edits are made in", () => {
  const after = before.replace("a/b", "a/c").replace("{a: null}", "{a: null, b: null}");
  expect(values(before, after)).toEqual([
    { base_image: { image: "a/b" }, secrets: { a: null } },
    { base_image: { image: "a/c" }, secrets: { a: null, b: null } },
  ]);
  expect(values("x: 1\n", "x: 1\nsecrets:\n  a: null\n")).toEqual([{}, { secrets: { a: null } }]);
  expect(values("\ufeffx: 1\n", "\ufeffsecrets: {}\nx: 1\n")).toEqual([{}, { secrets: {} }]);
});

test.each([
  "{a: null",
  "'a",
  '"a',
  "{a: null}}",
  "[",
  "a: b",
])("a block that isn't closed is an error: %s", (value) => {
  const blocks = differingBlocks(before, before.replace("{a: null}", value));
  const errors = blocks === null ? ["left"] : (compose(blocks.after, "1.2")[0]?.errors ?? []);
  expect(errors.length).toBeGreaterThan(0);
});

test.each([
  ["another block changed", before.replace("model_name: a", "model_name: b")],
  ["another block gone", before.replace("model_name: a\n", "")],
  ["another block moved", before.replace("last: 1\n", "").replace("# head\n", "# head\nlast: 1\n")],
  ["another block new", `${before}more: 1\n`],
  ["the head changed", before.replace("# head", "# feet")],
  ["a literal that would gain a line", before.replace("secrets:", "\nsecrets:")],
  ["a comment that may belong to what is above", before.replace("secrets:", "  # c\nsecrets:")],
  ["another indentation", before.replace("secrets:", " secrets:")],
  ["an anchor", before.replace("image: a/b", "image: &i a/b")],
  ["an alias", before.replace("image: a/b", "image: *i")],
  ["a tag", before.replace("image: a/b", "image: !!str a/b")],
  ["a block twice", before.replace("last: 1", "last: 1\nsecrets: {}")],
  ["an explicit key", before.replace("secrets: {a: null}", "? secrets\n: {a: null}")],
  ["a second document", before.replace("last:", "---\nlast:")],
])("left to the whole comparison: %s", (_name, after) => {
  expect(differingBlocks(before, after)).toBeNull();
});

test.each([
  ["an anchor", "x: &a 1\n"],
  ["a directive", "%YAML 1.1\n---\nx: 1\n"],
  ["an explicit key", "? x\n: 1\n"],
  ["a list", "- x\n"],
  ["no newline at the end", "x: 1"],
  ["an end of the document", "x: 1\n...\n"],
])("and so is a file with %s", (_name, text) => {
  expect(differingBlocks(text, `${text}secrets: {}\n`)).toBeNull();
});
