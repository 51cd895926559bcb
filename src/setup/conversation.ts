// Asks the few things that neither the flags nor the machine tell.

import { askAccessKey } from "../credential/aws-key.ts";
import { askProfile } from "../credential/aws-profile.ts";
import { foundInDocker } from "../credential/docker.ts";
import { givenByFlags } from "../credential/given.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Given, SetupOptions, Situation } from "../flow.ts";
import { keptValues } from "../mechanisms/index.ts";
import type { Values } from "../mechanisms/types.ts";
import type { Method, Target } from "../registries/types.ts";
import type { World } from "../world/types.ts";
import { askFields } from "./fields.ts";
import { askMethod, mechanismNow } from "./method.ts";
import type { Found } from "./target.ts";

/** Whether this run handles the credential at all: a dry run and `--store none --no-verify` never do. */
export const usesCredential = (method: Method, options: SetupOptions): boolean =>
  method.typed !== null && !options.dryRun && (options.store !== "none" || options.verify);

/**
 * Settles the recipe: method, values, and a credential that no CLI fetches.
 * @throws CliError as the questions do; `interrupted` on Ctrl+C.
 */
export async function ask(
  found: Found,
  situation: Situation,
  options: SetupOptions,
  world: World,
): Promise<Answers> {
  const { registry, target } = found;
  const method = await askMethod(registry, situation, options, world);
  const now = mechanismNow(situation);
  const mechanism = now !== null && now === method.alias ? now : method.mechanism;
  // What config.yaml already says is not asked again: it is the answer unless a flag says otherwise.
  const kept = now === mechanism ? keptValues(mechanism, situation.truss.dockerAuth, target) : {};
  const asked = await askFields(mechanism, target, { ...kept, ...options }, world);
  const passed = pick(options, ["awsProfile", "impersonateServiceAccount", "username"]);
  const recipe = { registry, target, method, mechanism };
  const values: Values = { ...passed, ...asked };
  if (!usesCredential(method, options)) return { ...recipe, values, given: null };
  return { ...recipe, ...(await settleCredential(method, target, values, options, world)) };
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
