// Settles one value: flag, then what is known, then a prompt, then an error that names the flag.

import type { Question, Target, ValueKey, Values } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { InteractiveWorld, World } from "../world/types.ts";

/** Whether somebody is there to ask. */
export const canAsk = (world: World): world is InteractiveWorld => world.prompter !== null;

export type Asks = Pick<World, "prompter" | "terminal">;

/** The failure when a value is needed and nobody can be asked. */
export const missingFlag = (flag: string, what: string): CliError =>
  new CliError("missing-flag", `${flag} is missing: ${what}`, {
    hint: `Add ${flag}, or run it on a terminal without --yes and --json to be asked.`,
  });

/** A dim line above a prompt: why it is asked, and the page that explains it. */
export function sayWhy(world: Asks, why: string, link?: string): void {
  world.terminal.say(world.terminal.dim(`  ${why}${link === undefined ? "" : ` ${link}`}`));
}

/**
 * Answers one question.
 * @throws CliError `invalid-value` for a flag's value that can't be right; `missing-flag`.
 */
export async function askValue(question: Question, given: string | undefined, world: Asks): Promise<string> {
  if (given !== undefined) {
    const problem = question.problem(given);
    if (problem === null) return given;
    throw new CliError("invalid-value", `${question.flag}: ${problem}`, { hint: question.why });
  }
  if (question.quiet && question.default !== undefined) return question.default;
  if (world.prompter === null) {
    if (question.default !== undefined) return question.default;
    throw missingFlag(question.flag, question.message);
  }
  sayWhy(world, question.why, question.link);
  return world.prompter.input({
    message: question.message,
    ...(question.default === undefined ? {} : { default: question.default }),
    problem: question.problem,
  });
}

/** Answers all questions of a method, in order; flags of other methods are left out. */
export async function askValues(
  questions: readonly Question[],
  given: Values,
  world: Asks,
): Promise<Partial<Record<ValueKey, string>>> {
  const values: Partial<Record<ValueKey, string>> = {};
  for (const question of questions)
    values[question.key] = await askValue(question, given[question.key], world);
  return values;
}

/** `Amazon ECR · account 123456789012 · us-east-1` */
export const titleOf = (title: string, target: Target): string =>
  target.details === undefined ? title : `${title} · ${target.details}`;
