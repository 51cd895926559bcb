// Which findings does each fixture have, and where? One line a fixture.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findAll, findingEntries } from "../../../src/check/findings/index.ts";
import type { ConfigText } from "../../../src/check/findings/types.ts";

const folder = new URL("../../fixtures/findings/", import.meta.url);

/** `code line:column` of each finding. */
const found = (config: ConfigText): string =>
  findAll(config)
    .findings.map(({ code, line, column }) => `${code} ${line}:${column}`)
    .join(", ");

const read = (name: string): Uint8Array => readFileSync(new URL(`${name}.yaml`, folder));

const fixtures: readonly (readonly [name: string, findings: string])[] = [
  ["clean-anchors", ""],
  ["clean-assume-role", ""],
  ["clean-chains", ""],
  ["clean-docker-hub", ""],
  ["clean-empty", ""],
  ["clean-iam", ""],
  ["clean-lower-case-method", ""],
  ["clean-keys-alone", ""],
  ["clean-merge", ""],
  ["clean-oidc", ""],
  ["clean-public", ""],
  ["clean-service-account", ""],
  ["clean-tabs-in-quotes", ""],
  ["docker-auth-forbidden-field", "docker-auth-forbidden-field 8:5"],
  ["docker-auth-missing-field", "docker-auth-missing-field 4:18, docker-auth-missing-field 4:18"],
  ["docker-auth-missing-method", "docker-auth-missing-field 3:3"],
  ["docker-auth-unknown-field", "docker-auth-unknown-field 6:5"],
  ["docker-auth-unused-field", "docker-auth-unused-field 6:5"],
  ["docker-hub-secret-name-no-slash", "docker-hub-secret-name 4:3"],
  ["docker-hub-secret-name", "docker-hub-secret-name 4:3"],
  ["duplicate-key-nested", "duplicate-key 3:3"],
  ["duplicate-key", "duplicate-key 3:1"],
  ["floating-tag", "floating-tag 2:10"],
  ["floating-tag-public", "floating-tag 2:10"],
  ["foreign-method", "foreign-method 4:18"],
  ["image-missing", "image-missing 2:3"],
  ["invalid-image", "invalid-image 2:10"],
  ["invalid-yaml-control", "invalid-yaml 1:14"],
  ["invalid-yaml-alias", "invalid-yaml 1:13"],
  ["invalid-yaml-list", "invalid-yaml 1:1"],
  ["invalid-yaml-two-documents", "invalid-yaml 2:1"],
  ["invalid-yaml", "invalid-yaml 4:1"],
  ["unusual-yaml", "unusual-yaml 2:1"],
  ["unusual-yaml-mark", "unusual-yaml 1:23"],
  ["unusual-yaml-quotes", "unusual-yaml 1:16"],
  ["invalid-yaml-anchors", "invalid-yaml 2:17"],
  ["invalid-yaml-tag", "invalid-yaml 1:21"],
  ["key-as-name", "key-in-file 2:3"],
  ["key-as-secret-name", "key-in-file 6:36"],
  ["key-in-file", "key-in-file 2:9"],
  ["leftover-keys", "leftover-secret 9:3, leftover-secret 10:3"],
  ["leftover-token", "leftover-secret 10:3"],
  ["legacy-gcr", "legacy-gcr 2:10"],
  ["nearly-a-registry", "nearly-a-registry 2:10"],
  ["unknown-key", "unknown-key 1:1, unknown-key 4:3"],
  ["misplaced-base-image", "misplaced-block 3:3"],
  ["misplaced-docker-auth", "no-authentication 2:10, misplaced-block 3:1"],
  ["misplaced-secrets", "secret-not-listed 4:18, secret-not-listed 4:18, misplaced-block 6:3"],
  ["nim-api-key", "nim-api-key 2:10"],
  ["no-authentication", "no-authentication 2:10"],
  ["perhaps-private", "perhaps-private 2:10"],
  ["registry-mismatch-scheme", "registry-mismatch 5:15"],
  ["registry-mismatch", "registry-mismatch 5:15"],
  ["registry-missing", "registry-missing 3:3"],
  ["secret-for-other-host", "secret-for-other-host 4:3"],
  ["secret-not-listed-custom", "secret-not-listed 6:36, secret-not-listed 7:40"],
  ["secret-not-listed", "secret-not-listed 4:18"],
  ["secret-placeholder", "secret-placeholder 2:3"],
  ["secret-value-block", "secret-value 2:3"],
  ["secret-value", "secret-value 2:3"],
  ["secrets-null", "secrets-null 1:1"],
  ["secrets-tilde", "secrets-null 1:1"],
  ["short-lived-token", "short-lived-token 2:10"],
  ["truss-too-old", "truss-too-old 6:18"],
  ["tab-between", "tab 2:9, tab 2:24"],
  ["tab", "tab 2:1"],
  ["unknown-auth-method-far", "unknown-auth-method 4:18"],
  ["unknown-auth-method", "unknown-auth-method 4:18"],
  ["wrong-type-docker-auth", "wrong-type 3:3"],
  ["wrong-type-image-null", "wrong-type 2:3"],
  ["wrong-type-secret-mapping", "wrong-type 2:3"],
  ["wrong-type-secrets-list", "wrong-type 1:1"],
  ["yaml-1-1-image", "yaml-1-1 2:10, floating-tag 2:10"],
  ["yaml-1-1-name", "yaml-1-1 2:3, yaml-1-1 3:3"],
  ["yaml-1-1-secret-name", "yaml-1-1 5:18"],
  ["yaml-1-1-value", "yaml-1-1 2:3, secret-value 2:3"],
];

