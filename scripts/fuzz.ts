// Edits made-up configs by the thousand and has PyYAML judge each: npm run fuzz -- --plans 50000 --seed 1
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startJudge } from "../test/fuzz/judge.ts";
import { type Case, type Planned, planFrom } from "../test/fuzz/plans.ts";

const { values } = parseArgs({
  options: {
    plans: { type: "string", default: "50000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    python: { type: "string", default: process.env.TRUSS_PYTHON ?? "python3" },
    /** Prints what became of one seed. */
    show: { type: "boolean", default: false },
  },
});
const first = Number(values.seed);
const wanted = Number(values.plans);
const judge = startJudge(fileURLToPath(new URL("../test/fuzz/judge.py", import.meta.url)), values.python);

const tally: Record<string, number> = { edited: 0, unchanged: 0, refused: 0, right: 0, unread: 0, wrong: 0 };
const count = (name: string): void => {
  tally[name] = (tally[name] ?? 0) + 1;
};
const tell = (seed: number, what: string): void => {
  count("wrong");
  if ((tally.wrong ?? 0) <= 20) process.stderr.write(`seed ${seed}: ${what}\n`);
};

function plan(seed: number): Planned {
  try {
    return planFrom(seed);
  } catch (error) {
    tell(seed, error instanceof Error ? `${error.message} ${error.cause ?? ""}` : String(error));
    return { outcomes: [], cases: [], wrong: [] };
  }
}

let plans = 0;
let seed = first;
while (plans < wanted) {
  const cases: Case[] = [];
  for (; cases.length < 1000 && plans < wanted; seed += 1) {
    const planned = plan(seed);
    plans += planned.outcomes.length;
    planned.outcomes.forEach(count);
    for (const what of planned.wrong) tell(seed, what);
    cases.push(...planned.cases);
  }
  const verdicts = await judge.verdicts(cases);
  for (const [index, verdict] of verdicts.entries()) {
    const one = cases[index] as Case;
    if (values.show) process.stdout.write(`${one.before}\n=====> ${verdict}\n${one.after}\n`);
    if (verdict === "right" || verdict === "unread") count(verdict);
    else tell(one.seed, verdict);
  }
}
judge.end();
process.stdout.write(`${plans} plans, seeds ${first} to ${seed - 1}: ${JSON.stringify(tally)}\n`);
process.exitCode = (tally.wrong ?? 0) === 0 ? 0 : 1;
