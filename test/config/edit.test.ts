// Are edits applied where they belong, and shown as a diff?
import { describe, expect, test } from "vitest";
import { applyEdits, unifiedDiff, withoutFinalEol } from "../../src/config/edit.ts";

const edit = (offset: number, length: number, text: string) => ({ offset, length, text });

test.each([
  ["none", [], "abcdef"],
  ["in any order", [edit(4, 1, "E"), edit(0, 1, "A")], "AbcdEf"],
  ["several insertions at one place keep their order", [edit(2, 0, "1"), edit(2, 0, "2")], "ab12cdef"],
  ["an insertion precedes a removal at its place", [edit(2, 2, ""), edit(2, 0, "1")], "ab1ef"],
  ["an insertion after a removal", [edit(2, 0, "1"), edit(0, 2, "")], "1cdef"],
  ["at the end", [edit(6, 0, "!")], "abcdef!"],
])("%s", (_name, edits, result) => {
  expect(applyEdits("abcdef", edits)).toBe(result);
});

test("overlaps are refused", () => {
  expect(() => applyEdits("abc", [edit(0, 2, ""), edit(1, 1, "")])).toThrow(RangeError);
  expect(() => applyEdits("abc", [edit(2, 2, "")])).toThrow(RangeError);
});

test.each([
  ["nothing at the end", [edit(0, 1, "A")], "A\nb"],
  ["lines added", [edit(4, 0, "c\n"), edit(4, 0, "d\n")], "a\nb\nc\nd"],
  ["the last line removed", [edit(2, 2, "")], "a"],
  ["the last line replaced", [edit(2, 2, ""), edit(4, 0, "c\n")], "a\nc"],
  ["a word and a line", [edit(3, 0, "!"), edit(4, 0, "c\n")], "a\nb!\nc"],
  ["a word before removed lines", [edit(1, 0, "!"), edit(2, 2, "")], "a!"],
  ["everything", [edit(0, 2, ""), edit(2, 2, "")], ""],
])("without a final newline: %s", (_name, edits, result) => {
  expect(applyEdits("a\nb", withoutFinalEol("a\nb", "\n", edits))).toBe(result);
});

describe("diff", () => {
  test("is empty when nothing differs", () => {
    expect(unifiedDiff("config.yaml", "a\n", "a\n")).toBe("");
  });

  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
  ])("shows %s alike", (_name, eol) => {
    const text = (...lines: string[]) => lines.map((line) => line + eol).join("");
    expect(
      unifiedDiff("a/config.yaml", text("a: 1", "b: 2"), text("a: 1", "b: 3", "c: 4")),
    ).toMatchInlineSnapshot(`
      "--- a/config.yaml
      +++ a/config.yaml
      @@ -1,2 +1,3 @@
       a: 1
      -b: 2
      +b: 3
      +c: 4
      "
    `);
  });

  test("marks a missing final newline", () => {
    expect(unifiedDiff("config.yaml", "a: 1", "a: 2")).toMatchInlineSnapshot(`
      "--- config.yaml
      +++ config.yaml
      @@ -1,1 +1,1 @@
      -a: 1
      \\ No newline at end of file
      +a: 2
      \\ No newline at end of file
      "
    `);
  });

  test("shows a change of line endings alone", () => {
    expect(unifiedDiff("config.yaml", "a\r\n", "a\n")).not.toBe("");
  });
});
