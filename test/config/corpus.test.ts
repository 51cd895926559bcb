// Do real Truss configurations, and files made of awkward pieces, survive every mechanism?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { editConfig, planEdits, readTruss } from "../../src/config/truss.ts";
import { changeTo, mechanisms } from "./mechanisms.ts";

const corpus = new URL("../../../shared/corpus/", import.meta.url);
const there = existsSync(corpus);
const files = there ? readdirSync(corpus).filter((file) => file.endsWith(".yaml")) : [];

/** Lines that a change may replace: empty or bare blocks, one-line flow, and docker_auth's own keys. */
const planned =
  /^(secrets|base_image): *(\{.*\}|null|~)? *(#.*)?\r?$|^ +(docker_auth|auth_method|registry|(aws|gcp)_\w+|secret_name):/;

/** The old lines that the new text doesn't have, in order. */
function lostLines(before: string, after: string): string[] {
  const [old, left] = [before, after].map((text) => text.replace("\ufeff", "").split("\n")) as [
    string[],
    string[],
  ];
  let at = 0;
  return old.filter((line) => {
    const found = left.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

function survives(text: string): void {
  const { image } = readTruss(text);
  let current = text;
  for (const name of mechanisms) {
    const change = changeTo(name, image === null ? { image: "a/b" } : {});
    for (const start of new Set([text, current])) {
      const after = editConfig(start, change);
      expect(lostLines(start, after).filter((line) => !planned.test(line))).toEqual([]);
      expect(planEdits(after, change)).toEqual([]);
      expect(readTruss(after).dockerAuth).toEqual(change.dockerAuth);
      current = after;
    }
  }
}

describe.skipIf(!there)("corpus", () => {
  test.each(files)("%s", (file) => survives(readFileSync(new URL(file, corpus), "utf8")));
});

describe("files of awkward pieces", () => {
  const starts = ["", "\ufeff", "---\n", "# c\n\n"];
  const bases = [
    "",
    "base_image:\n",
    "base_image: {}\n",
    "base_image: {image: 'a/b'} # b\n",
    'base_image:\n    image: "a/b"\n    # c\n',
    "base_image:\n  docker_auth: {auth_method: AWS_IAM, registry: x}\n  image: a/b # c\n\n",
  ];
  const middles = ["", "# m\n", "t: |+\n  x\n\n", "t: >-\n  secrets: {}\n\n# n\n", "r:\n- 'a: b'\n"];
  const secrets = [
    "",
    "secrets:\n",
    "secrets: {} # s\n",
    "secrets: {a: null}\n",
    "secrets:\n   a: x # s\n   # t\n",
  ];
  const ends = ["", "\n\n", "# e\n", "...\n", "z: |\n  last\n"];
  const eols = ["\n", "\r\n"];

  // Every pair of neighbors meets, in either order of base_image and secrets.
  const cases = bases.flatMap((base, b) =>
    secrets.flatMap((secret, s) =>
      [`${base}${middles[(b + s) % 5]}${secret}`, `${secret}${middles[(b + 2 * s) % 5]}${base}`].map(
        (body, order) => {
          const text = `${starts[(b + s + order) % 4]}${body}${ends[(b * 2 + s + order) % 5]}`;
          const bare = (b + s) % 3 === 0 ? text.replace(/\n$/, "") : text;
          return bare.replaceAll("\n", eols[(b + order) % 2] ?? "\n");
        },
      ),
    ),
  );

  test.each(cases)("%j", (text) => {
    survives(text);
  });
});
