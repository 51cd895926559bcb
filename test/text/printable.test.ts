// Does nothing reach a terminal that would steer it?
import { expect, test } from "vitest";
import { printable, printableQuestion } from "../../src/text/printable.ts";

test.each([
  ["\u001b[2J", "\\u001b[2J"],
  ["\u001b]0;title\u0007", "\\u001b]0;title\\u0007"],
  ["\u009b31m", "\\u009b31m"],
  ["a\u0000b\u007f", "a\\u0000b\\u007f"],
  ["over\rwritten", "over\\u000dwritten"],
  ["abc\u202egpj.exe", "abc\\u202egpj.exe"],
  ["\u2066x\u2069", "\\u2066x\\u2069"],
  ["one\u2028two", "one\\u2028two"],
  ["\u001b[31mred\u001b[39m", "\u001b[31mred\u001b[39m"],
  ["\u001b[31;8mhidden", "\\u001b[31;8mhidden"],
  ["a\tb\r\nc\n", "a\tb\r\nc\n"],
  ["Grüße 日本 👩‍💻", "Grüße 日本 👩‍💻"],
])("%j", (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test("JSON reads as before", () => {
  const document = { name: "a\u202e\u009b\u2028\u001b" };
  expect(JSON.parse(printable(JSON.stringify(document)))).toEqual(document);
});

test("a question is printable, its values are as they were", async () => {
  const bad = "\u001b[2J";
  const question = printableQuestion({
    message: bad,
    default: bad,
    choices: [{ value: bad, name: bad, description: bad }],
    problem: (value: string) => (value === "" ? null : bad),
  });
  expect(question).toMatchObject({
    message: "\\u001b[2J",
    default: bad,
    choices: [{ value: bad, name: "\\u001b[2J", description: "\\u001b[2J" }],
  });
  const later = printableQuestion({ message: "", problem: async (value: string) => `${value}\u001b` });
  await expect(later.problem("x")).resolves.toBe("x\\u001b");
  expect([question.problem(""), question.problem("x")]).toEqual([null, "\\u001b[2J"]);
});
