// Everything but the bin itself, as one entry: a chunk of its own, so that `--help` doesn't wait for it. A command and
// what it needs is a chunk again, loaded when the command line asks for it.

import type { Invocation } from "./command-line/args.ts";
import type { CheckOptions, Outcome, SetupOptions } from "./flow.ts";
import { firstProgram } from "./setup/first-program.ts";
import { firstQuestion } from "./setup/first-question.ts";
import type { SetupOutcome } from "./setup/setup.ts";
import { paintAhead } from "./world/ahead.ts";
import { loadExec } from "./world/exec.ts";
import { createWorld, type Process } from "./world/index.ts";
import { startAhead } from "./world/start-ahead.ts";
import type { World } from "./world/types.ts";

export { readArgs } from "./command-line/args.ts";
export { helpText } from "./command-line/help.ts";
export { errorJson, errorLines, isDumb, paintOf, wantsColour } from "./text/paint.ts";
export { printable } from "./text/printable.ts";
export { CliError, exitCodeOf, interrupted } from "./values/errors.ts";
export { printed } from "./world/terminal.ts";

/** Runs the command that the command line asks for, in the real world. */
export async function run(
  invocation: Exclude<Invocation, { kind: "help" | "version" }>,
  sources: { readonly process: Process; readonly colour: boolean; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { process, colour, signal } = sources;
  const { json, quiet, yes } = invocation.options;
  let onPaint = (): void => {};
  const painted = new Promise<void>((resolve) => {
    onPaint = resolve;
  });
  const options = { json, quiet, colour, interactive: !yes };
  const world = createWorld({ process, options, signal, onPaint });
  if (invocation.kind === "refresh") {
    const { refresh } = await import("./refresh/refresh.ts");
    return refresh(invocation.options, world);
  }
  const loadCheck = () => import("./check/check.ts");
  if (invocation.kind === "check") return (await loadCheck()).check(invocation.options, world);
  const outcome = await setUp(invocation.options, world, painted);
  if (outcome.check === undefined) return outcome;
  return (await loadCheck()).check(checkOf(outcome.check, invocation.options), world);
}

/**
 * Sets up. Where the first question is known at a glance, all that comes after is loaded while it is being read.
 * @param painted resolves when a question stands on the screen
 */
export async function setUp(
  options: SetupOptions,
  world: World,
  painted: Promise<void>,
): Promise<SetupOutcome> {
  const { prompter } = world;
  if (prompter === null) return setUpUnasked(options, world);
  const first = await firstQuestion(options, world);
  if (first === null) return (await loadSetup()).setup(options, world);
  const ahead = paintAhead({ ...world, prompter }, first);
  await Promise.race([painted, ahead.settled]);
  const { setup } = await loadSetup();
  try {
    const setting = setup(options, ahead.world);
    void loadExec();
    return await setting;
  } finally {
    await ahead.end();
  }
}

const loadSetup = () => import("./setup/setup.ts");

/** Sets up without asking. The program that all waits for is started before the rest is loaded, where it is certain. */
async function setUpUnasked(options: SetupOptions, world: World): Promise<SetupOutcome> {
  const program = await firstProgram(options, world);
  if (program === null) return (await loadSetup()).setup(options, world);
  await loadExec();
  const started = startAhead(world, program);
  try {
    // Loading stands in the way of starting, unless that had its turn before.
    await new Promise(setImmediate);
    return await (await loadSetup()).setup(options, started.world);
  } finally {
    started.end();
  }
}

/** The check that somebody chose in the wizard. */
const checkOf = (
  chosen: Pick<CheckOptions, "projects" | "online" | "awsProfiles">,
  options: SetupOptions,
): CheckOptions => ({
  ...options,
  ...chosen,
  recursive: false,
  fix: false,
  strict: false,
  format: "text",
});
