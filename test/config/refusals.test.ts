// Is a file that can't be edited safely left alone, with the place, the reason and a block to paste?
import { describe, expect, test } from "vitest";
import { checkEdited, editConfig, planEdits, readTruss } from "../../src/config/truss.ts";
import { CliError } from "../../src/values/errors.ts";
import { changeTo, onlySecrets } from "./mechanisms.ts";

const change = changeTo("AWS_IAM", { image: "a/b:2" });

function refusal(act: () => unknown): CliError {
  try {
    act();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

const unreadable: readonly (readonly [string, string])[] = [
  ["several documents", "a: 1\n---\nb: 2\n"],
  ["a second document without content", "a: 1\n---\n"],
  ["duplicate keys", "secrets: {}\nmodel_name: x\nsecrets: {}\n"],
  ["duplicate keys below", "secrets:\n  a: null\n  'a': null\n"],
  ["a parse error", "model_name: x\nbase_image:\n  image: 'a/b\n"],
  ["a tab", "base_image:\n\timage: a/b\n"],
  ["two colons", "model_name: a: b\n"],
  ["a lost alias", "base_image: *gone\n"],
  ["base_image as text", "base_image: a/b\n"],
  ["base_image as list", "base_image:\n- a/b\n"],
  ["docker_auth as text", "base_image:\n  docker_auth: AWS_IAM\n"],
  ["secrets as list", "secrets:\n- hf\n"],
  ["secrets as text", "secrets: hf\n"],
  ["a list", "- a\n"],
  ["a text", "hello\n"],
  ["lone carriage returns", "a: 1\rb: 2\r"],
  ["an escape", "model_name: \u001b[2J\n"],
  ["a NUL in a comment", "# \u0000\n"],
  ["a C1 control in quotes", "a: '\u009b'\n"],
  ["a byte order mark in the middle", "base_image:\n\ufeff  image: a/b\n"],
  ["two byte order marks", "\ufeff\ufeffa: 1\n"],
  ["a line separator", "a: 'b\u2028c'\n"],
];

const uneditable: readonly (readonly [string, string])[] = [
  ["an anchor on base_image", "base_image: &b\n  image: a/b\n"],
  ["an alias for base_image", "x: &b {image: a/b}\nbase_image: *b\n"],
  ["a merge key in base_image", "x: &b {image: a/b}\nbase_image:\n  <<: *b\n"],
  ["an anchor on docker_auth", "base_image:\n  docker_auth: &d {auth_method: AWS_OIDC}\n"],
  ["an alias for docker_auth", "x: &d {}\nbase_image:\n  docker_auth: *d\n"],
  ["an anchor on a changed value", "base_image:\n  image: &i a/b:1\n"],
  ["an alias as a changed value", "x: &i a/b:1\nbase_image:\n  image: *i\n"],
  ["a tag on a changed value", "base_image:\n  image: !!str a/b:1\n"],
  ["a tag on secrets", "secrets: !!map {a: null}\n"],
  ["an anchor on null secrets", "secrets: &s\nx: *s\n"],
  ["an anchor on secrets", "secrets: &s\n  a: null\n"],
  ["a merge key in secrets", "x: &s {a: null}\nsecrets:\n  <<: *s\n"],
  ["a merge key at the top", "x: &s {a: null}\n<<: *s\n"],
  [
    "an anchor on a removed key, used elsewhere",
    "base_image:\n  docker_auth:\n    secret_name: &n x\ny: *n\n",
  ],
  ["an explicit key", "? base_image\n: image: a/b\n"],
  ["image as list", "base_image:\n  image: [a/b]\n"],
  ["a literal that the file ends in without newline", "secrets:\n  a: |\n    x"],
  ["null on a line of its own", "secrets:\n  null\n"],
  [
    "a comment between removed flow pairs",
    "base_image: {image: a/b, # c\n  docker_auth: {x: 1, # d\n  secret_name: y}}\n",
  ],
  [
    "a comment between flow pairs that all go",
    "base_image: {docker_auth: {secret_name: y, # c\n  aws_oidc_region: z}}\n",
  ],
  ["an alias for a number as image", "x: &i 1.5\nbase_image: {image: *i}\n"],
];

describe("unreadable", () => {
  test.each(unreadable)("%s", (_name, text) => {
    const error = refusal(() => readTruss(text));
    expect(error.code).toBe("invalid-config");
    expect(error.message).toMatch(/^config\.yaml, line \d+, column \d+: [^.]+\.$/);
    expect(refusal(() => editConfig(text, change))).toMatchObject({
      message: error.message,
      paste: expect.stringContaining("docker_auth:"),
    });
  });

  test("all sentences", () => {
    const sentences = unreadable.map(([name, text]) => `${name} → ${refusal(() => readTruss(text)).message}`);
    expect(sentences).toMatchInlineSnapshot(`
      [
        "several documents → config.yaml, line 2, column 1: a second document starts here.",
        "a second document without content → config.yaml, line 2, column 1: a second document starts here.",
        "duplicate keys → config.yaml, line 3, column 1: this key stands twice in the same mapping.",
        "duplicate keys below → config.yaml, line 3, column 3: this key stands twice in the same mapping.",
        "a parse error → config.yaml, line 4, column 1: a quote, bracket, comma or colon is missing.",
        "a tab → config.yaml, line 2, column 1: a tab is used as indentation, where YAML takes only spaces.",
        "two colons → config.yaml, line 1, column 13: a colon and space make a second mapping on this line; quote the value.",
        "a lost alias → config.yaml, line 1, column 13: an alias refers to no anchor above it.",
        "base_image as text → config.yaml, line 1, column 13: base_image is not a mapping of keys to values.",
        "base_image as list → config.yaml, line 2, column 1: base_image is not a mapping of keys to values.",
        "docker_auth as text → config.yaml, line 2, column 16: docker_auth is not a mapping of keys to values.",
        "secrets as list → config.yaml, line 2, column 1: secrets is not a mapping of keys to values.",
        "secrets as text → config.yaml, line 1, column 10: secrets is not a mapping of keys to values.",
        "a list → config.yaml, line 1, column 1: the file is not a mapping of keys to values.",
        "a text → config.yaml, line 1, column 1: the file is not a mapping of keys to values.",
        "lone carriage returns → config.yaml, line 1, column 5: a line ends with a lone carriage return.",
        "an escape → config.yaml, line 1, column 13: a control character stands here.",
        "a NUL in a comment → config.yaml, line 1, column 3: a control character stands here.",
        "a C1 control in quotes → config.yaml, line 1, column 5: a control character stands here.",
        "a byte order mark in the middle → config.yaml, line 2, column 1: a byte order mark stands here, where no file starts.",
        "two byte order marks → config.yaml, line 1, column 1: a byte order mark stands here, where no file starts.",
        "a line separator → config.yaml, line 1, column 6: the line ends with neither LF nor CRLF.",
      ]
    `);
  });

  test("1 MiB is the limit, in bytes; above 100 KiB Truss reads the file all the same", () => {
    const filled = (bytes: number) => `# ${"é".repeat((bytes - 2) / 2)}`;
    expect(editConfig(filled(102_402), change)).toContain("docker_auth:");
    expect(readTruss(filled(1_048_576)).secrets).toEqual([]);
    expect(refusal(() => readTruss(filled(1_048_578))).message).toContain("1 MiB");
    expect(refusal(() => editConfig(filled(1_048_576), change)).message).toContain("1 MiB");
  });

  test("a message never quotes the file", () => {
    for (const text of ["secrets:\n  a: 'hunter2\n", "secrets: {a: hunter2]\n", "hunter2: *hunter2\n"])
      expect(JSON.stringify(refusal(() => readTruss(text)))).not.toContain("hunter2");
  });

  test("a BOM does not count as a column", () => {
    expect(refusal(() => readTruss("\ufeffbase_image: x\n")).message).toContain("line 1, column 13:");
  });
});

describe("readable, but not to be edited", () => {
  test.each(uneditable)("%s", (_name, text) => {
    expect(() => readTruss(text)).not.toThrow();
    const error = refusal(() => editConfig(text, change));
    expect(error.code).toBe("invalid-config");
    expect(error.paste).toContain("aws_secret_access_key: null");
  });

  test("all sentences", () => {
    const sentences = uneditable.map(
      ([name, text]) => `${name} → ${refusal(() => editConfig(text, change)).message}`,
    );
    expect(sentences).toMatchInlineSnapshot(`
      [
        "an anchor on base_image → config.yaml, line 2, column 3: base_image has an anchor, so it can't be changed safely.",
        "an alias for base_image → config.yaml, line 2, column 13: base_image is an alias, so it can't be changed safely.",
        "a merge key in base_image → config.yaml, line 3, column 3: base_image has a merge key, so it can't be changed safely.",
        "an anchor on docker_auth → config.yaml, line 2, column 19: docker_auth has an anchor, so it can't be changed safely.",
        "an alias for docker_auth → config.yaml, line 3, column 16: docker_auth is an alias, so it can't be changed safely.",
        "an anchor on a changed value → config.yaml, line 2, column 13: image has an anchor, so it can't be changed safely.",
        "an alias as a changed value → config.yaml, line 3, column 10: image is an alias, so it can't be changed safely.",
        "a tag on a changed value → config.yaml, line 2, column 16: image has a tag, so it can't be changed safely.",
        "a tag on secrets → config.yaml, line 1, column 16: secrets has a tag, so it can't be changed safely.",
        "an anchor on null secrets → config.yaml, line 1, column 12: secrets has an anchor, so it can't be changed safely.",
        "an anchor on secrets → config.yaml, line 2, column 3: secrets has an anchor, so it can't be changed safely.",
        "a merge key in secrets → config.yaml, line 3, column 3: secrets has a merge key, so it can't be changed safely.",
        "a merge key at the top → config.yaml, line 1, column 1: the file has a merge key, so it can't be changed safely.",
        "an anchor on a removed key, used elsewhere → config.yaml can't be edited safely: an anchor on the lines to change is used elsewhere.",
        "an explicit key → config.yaml, line 2, column 3: this key does not start its line.",
        "image as list → config.yaml, line 2, column 10: image is not a text.",
        "a literal that the file ends in without newline → config.yaml, line 2, column 3: the file ends in this block without a newline.",
        "null on a line of its own → config.yaml, line 2, column 3: the value of secrets is on another line.",
        "a comment between removed flow pairs → config.yaml, line 2, column 21: a comment here would be lost.",
        "a comment between flow pairs that all go → config.yaml, line 1, column 28: a comment here would be lost.",
        "an alias for a number as image → config.yaml, line 2, column 21: image is an alias, so it can't be changed safely.",
      ]
    `);
  });

  test("anchors on what already is as wanted do no harm", () => {
    const text = `x: &host ghcr.io\nbase_image: &b\n  image: &i a/b\nsecrets: &s {a: null}\ny: [*b, *s, *i, *host]\n`;
    expect(planEdits(text, { ...onlySecrets("a"), image: "a/b", removeSecrets: ["z"] })).toEqual([]);
  });
});

describe("the check after the edit", () => {
  const before = "base_image:\n  image: a/b:1\nmode: 0644\nsecrets:\n  hf: null\n";
  const small = { ...onlySecrets("new"), image: "a/b:2", removeSecrets: ["old"] };
  const good = "base_image:\n  image: a/b:2\nmode: 0644\nsecrets:\n  hf: null\n  new: null\n";
  test.each([
    ["another key changed", good.replace("0644", "644")],
    ["a key gone", good.replace("mode: 0644\n", "")],
    ["a secret gone", good.replace("  hf: null\n", "")],
    ["a secret's value changed", good.replace("hf: null", "hf: x")],
    ["the image not set", good.replace("a/b:2", "a/b:1")],
    ["the secret not added", good.replace("  new: null\n", "")],
    ["the old secret still there", `${good}  old: null\n`],
    ["docker_auth there", good.replace("mode:", "  docker_auth: {}\nmode:")],
    ["no YAML", `${good}"`],
  ])("refuses: %s", (_name, after) => {
    expect(refusal(() => checkEdited(before, after, small)).code).toBe("invalid-config");
  });

  test.each([
    ["compared as text", "x: 1\n"],
    ["compared whole", "x: &a 1\n"],
  ])("refuses a key that stands twice, other blocks %s", (_name, other) => {
    const text = (names: string) => `${other}secrets: {${names}}\n`;
    expect(() => checkEdited(text("a: null"), text("a: null "), onlySecrets("a"))).not.toThrow();
    const twice = text("a: null, a: null");
    expect(refusal(() => checkEdited(text("a: null"), twice, onlySecrets("a"))).code).toBe("invalid-config");
  });

  test("takes the planned, and tells YAML 1.1 from 1.2", () => {
    expect(() => checkEdited(before, good, small)).not.toThrow();
    const yes = { ...small, image: null, addSecrets: ["yes"] };
    expect(() => checkEdited(before, `${before}  "yes": null\n`, yes)).not.toThrow();
    expect(() => checkEdited(before, `${before}  yes: null\n`, yes)).toThrow(CliError);
  });
});