test.each(fixtures)("%s: %s", (name, findings) => {
  expect(found({ shown: "config.yaml", bytes: read(name) })).toBe(findings);
});

test("every fixture has its line", () => {
  const names = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  expect(fixtures.map(([name]) => `${name}.yaml`).toSorted()).toEqual(names.toSorted());
});

test.each([
  ["config-yml", { shown: "a/config.yml", bytes: read("clean-iam") }, "config-yml 1:1"],
  [
    "too-large",
    { shown: "config.yaml", bytes: Buffer.from(`# ${"x".repeat(100 * 1024)}\n`) },
    "too-large 1:1",
  ],
  ["not UTF-8", { shown: "config.yaml", bytes: Buffer.from([0x61, 0x3a, 0xff]) }, "invalid-yaml 1:1"],
  [
    "a byte order mark is no column",
    { shown: "config.yaml", bytes: Buffer.from("\ufeffsecrets:\n") },
    "secrets-null 1:1",
  ],
  ["CRLF", { shown: "config.yaml", bytes: Buffer.from("model_name: x\r\nsecrets:\r\n") }, "secrets-null 2:1"],
  ["nothing", { shown: "config.yaml", bytes: Buffer.from("") }, ""],
  [
    "names that every object has are keys like others",
    {
      shown: "config.yaml",
      bytes: Buffer.from("constructor: null\nbase_image: {toString: {valueOf: {}}}\n"),
    },
    "unknown-key 2:14",
  ],
  [
    "a merge key is no duplicate",
    { shown: "config.yaml", bytes: Buffer.from("model_metadata: {a: &a {x: 1}, b: {<<: *a, <<: *a}}\n") },
    "",
  ],
] as const)("%s", (_name, config, findings) => {
  expect(found(config)).toBe(findings);
});

test("every offline code is shown by a fixture", () => {
  const shown = [...fixtures.map(([, findings]) => findings), "config-yml", "too-large"].join(" ");
  const online = [
    "secret-not-stored",
    "other-secret-not-stored",
    "secret-name-collides",
    "pull-denied",
    "no-linux-amd64",
    "pull-not-proved",
    "not-granted",
    "old-access-key",
  ];
  const codes = findingEntries.map(([code]) => code);
  expect(codes.filter((code) => !shown.includes(code) && !online.includes(code))).toEqual([]);
});

test("a finding never repeats a credential or a control character", () => {
  const text = 'secrets:\n  "AKIAIOSFODNN7EXAMPLE\\e[31m": do-not-print-me\n';
  const { findings } = findAll({ shown: "config.yaml", bytes: Buffer.from(text) });
  // The entry is the same whatever the file says.
  const all = JSON.stringify(findings.map(({ entry: _, ...said }) => said));
  expect(all).toContain("secret-value");
  expect(all).not.toMatch(/AKIAIOSFODNN7EXAMPLE|do-not-print-me|\\u001b/);
});

test("no beginning of a file makes it crash", () => {
  for (const [name] of fixtures) {
    const bytes = read(name);
    for (let length = 0; length < bytes.length; length += 5)
      findAll({ shown: "config.yaml", bytes: bytes.subarray(0, length) });
  }
});
