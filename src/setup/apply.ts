// Carries the plan out, in the order that does least harm when it is cut short: store, then write.

import { writeBytes } from "../config/file.ts";
import { type BasetenStore, isBaseten, type Keeping, keep } from "../credential/keep.ts";
import type { Applied, Obtained, Plan, StoredSecret } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { printedText } from "./screen.ts";

/**
 * Stores the secrets and writes config.yaml. An orphan secret is harmless; a config that names a missing one
 * breaks the next deploy, so nothing is written when storing fails.
 * @throws CliError `config-changed` when the file changed meanwhile, `config-unwritable`, or as Baseten's API.
 */
export async function apply(plan: Plan, obtained: Obtained, world: World): Promise<Applied> {
  const secrets = await store(plan, obtained, world);
  try {
    await write(plan, world);
  } catch (error) {
    const stored = secrets.filter((secret) => secret.stored === "baseten").map(({ name }) => name);
    if (!(error instanceof CliError) || stored.length === 0) throw error;
    const message = `${error.message} ${stored.join(", ")} is stored in Baseten already, which does no harm.`;
    throw new CliError(error.code, message, error.hint === undefined ? {} : { hint: error.hint });
  }
  return { secrets, written: plan.config.changed };
}

async function store(plan: Plan, obtained: Obtained, world: World): Promise<readonly StoredSecret[]> {
  const { destination } = plan;
  const { expiresAt } = obtained;
  const unstored = { team: null, expiresAt: expiresAt?.toISOString() ?? null };
  if (destination.where === "print") {
    const printed = obtained.secrets.map(
      ({ name, value }) => ({ name, stored: "printed", value, ...unstored }) as const,
    );
    await world.terminal.deliver(printedText(printed));
    return printed;
  }
  if (!isBaseten(destination)) return plan.secrets.map(({ name }) => ({ name, stored: "no", ...unstored }));
  const stored: StoredSecret[] = [];
  for (const secret of obtained.secrets)
    stored.push(await keepOne({ ...secret, expiresAt }, destination, stored, world));
  return stored;
}

async function keepOne(
  secret: Keeping,
  destination: BasetenStore,
  before: readonly StoredSecret[],
  world: World,
): Promise<StoredSecret> {
  try {
    return await world.terminal.progress(`Storing ${secret.name}`, keep(secret, destination, world));
  } catch (error) {
    if (!(error instanceof CliError) || before.length === 0) throw error;
    // A second run finishes the job, since storing twice does no harm.
    const done = before.map(({ name }) => name).join(", ");
    const message = `${error.message} ${done} is stored; ${secret.name} is not, and config.yaml is unchanged.`;
    throw new CliError(error.code, message, { hint: error.hint ?? "Run the same command again." });
  }
}

/** Takes the change of config.yaml back, unless something else has changed it since. */
export async function unwrite({ config }: Plan, world: World): Promise<void> {
  const { file, text, changed } = config;
  if (changed && file.bytes !== null) await writeBytes(file, Buffer.from(text, "utf8"), file.bytes, world);
}

async function write({ config }: Plan, world: World): Promise<void> {
  const { file, text, changed } = config;
  if (changed) await writeBytes(file, file.bytes, Buffer.from(text, "utf8"), world);
}
