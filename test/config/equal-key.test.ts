// Are equal keys found as the yaml package finds them, in a time that grows with their number only?
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { documentOf, equalKey } from "../../src/config/parsed.ts";
import { randomOf } from "../fuzz/random.ts";
import { makeConfig } from "../fuzz/styles.ts";

const found = (text: string): number | undefined =>
  (equalKey(documentOf(text).contents)?.key as { range?: [number] } | null | undefined)?.range?.[0];
const asPackage = (text: string): number | undefined =>
  parseDocument(text, { prettyErrors: false, intAsBigInt: true }).errors.find(
    ({ code }) => code === "DUPLICATE_KEY",
  )?.pos[0];

test.each([
  "a: 1\na: 2\n",
  "a: 1\n'a': 2\n",
  "1: a\n'1': b\n",
  "1: a\n0x1: b\n",
  "x: {a: 1, b: {c: 1, c: 2}}\n",
  "- a: 1\n  a: 2\n",
  "? {a: 1, a: 2}\n: x\n",
  "~: 1\nnull: 2\n",
  "x: &x {a: 1}\ny: {<<: *x, a: 2}\n",
  "true: 1\nTrue: 2\n",
  "a: 1\nb: 1\n",
])("%j", (text) => {
  expect(found(text)).toBe(asPackage(text));
});

// Where a question mark makes the key, the package names its place.
test("in made-up configs, doubled", () => {
  const texts = Array.from({ length: 200 }, (_, seed) => makeConfig(randomOf(seed)).text);
  const readable = texts.filter(
    (text) => documentOf(text).errors.length === 0 && !/^(?:---|%|\.\.\.)/m.test(text),
  );
  for (const text of readable)
    for (const doubled of [text, `${text}\n${text}`]) {
      if (documentOf(doubled).errors.length === 0)
        expect([doubled, found(doubled) === undefined]).toEqual([doubled, asPackage(doubled) === undefined]);
    }
  expect(readable.length).toBeGreaterThan(50);
});
