// Asks the few things that neither the flags nor the machine tell.

import { askValues } from "../credential/ask.ts";
import { askAccessKey } from "../credential/aws-key.ts";
import { askProfile } from "../credential/aws-profile.ts";
import { foundInDocker, givenByFlags } from "../credential/given.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Given, SetupOptions, Situation } from "../flow.ts";
import type { Method, Target, ValueKey, Values } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { askMethod, currentMethod } from "./method.ts";
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
  refuseIdleFlags(found, method, options);
  const kept = currentMethod(registry, situation) === method ? keptValues(situation, target) : {};
  const asked = await askValues(method.questions(target), { ...kept, ...options }, world);
  const passed = pick(options, ["awsProfile", "impersonateServiceAccount", "username"]);
  const values: Values = { ...passed, ...asked };
  if (!usesCredential(method, options)) return { registry, target, method, values, given: null };
  return { registry, target, method, ...(await settleCredential(method, target, values, options, world)) };
}

/** The values that are flags; the rest of the options belong to every method. */
const valueKeys = [
  ...(["awsProfile", "accessKeyIdSecret", "secretAccessKeySecret", "secretName", "awsRoleArn"] as const),
  ...(["awsRegion", "gcpServiceAccount", "workloadIdentityProvider", "impersonateServiceAccount"] as const),
  "username",
] as const satisfies readonly ValueKey[];

/** A flag that this method would ignore was meant for something, so it is refused. */
function refuseIdleFlags({ registry, target }: Found, method: Method, options: SetupOptions): void {
  const used = new Set<ValueKey>(method.questions(target).map((question) => question.key));
  if (registry.id === "ecr") used.add("awsProfile").add("awsRegion");
  if (registry.id === "artifact-registry") used.add("impersonateServiceAccount");
  if (method.typed?.kind === "basic") used.add("username");
  const idle = valueKeys.find((key) => options[key] !== undefined && !used.has(key));
  if (idle === undefined) return;
  const flag = `--${idle.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new CliError("usage", `${flag} doesn't go with ${registry.title}, --method ${method.id}.`, {
    hint: `Leave it out, or take another --method: ${registry.methods.map(({ id }) => id).join(", ")}.`,
  });
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

/** What config.yaml already says is not asked again: it is the answer unless a flag says otherwise. */
function keptValues({ truss }: Situation, { host }: Target): Values {
  const auth = truss.dockerAuth;
  if (auth === null) return {};
  const kept = {
    accessKeyIdSecret: auth.aws_access_key_id_secret_name,
    secretAccessKeySecret: auth.aws_secret_access_key_secret_name,
    secretName: auth.secret_name,
    awsRoleArn: auth.aws_oidc_role_arn,
    // Another registry's region would be wrong for this one.
    awsRegion: auth.registry === undefined || auth.registry === host ? auth.aws_oidc_region : undefined,
    gcpServiceAccount: auth.gcp_oidc_service_account,
    workloadIdentityProvider: auth.gcp_oidc_workload_id_provider,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value)) as Values;
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}
