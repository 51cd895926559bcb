// What is a plain scalar taken for? By PyYAML as observed with version 6; by others as the yaml package has it.
import { expect, test } from "vitest";
import { parse } from "yaml";
import { plainIsText, readAs } from "../../src/config/plain.ts";

test.each([
  ["null", ["", "~", "null", "NULL"]],
  ["a boolean", ["yes", "No", "ON", "off", "true"]],
  [
    "a number",
    [
      "0",
      "12",
      "-3",
      "0644",
      "0x1F",
      "0b10",
      "1_000",
      "12:30",
      "1.5",
      ".5",
      "1.",
      "6.02e+23",
      ".inf",
      "-.INF",
      ".nan",
    ],
  ],
  ["a date", ["2024-01-01", "2024-1-1 12:00:00", "2024-01-01T00:00:00Z"]],
  [
    "text",
    [
      "y",
      "n",
      "yEs",
      "08",
      "1e3",
      "0o14",
      "12:60",
      "1.2.3",
      "2024-1-1",
      "DOCKER_REGISTRY_ghcr.io",
      "nulL",
      "+",
    ],
  ],
] as const)("%s", (kind, sources) => {
  expect(sources.map((source) => [source, readAs(source)])).toEqual(sources.map((source) => [source, kind]));
});

test("what is called a text is one to YAML 1.1 and 1.2 alike", () => {
  const parts = ["", "0", "1", "9", "-", "+", ".", "_", ":", "e", "x", "y", "59"];
  const all = parts.flatMap((a) =>
    parts.flatMap((b) => parts.flatMap((c) => parts.map((d) => a + b + c + d))),
  );
  const plain = [...new Set(all)].filter(
    (text) => /^[\w.+-]/.test(text) && !/^-$|:$|^---$|^\.\.\.$/.test(text),
  );
  const read = (text: string) =>
    (["1.1", "1.2"] as const).map((version) => typeof parse(text, { version, logLevel: "silent" }));
  const wrong = plain.filter((text) => plainIsText(text) && read(text).some((type) => type !== "string"));
  expect(wrong).toEqual([]);
  expect(["a", "v1.2.3", "1.2.3", "12:60", "08x", "1e", "nope"].filter(plainIsText)).toHaveLength(7);
});
