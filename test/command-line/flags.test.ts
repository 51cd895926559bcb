// Does one entry of the table say all that there is to know of a flag?
import { expect, expectTypeOf, test } from "vitest";
import { flagOf, flags, type SetupOptions } from "../../src/command-line/flags.ts";
import type { RefreshOptions } from "../../src/flow.ts";
import type { MethodId } from "../../src/registries/types.ts";

test.each([
  ["image", "--image"],
  ["accessKeyIdSecret", "--access-key-id-secret"],
  ["verify", "--no-verify"],
  ["awsProfile", "--aws-profile"],
  ["awsProfiles", "--aws-profile"],
] as const)("%s is %s", (key, flag) => {
  expect(flagOf(key)).toBe(flag);
});

test("entries that share a flag are of different commands and take a value alike", () => {
  for (const [key, flag] of flags)
    for (const [other, twin] of flags) {
      if (key === other || flagOf(key) !== flagOf(other)) continue;
      expect(flag.on.filter((command) => twin.on.includes(command))).toEqual([]);
      expect(flag.value).toBe(twin.value);
    }
});

test("a letter is short for one flag", () => {
  const letters = flags.flatMap(([, { shorts }]) => [...(shorts ?? "")]);
  expect(letters).toEqual([...new Set(letters)]);
});

test("an option has the type that its entry says", () => {
  expectTypeOf<SetupOptions["method"]>().toEqualTypeOf<MethodId | undefined>();
  expectTypeOf<SetupOptions["verify"]>().toEqualTypeOf<boolean>();
  expectTypeOf<RefreshOptions["awsProfiles"]>().toEqualTypeOf<ReadonlyMap<string, string>>();
  expectTypeOf<SetupOptions>().not.toHaveProperty("recursive");
});
