// The last lines of a set-up, and its document: what was made, stored and written, and what is next.
import { join, relative } from "node:path";
import { repositoryRoot } from "../config/projects.ts";
import type { Applied, Plan, PythonPart } from "../flow.ts";
import { paintOf } from "../text/paint.ts";
import type { World } from "../world/types.ts";
import { handOver } from "./hand-over.ts";
import { settled } from "./known.ts";
import type { Made } from "./made.ts";
import { doneLines, madeLines, nextLines, nextOf, tokenLines } from "./next.ts";
import * as screen from "./screen.ts";

/** The Python is the result; where that is a secret's value already, it stands beside. */
async function sayPython(plan: Plan, { text, files }: PythonPart, world: World): Promise<void> {
  const names = files.map(({ name }) => name).join(" and ");
  world.terminal.say(`  Put this into ${names}, in place of what is there:`);
  world.terminal.say();
  if (plan.destination.where === "print")
    for (const line of text.split("\n")) world.terminal.say(line, "whole");
  else await world.terminal.result(`${text}\n`);
}

type Done = Made & { readonly old: readonly string[] };

export async function sayDone(
  plan: Plan,
  { known, items, old }: Done,
  applied: Applied,
  world: World,
): Promise<object> {
  const { verdict, warnings: found } = settled(known.verified);
  const obtained = settled(known.obtained);
  const warnings = [...plan.warnings, ...found, ...obtained.warnings];
  const paint = paintOf(world.terminal.colour);
  const expiresAt = applied.secrets[0]?.expiresAt ?? null;
  for (const line of madeLines(items, plan, paint)) world.terminal.say(line);
  for (const line of doneLines(plan, applied, verdict, paint)) world.terminal.say(line);
  if (plan.python !== null) await sayPython(plan, plan.python, world);
  if (plan.destination.where === "none") await handOver(plan, obtained.secrets, world);
  const root = await repositoryRoot(world.cwd, world);
  const workflow =
    root === null ? null : relative(world.cwd, join(root, ".github/workflows/registry-auth.yaml"));
  for (const line of [...old, ...tokenLines(expiresAt, world.now())]) world.terminal.say(line, "whole");
  for (const line of nextLines(nextOf(plan, world, workflow), expiresAt !== null, paint))
    world.terminal.say(line, "whole");
  return screen.setupJson({ plan, ...applied, verdict, warnings, items, script: known.script });
}
