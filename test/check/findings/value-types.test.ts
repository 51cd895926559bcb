// What does PyYAML take a plain scalar for? As observed with PyYAML 6.
import { expect, test } from "vitest";
import { readAs } from "../../../src/check/findings/value-types.ts";

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
