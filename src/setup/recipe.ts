// Settles the recipe of a method: its values, and a credential that no program fetches.

import { canAsk } from "../credential/ask.ts";
import { askAccessKey } from "../credential/aws-key.ts";
import { askProfile } from "../credential/aws-profile.ts";
import { foundInDocker, givenByFlags } from "../credential/given.ts";
import { userText } from "../credential/identity.ts";
import { offered } from "../credential/offered.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Given, SetupOptions, Situation } from "../flow.ts";
import { canGrant, tokenDays } from "../grant/can-grant.ts";
import { keptValues } from "../mechanisms/index.ts";
import type { Mechanism } from "../mechanisms/types.ts";
import { gcloudAccount } from "../programs/gcloud/account.ts";
import type { Method, Target } from "../registries/types.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { Again } from "./conversation.ts";
import { askFields } from "./fields.ts";
import type { Known } from "./known.ts";
import { usesCredential } from "./method.ts";
import { mechanismFor, secretBeside } from "./python.ts";
import type { Found } from "./target.ts";

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
  const usual = now !== null && now === method.alias ? now : method.mechanism;
  const mechanism = mechanismFor(usual, situation);
  const kept = now === mechanism ? keptValues(mechanism, situation.truss.dockerAuth, target) : {};
  const asked = await askFields(mechanism, target, { ...kept, ...options }, world);
  const passed = pick(options, ["awsProfile", "impersonateServiceAccount", "username"]);
  const training = secretBeside({ mechanism, target }, situation);
  const answers = { registry, target, method, mechanism, values: { ...passed, ...asked }, given: null };
  return training === null ? answers : { ...answers, training };
}

/**
 * Settles a credential: of a flag, of a program's profile, of Docker, or typed.
 * @throws CliError as the questions do
 */
export async function askCredential(
  answers: Answers,
  known: Pick<Known, "options" | "byHand" | "unmakeable">,
  world: World,
): Promise<Answers | "make"> {
  const { options, byHand } = known;
  const { method, values } = answers;
  if (!usesCredential(method, options)) return answers;
  if (byHand !== undefined && method.typed !== null)
    return { ...answers, given: await typeCredential(method.typed, values, world, byHand.username) };
  const settled = await settleCredential(answers, known, world);
  return settled === "make" ? settled : { ...answers, ...settled };
}

async function settleCredential(
  { registry, method, mechanism, target, values }: Answers,
  { options, unmakeable = false }: Pick<Known, "options" | "unmakeable">,
  world: World,
): Promise<Pick<Answers, "values" | "given" | "account"> | "make"> {
  const byFlags = await givenByFlags(method, target, options, world);
  if (byFlags !== null) return { values, given: byFlags };
  const makes = canGrant({ registry, method }) && !unmakeable;
  if (method.typed?.kind === "access-key") {
    // Where a flag names or implies the method there is no question to go back to.
    const flagged = options.method ?? mechanism.fields.find(({ value }) => options[value] !== undefined);
    const mayLeave = flagged === undefined && registry.methods.length > 1;
    const make = makes ? `may pull ${target.image.repository}, and nothing else` : null;
    const given = await askAccessKey(options, target, { leave: mayLeave, make }, world);
    if (given === "another-method") throw anotherMethod();
    if (given === "make") return given;
    return { values, given };
  }
  const fetches = method.fetch(target, values).length > 0;
  if (makes && fetches && canAsk(world) && (await wantsLasting(target, world))) return "make";
  if (fetches) {
    const { file } = method.fetch(target, values)[0]?.command ?? {};
    const profile = file === "aws" ? await askProfile(options, world, target.account) : null;
    const account = file === "gcloud" ? await gcloudAccount(world).catch(() => null) : null;
    return {
      values: profile === null ? values : { ...values, awsProfile: profile },
      given: null,
      ...(account === null ? {} : { account }),
    };
  }
  if (
    makes &&
    canAsk(world) &&
    method.typed?.kind === "service-account-key" &&
    (await wantsNew(target, world))
  )
    return "make";
  const docker = await offerDocker(method, target, world);
  if (docker !== null) return { values, given: docker };
  if (values.username === undefined) {
    const given = await offered(method, target, options.yes, world);
    if (given !== null) return { values, given };
  }
  return { values, given: method.typed === null ? null : await typeCredential(method.typed, values, world) };
}

const anotherMethod = () => new Again<Known>("method", ({ method: _chosen, ...before }) => before);

/** A key that may only read is better than one that is lying around. */
const wantsNew = ({ image }: Target, world: InteractiveWorld): Promise<boolean> =>
  world.prompter.select({
    message: "Which service account's key?",
    choices: [
      {
        value: true,
        name: "Make a pull-only account",
        description: `reads ${image.repository.split("/").slice(0, 2).join("/")}`,
      },
      { value: false, name: "A JSON key that I have", description: "its path, or pasted" },
    ],
  });

/** A token for one repository gives away less than the signed-in person's own. */
const wantsLasting = ({ image }: Target, world: InteractiveWorld): Promise<boolean> =>
  world.prompter.select({
    message: "Which token may Baseten have?",
    choices: [
      {
        value: true,
        name: `Make a ${tokenDays}-day pull token`,
        description: `reads ${image.repository} alone`,
      },
      { value: false, name: "The one that az gives", description: "for 3 hours; may do what you may" },
    ],
  });

/** `docker login` may have been here before: offer what it stored, but only to a person. */
async function offerDocker(method: Method, target: Target, world: World): Promise<Given | null> {
  if (world.prompter === null || method.typed?.kind !== "basic") return null;
  const found = await foundInDocker(target, world);
  if (found === null || found.credential.kind !== "basic") return null;
  if (method.typed.problem?.(found.credential.password.reveal())) return null;
  const who = userText(found.credential);
  const take = await world.prompter.confirm({
    message: `Use the credential ${who === null ? "" : `of ${who} `}from ${found.from}?`,
    default: true,
  });
  return take ? found : null;
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}
