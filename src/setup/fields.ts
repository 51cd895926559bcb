// Settles the values that a mechanism writes into config.yaml: a flag's, the likely one, or asked.

import { type Asks, because } from "../credential/ask.ts";
import { likely } from "../mechanisms/render.ts";
import type { Field, Mechanism, Place, ValueKey, Values } from "../mechanisms/types.ts";
import { dashed } from "../text/shell.ts";
import { CliError, missingFlag } from "../values/errors.ts";

/** Settles all fields, in order; flags of other mechanisms are left out. @throws CliError as `askField` */
export async function askFields(
  { fields }: Mechanism,
  place: Place,
  given: Values,
  world: Asks,
): Promise<Values> {
  const values: Partial<Record<ValueKey, string>> = {};
  for (const field of fields) values[field.value] = await askField(field, place, given[field.value], world);
  return values;
}

/**
 * Settles one field.
 * @throws CliError `invalid-value` for a flag's value that can't be right; `missing-flag`.
 */
async function askField(field: Field, place: Place, given: string | undefined, world: Asks): Promise<string> {
  const { question } = field;
  const flag = dashed(field.value);
  if (given !== undefined) {
    const problem = question.problem(given);
    if (problem === null) return given;
    throw new CliError("invalid-value", `${flag}: ${problem}`, { hint: question.why });
  }
  const known = likely(field, place);
  if (known !== undefined && (question.quiet || world.prompter === null)) return known;
  if (world.prompter === null) throw missingFlag(flag, question.message);
  const answer = await world.prompter.input({
    message: question.message,
    why: because(question.why, question.link),
    ...(known === undefined ? {} : { default: known }),
    // What is pasted may bring a blank along.
    problem: (value) => question.problem(value.trim()),
  });
  return answer.trim();
}
