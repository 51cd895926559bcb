// Does a secret get anywhere but where it belongs, whatever fails? CANARY=all runs every recipe with every failure.
import { basename } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { failures, nothingFails, short } from "./failures.ts";
import { searched } from "./forms.ts";
import { type Traces, traced } from "./machine.ts";
import { canaries, misplaced, type Recipe, type Run, recipes } from "./recipes.ts";

const whole = process.env.CANARY === "all";
const count = { runs: 0, searches: 0 };

/** Secrets that a program needs, in its environment. */
const needs: Readonly<Record<string, readonly string[]>> = {
  aws: ["awsId", "awsSecret", "awsSession"],
  az: ["oauth"],
  "docker-credential-x": ["awsId", "awsSecret"],
};

interface Place {
  readonly place: string;
  readonly text: string;
  /** Names of secrets that belong there. */
  readonly allowed?: readonly string[];
}

/** The places where secrets were found that don't belong there. */
function leaks(run: Run, traces: Traces): readonly string[] {
  const { stdout, stderr, argv, env, input, files, requests } = traces;
  const places: readonly Place[] = [
    { place: "stdout", text: run.prints ? "" : stdout },
    { place: "stderr", text: stderr },
    { place: "arguments", text: argv },
    { place: "requests", text: requests },
    ...Object.entries(env).map(([name, text]) => ({
      place: `environment of ${name}`,
      text,
      // A proxy is everybody's.
      allowed: [...(needs[name] ?? []), "proxyPassword"],
    })),
    // The baseten CLI takes the value there.
    ...Object.entries(input)
      .filter(([name]) => name !== "baseten")
      .map(([name, text]) => ({ place: `input of ${name}`, text })),
    // What its owner wrote into config.yaml stays there.
    ...Object.entries(files).map(([path, text]) => ({
      place: basename(path),
      text,
      allowed: run.config.includes(canaries.configValue) ? ["configValue"] : [],
    })),
  ];
  return places.flatMap(({ place, text, allowed = [] }) => {
    const { found, searches } = searched(text, canaries);
    count.searches += searches;
    return found.filter((name) => !allowed.includes(name)).map((name) => `${name} in ${place}`);
  });
}

async function expectNoLeak(run: Run): Promise<Traces> {
  const traces = await traced(run);
  count.runs += 1;
  expect(leaks(run, traces)).toEqual([]);
  expect(traces.stderr).not.toContain("shouldn't have");
  return traces;
}

/** The control: the secret was there to get out, and got where it belongs. */
async function expectSent({ run, sends, code: wanted = 0 }: Recipe): Promise<void> {
  const { code, bodies, input } = await expectNoLeak(run);
  expect(code).toBe(wanted);
  if (sends !== undefined) expect(searched(bodies, { [sends]: canaries[sends] }).found).toEqual([sends]);
  if (run.programs?.baseten !== undefined)
    expect(searched(input.baseten ?? "", { ecrPassword: canaries.ecrPassword }).found).toEqual([
      "ecrPassword",
    ]);
}

describe.each(whole ? failures : failures.slice(0, short))("$name", (failure) => {
  const fitting = recipes.flatMap((recipe) => {
    const run = failure.of(recipe.run);
    return run === null ? [] : [{ ...recipe, run }];
  });
  // In the short form each failure has every fifth recipe, and nothing failing has all of them.
  const chosen = whole || failure === nothingFails ? fitting : fitting.filter((_, index) => index % 5 === 0);
  test.concurrent.each(chosen)("$name", async (recipe) => {
    await (failure === nothingFails ? expectSent(recipe) : expectNoLeak(recipe.run));
  });
});

test.concurrent.each(misplaced)("$name", async ({ run }) => {
  const { code } = await expectNoLeak(run);
  expect(code).not.toBe(0);
});

test("the control of stdout: what is to be printed is found there", async () => {
  const [, , , , , token] = recipes;
  const { stdout } = await traced({
    ...(token as Recipe).run,
    args: ["--password-stdin", "--store", "print"],
  });
  expect(searched(stdout, canaries).found).toEqual(["ecrPassword"]);
});

afterAll(() => {
  if (whole)
    console.info(
      `${count.runs} runs, ${count.searches} searches for ${Object.keys(canaries).length} secrets`,
    );
});
