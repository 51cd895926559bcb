// Do error codes keep their exit codes, which scripts rely on?
import { expect, test } from "vitest";
import { CliError, type ErrorCode, exitCodeOf, interrupted, missingFlag } from "../../src/values/errors.ts";

test.each<[ErrorCode, number]>([
  ["internal", 1],
  ["cli-missing", 1],
  ["cli-failed", 1],
  ["cli-timeout", 1],
  ["usage", 2],
  ["missing-flag", 2],
  ["not-signed-in", 3],
  ["access-denied", 3],
  ["pull-denied", 3],
  ["api-key-missing", 3],
  ["api-key-rejected", 3],
  ["config-not-found", 4],
  ["file-not-found", 4],
  ["team-not-found", 4],
  ["invalid-config", 5],
  ["config-changed", 5],
  ["invalid-credential", 5],
  ["invalid-image", 5],
  ["registry-mismatch", 5],
  ["api-unavailable", 6],
  ["interrupted", 130],
])("%s exits with %i", (code, exit) => expect(exitCodeOf(code)).toBe(exit));

test("an error carries its sentence, the next step and the cause", () => {
  const cause = new Error("EACCES");
  const error = new CliError("config-unwritable", "It can't be written.", {
    hint: "chmod u+w",
    paste: "a: 1",
    cause,
  });
  expect(error).toMatchObject({
    name: "CliError",
    message: "It can't be written.",
    hint: "chmod u+w",
    paste: "a: 1",
  });
  expect(error.cause).toBe(cause);
});

test("without details there is no hint, block or cause", () => {
  const error = interrupted();
  expect([error.code, error.hint, error.paste, "cause" in error]).toEqual([
    "interrupted",
    undefined,
    undefined,
    false,
  ]);
});

test.each([
  ["--team", "--team is missing: which?"],
  ["--username and --password-stdin", "--username and --password-stdin are missing: which?"],
])("%s that is needed is said as people speak", (flag, message) =>
  expect(missingFlag(flag, "which?").message).toBe(message));
