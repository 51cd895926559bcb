// How often does a set-up read config.yaml's text as YAML? Once; of the new text only the blocks that are new.
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
// Templates and blocks are short; the whole text is what counts.
const whole = (counts: ReadonlyMap<string, number>) =>
  [...counts].flatMap(([text, count]) => (text.includes("model_name: whisper") ? [count] : []));

test.each([
  ["with a final newline", "\n", [1]],
  // The editor plans such a text with its last line ended.
  ["without a final newline", "", [1, 1]],
] as const)("%s", async (name, end, expected) => {
  const config = `${configOf(ecrImage)}# ${name}${end}`;
  expect(whole(await countsOf(() => runSetup(flags, { config })))).toEqual(expected);
});

test("with values that the diff hides, below the edit", async () => {
  const config = `${configOf(ecrImage)}environment_variables:\n  TOKEN: hunter-2\n`;
  expect(whole(await countsOf(() => runSetup(flags, { config })))).toEqual([1]);
});

test("a project that is set up already", async () => {
  const config = `${configOf(ecrImage)}  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null\n`;
  expect(whole(await countsOf(() => runSetup(flags, { config })))).toEqual([1]);
});
