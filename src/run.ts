// Everything but the command line itself, as one entry: Node spends about a millisecond on each module it
// loads, so one chunk that is loaded on demand starts sooner than many small ones.

import { check } from "./check/check.ts";
import type { Invocation } from "./command-line/args.ts";
import type { CheckOptions, Outcome, SetupOptions } from "./flow.ts";
import { refresh } from "./refresh/refresh.ts";
import { setup } from "./setup/setup.ts";
import { createWorld, type Process } from "./world/index.ts";

export { errorJson, errorLines, isDumb, paintOf, wantsColour } from "./text/paint.ts";
export { printable } from "./text/printable.ts";
export { printed } from "./world/terminal.ts";

/** Runs the command that the command line asks for, in the real world. */
export async function run(
  invocation: Exclude<Invocation, { kind: "help" | "version" }>,
  sources: { readonly process: Process; readonly colour: boolean; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { process, colour, signal } = sources;
  const { json, quiet, yes } = invocation.options;
  const world = createWorld({ process, options: { json, quiet, colour, interactive: !yes }, signal });
  if (invocation.kind === "refresh") return refresh(invocation.options, world);
  if (invocation.kind === "check") return check(invocation.options, world);
  const outcome = await setup(invocation.options, world);
  return outcome.check === undefined ? outcome : check(checkOf(outcome.check, invocation.options), world);
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
