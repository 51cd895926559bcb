// How often does a set-up read config.yaml's text as YAML? Once before the edit, and once after it.
import { afterEach, expect, test, vi } from "vitest";
import { Parser } from "yaml";
import { configOf, ecrImage } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";

afterEach(() => void vi.restoreAllMocks());

/** How often each text is made into tokens while something runs. */
async function countsOf(act: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const { parse } = Parser.prototype;
  vi.spyOn(Parser.prototype, "parse").mockImplementation(function (this: Parser, text, incomplete) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return parse.call(this, text, incomplete);
  });
  await act();
  return counts;
}

const flags = ["--method", "token", "--store", "none", "--no-verify", "--yes"];
// The template, and what other tests in this process read, is no config.yaml.
const ours = (counts: ReadonlyMap<string, number>) =>
  [...counts].filter(([text]) => text.includes("reading-test"));

test.each([
  ["with a final newline", "\n", 2],
  // The editor plans such a text with its last line ended.
  ["without", "", 3],
])("%s", async (_name, end, texts) => {
  const config = `${configOf(ecrImage)}# reading-test ${texts}${end}`;
  const counts = ours(await countsOf(() => runSetup(flags, { config })));
  expect(counts.map(([, count]) => count)).toEqual(Array.from({ length: texts }, () => 1));
});

test("a project that is set up already is read once", async () => {
  const config = `${configOf(ecrImage)}  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null\n# reading-test\n`;
  const counts = ours(await countsOf(() => runSetup(flags, { config })));
  expect(counts.map(([, count]) => count)).toEqual([1]);
});
