// Is a value that people write for want of one told from one that may be a key?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findAll } from "../../../src/check/findings/index.ts";
import { isPlaceholder } from "../../../src/check/findings/placeholder.ts";

test.each([
  "set token in baseten workspace",
  "ENTER HF ACCESS TOKEN HERE",
  "ENTER HF API KEY HERE",
  "your-hf-access-token",
  "<your token>",
  "$" + "{HF_TOKEN}",
  "$HF_TOKEN",
  "{{ hf_token }}",
  "null",
  "None",
  "TODO",
  "changeme here",
  "***",
  "...",
  "xxxxxxxx",
  "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "hf_access_token",
  "HF_ACCESS_TOKEN",
  "my api key",
  "  ",
])("holds the place of one: %s", (value) => {
  expect(isPlaceholder("hf_access_token", value)).toBe(true);
});

test.each([
  "hunter2",
  "swordfish",
  "correct horse battery staple",
  "do-not-print-me",
  "hf_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH",
  "AKIAIOSFODNN7EXAMPLE",
  "sk-proj-0a1b2c3d4e5f",
  "my-token-4f9a",
  "dGhlIGtleQ==",
  "aGVsbG8-d29ybGQ",
  "123456",
  "-----BEGIN PRIVATE KEY-----",
  '{"type": "service_account", "private_key": "x"}',
  "<AKIAIOSFODNN7EXAMPLE>",
])("may be one: %s", (value) => {
  expect(isPlaceholder("hf_access_token", value)).toBe(false);
});

test("a key is found however it is written", () => {
  const codes = (text: string) =>
    findAll({ shown: "config.yaml", bytes: Buffer.from(text) }).findings.map(({ code }) => code);
  expect(codes('x: "\\x41KIAIOSFODNN7EXAMPLE"\n')).toEqual(["key-in-file"]);
  expect(codes('x: "AKIAIOSF\\\n  ODNN7EXAMPLE"\n')).toEqual(["key-in-file"]);
  expect(codes(`x: ${"a1B2c3D4"}.${"e5F6g7H8".repeat(4)}\n`)).toEqual(["key-in-file"]);
});

test("a key made of one character is no leak", () => {
  const codes = (text: string) =>
    findAll({ shown: "config.yaml", bytes: Buffer.from(`x: ${text}\n`) }).findings.map(({ code }) => code);
  expect(codes(`hf_${"x".repeat(34)}`)).toEqual([]);
  expect(codes(`hf_${"xY".repeat(17)}`)).toEqual(["key-in-file"]);
});

const corpus = new URL("../../../../shared/corpus/", import.meta.url);

test.skipIf(!existsSync(corpus))("no published configuration is called a leak", () => {
  const files = readdirSync(corpus).filter((file) => file.endsWith(".yaml"));
  const found = files.flatMap((shown) =>
    findAll({ shown, bytes: readFileSync(new URL(shown, corpus)) }).findings.map(({ code }) => code),
  );
  expect(found.filter((code) => code === "secret-placeholder").length).toBeGreaterThan(2);
  expect(found.filter((code) => code === "secret-value" || code === "key-in-file")).toEqual([]);
});
