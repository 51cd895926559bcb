// Settles the recipe of a method: its values, and a credential that no program fetches.

import { askAccessKey } from "../credential/aws-key.ts";
import { askProfile } from "../credential/aws-profile.ts";
import { foundInDocker, givenByFlags } from "../credential/given.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Destination, Given, SetupOptions, Situation } from "../flow.ts";
import { keptValues } from "../mechanisms/index.ts";
import { render } from "../mechanisms/render.ts";
import type { Field, Mechanism, Values } from "../mechanisms/types.ts";
import { gcloudAccount } from "../programs/gcloud/account.ts";
import type { Method, Target } from "../registries/types.ts";
import { Back } from "../values/errors.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { askFields } from "./fields.ts";
import { methodQuestion } from "./screen.ts";
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

/** Whether a program of this machine gives the credential, unless a flag does. */
export const isFetched = ({ method, target, values }: Answers): boolean =>
  method.fetch(target, values).length > 0;

/**
 * Settles a credential: of a flag, of a program's profile, of Docker, or typed.
 * @throws CliError as the questions do
 */
export async function askCredential(answers: Answers, options: SetupOptions, world: World): Promise<Answers> {
  if (!usesCredential(answers.method, options)) return answers;
  return { ...answers, ...(await settleCredential(answers, options, world)) };
}

async function settleCredential(
  { registry, method, mechanism, target, values }: Answers,
  options: SetupOptions,
  world: World,
): Promise<Pick<Answers, "values" | "given" | "account">> {
  const byFlags = await givenByFlags(method, target, options, world);
  if (byFlags !== null) return { values, given: byFlags };
  if (method.typed?.kind === "access-key") {
    // Where a flag names or implies the method there is no question to go back to.
    const flagged = options.method ?? mechanism.fields.find(({ value }) => options[value] !== undefined);
    const mayLeave = flagged === undefined && registry.methods.length > 1;
    const given = await askAccessKey(options, target, mayLeave, world);
    if (given === "another-method") throw new Back(methodQuestion);
    return { values, given };
  }
  if (method.fetch(target, values).length > 0) {
    const { file } = method.fetch(target, values)[0]?.command ?? {};
    const profile = file === "aws" ? await askProfile(options, world, target.account) : null;
    const account = file === "gcloud" ? await gcloudAccount(world).catch(() => null) : null;
    return {
      values: profile === null ? values : { ...values, awsProfile: profile },
      given: null,
      ...(account === null ? {} : { account }),
    };
  }
  const docker = await offerDocker(method, target, world);
  if (docker !== null) return { values, given: docker };
  return { values, given: method.typed === null ? null : await typeCredential(method.typed, values, world) };
}

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

/** The answers with the names settled, and whether what is stored stays. */
export interface Settled {
  readonly answers: Answers;
  readonly keeps: boolean;
}

/**
 * Asks, where a name is taken that other projects may use too. A registry's own secret has one name only, and its
 * value is renewed as a matter of course, so it isn't asked about.
 */
export async function askExisting(
  answers: Answers,
  destination: Destination,
  world: InteractiveWorld,
): Promise<Settled> {
  const { mechanism, target, values } = answers;
  const named = mechanism.fields.some((field: Field) => field.secret) && mechanism.credential !== "basic";
  if (!named || destination.where !== "baseten-api") return { answers, keeps: false };
  const { secrets } = render(mechanism, target, values);
  const there = destination.existing.filter(({ name }) => secrets.includes(name));
  const [first] = there;
  if (first === undefined) return { answers, keeps: false };
  const where = destination.team === null ? "in Baseten" : `in team ${destination.team.name}`;
  const since = first.createdAt === null ? "" : ` since ${first.createdAt.slice(0, 10)}`;
  const names = there.map(({ name }) => name).join(" and ");
  world.terminal.show(`! ${names} ${there.length === 1 ? "is" : "are"} ${where}${since}.`);
  world.terminal.show("  Every deployment that lists a secret uses it; a new value takes effect at once.");
  const renamed = otherNames(answers);
  const choice = await world.prompter.select<"keep" | "rename" | "replace">({
    message: there.length === 1 ? "What is to become of it?" : "What is to become of them?",
    choices: [
      ...(there.length === secrets.length
        ? [{ value: "keep" as const, name: "Keep what is stored", description: "nothing is sent" }]
        : []),
      {
        value: "rename",
        name: "Store under another name",
        description: Object.values(renamed).join(", "),
      },
      { value: "replace", name: "Replace", description: "for every deployment that uses it" },
    ],
  });
  if (choice === "rename")
    return { answers: { ...answers, values: { ...values, ...renamed } }, keeps: false };
  return { answers, keeps: choice === "keep" };
}

/** The names with the image's own behind them: `aws_access_key_id_whisper`. */
function otherNames({ mechanism, target, values }: Answers): Values {
  const model = (target.image.repository.split("/").at(-1) ?? "model").replace(/[^a-z0-9]+/g, "_");
  const renamed = mechanism.fields.flatMap((field: Field) => {
    const name = values[field.value] ?? field.byDefault ?? field.suggest?.(target);
    return field.secret && name !== undefined ? [[field.value, `${name}_${model}`]] : [];
  });
  return Object.fromEntries(renamed);
}
