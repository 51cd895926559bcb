// Settles the recipe of a method: its values, and a credential that no program fetches.

import { type Asks, sayWhy } from "../credential/ask.ts";
import { askAccessKey } from "../credential/aws-key.ts";
import { askProfile } from "../credential/aws-profile.ts";
import { foundInDocker, givenByFlags } from "../credential/given.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Given, SetupOptions, Situation } from "../flow.ts";
import { keptValues } from "../mechanisms/index.ts";
import { likely } from "../mechanisms/render.ts";
import type { Field, Mechanism, Place, ValueKey, Values } from "../mechanisms/types.ts";
import type { Method, Target } from "../registries/types.ts";
import { dashed } from "../text/shell.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import type { Known } from "./known.ts";
import type { Found } from "./target.ts";

/** Whether this run handles the credential at all: a dry run and `--store none --no-verify` never do. */
export const usesCredential = (method: Method, options: SetupOptions): boolean =>
  method.typed !== null && !options.dryRun && (options.store !== "none" || options.verify);

/**
 * Settles the values of a method.
 * @param now the mechanism that config.yaml uses; what it says already is not asked again, unless a flag says otherwise
 * @throws CliError as the questions do; `interrupted` on Ctrl+C.
 */
export async function askRecipe(
  { registry, target }: Found,
  method: Method,
  now: Mechanism | null,
  known: { readonly situation: Situation; readonly options: SetupOptions },
  world: World,
): Promise<Answers> {
  const { situation, options } = known;
  const mechanism = now !== null && now === method.alias ? now : method.mechanism;
  const kept = now === mechanism ? keptValues(mechanism, situation.truss.dockerAuth, target) : {};
  const asked = await askFields(mechanism, target, { ...kept, ...options }, world);
  const passed = pick(options, ["awsProfile", "impersonateServiceAccount", "username"]);
  return { registry, target, method, mechanism, values: { ...passed, ...asked }, given: null };
}

/**
 * Settles a credential: of a flag, of a program's profile, of Docker, or typed.
 * @throws CliError as the questions do
 */
export async function askCredential(
  answers: Answers,
  { options, byHand }: Pick<Known, "options" | "byHand">,
  world: World,
): Promise<Answers> {
  const { method, target, values } = answers;
  if (!usesCredential(method, options)) return answers;
  if (byHand !== undefined && method.typed !== null)
    return { ...answers, given: await typeCredential(method.typed, values, world, byHand.username) };
  return { ...answers, ...(await settleCredential(method, target, values, options, world)) };
}

async function settleCredential(
  method: Method,
  target: Target,
  values: Values,
  options: SetupOptions,
  world: World,
): Promise<{ values: Values; given: Given | null }> {
  const flagged = await givenByFlags(method, target, options, world);
  if (flagged !== null) return { values, given: flagged };
  if (method.typed?.kind === "access-key") {
    const { key, from } = await askAccessKey(options, world);
    return { values, given: { credential: key, from } };
  }
  if (method.fetch(target, values).length > 0) {
    const profile = usesAws(method, target, values) ? await askProfile(options, world) : null;
    return { values: profile === null ? values : { ...values, awsProfile: profile }, given: null };
  }
  const docker = await offerDocker(method, target, world);
  if (docker !== null) return { values, given: docker };
  return { values, given: method.typed === null ? null : await typeCredential(method.typed, values, world) };
}

const usesAws = (method: Method, target: Target, values: Values): boolean =>
  method.fetch(target, values).some((attempt) => attempt.command.file === "aws");

/** `docker login` may have been here before: offer what it stored, but only to a person. */
async function offerDocker(method: Method, target: Target, world: World): Promise<Given | null> {
  if (world.prompter === null || method.typed?.kind !== "basic") return null;
  const found = await foundInDocker(target, world);
  if (found === null || found.credential.kind !== "basic") return null;
  if (method.typed.problem?.(found.credential.password.reveal())) return null;
  const take = await world.prompter.confirm({
    message: `Use the credential of ${found.credential.username} from ${found.from}?`,
    default: true,
  });
  return take ? found : null;
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}

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
export async function askField(
  field: Field,
  place: Place,
  given: string | undefined,
  world: Asks,
): Promise<string> {
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
  sayWhy(world, question.why, question.link);
  return world.prompter.input({
    message: question.message,
    ...(known === undefined ? {} : { default: known }),
    problem: question.problem,
  });
}
