// Everything but the bin itself, as one entry: a chunk of its own, so that `--help` doesn't wait for it. A command and
// what it needs is a chunk again, loaded when the command line asks for it.

import type { Invocation } from "./command-line/args.ts";
import type { CheckOptions, Outcome, SetupOptions } from "./flow.ts";
import { createWorld, type Process } from "./world/index.ts";

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
  const world = createWorld({ process, options: { json, quiet, colour, interactive: !yes }, signal });
  if (invocation.kind === "refresh") {
    const { refresh } = await import("./refresh/refresh.ts");
    return refresh(invocation.options, world);
  }
  const loadCheck = () => import("./check/check.ts");
  if (invocation.kind === "check") return (await loadCheck()).check(invocation.options, world);
  const { setup } = await import("./setup/setup.ts");
  const outcome = await setup(invocation.options, world);
  if (outcome.check === undefined) return outcome;
  return (await loadCheck()).check(checkOf(outcome.check, invocation.options), world);
}

/** The check that somebody chose in the wizard. */
const checkOf = (chosen: Pick<CheckOptions, "projects" | "online">, options: SetupOptions): CheckOptions => ({
  ...options,
  ...chosen,
  awsProfiles: new Map(options.awsProfile === undefined ? [] : [["*", options.awsProfile]]),
  recursive: false,
  fix: false,
  strict: false,
  format: "text",
});
