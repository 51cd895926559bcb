// Carries the plan out, in the order that does least harm when it is cut short: store, then write.
import { storeSecret } from "../credential/keep.ts";
import type { Applied, Obtained, Plan, StoredSecret } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import type { World } from "../world/types.ts";

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
  const expiresAt = obtained.expiresAt?.toISOString() ?? null;
  const stored: StoredSecret[] = [];
  const { destination } = plan;
  if (destination.where === "print")
    return obtained.secrets.map(({ name, value }) => ({
      name,
      stored: "printed",
      value,
      team: null,
      expiresAt,
    }));
  if (destination.where !== "baseten-api" && destination.where !== "baseten-cli")
    return plan.secrets.map(({ name }) => ({ name, stored: "no", team: null, expiresAt }));
  for (const { name, value } of obtained.secrets) {
    const team = await storeOne(name, value, plan, stored, world);
    stored.push({ name, stored: "baseten", team, expiresAt });
  }
  return stored;
}

async function storeOne(
  name: string,
  value: Secret,
  { destination }: Plan,
  before: readonly StoredSecret[],
  world: World,
): Promise<string | null> {
  try {
    if (destination.where !== "baseten-api" && destination.where !== "baseten-cli") return null;
    return await world.terminal.progress(`Storing ${name}`, storeSecret(name, value, destination, world));
  } catch (error) {
    if (!(error instanceof CliError) || before.length === 0) throw error;
    // A second run finishes the job, since storing twice does no harm.
    const done = before.map((secret) => secret.name).join(", ");
    throw new CliError(
      error.code,
      `${error.message} ${done} is stored; ${name} is not, and config.yaml is unchanged.`,
      {
        hint: error.hint ?? "Run the same command again.",
      },
    );
  }
}

async function write({ config }: Plan, world: World): Promise<void> {
  if (!config.changed) return;
  const { file, text } = config;
  let outcome: "written" | "changed";
  try {
    outcome = await world.files.replace(file.path, file.bytes, Buffer.from(text, "utf8"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new CliError("config-unwritable", `${file.shown} can't be written (${code}).`, {
      hint: `Make it writable and run this again: chmod u+w ${file.shown}`,
    });
  }
  if (outcome === "changed")
    throw new CliError("config-changed", `${file.shown} changed while this ran, so it was left alone.`, {
      hint: "Run the same command again; it starts from the new text.",
    });
}
