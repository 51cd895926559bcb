// How does one secret get into Baseten? By its API, or by its own CLI where only that is signed in.
import { setSecretCommand } from "../baseten/baseten-cli.ts";
import { createBaseten } from "../baseten/client.ts";
import type { Destination, StoredSecret } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import type { World } from "../world/types.ts";

/** The destinations that keep a secret in Baseten. */
export type BasetenStore = Extract<Destination, { readonly where: "baseten-api" | "baseten-cli" }>;

/** Whether a destination keeps secrets in Baseten. */
export const isBaseten = (destination: Destination): destination is BasetenStore =>
  destination.where === "baseten-api" || destination.where === "baseten-cli";

/** A secret to keep, and when its value stops working; null when it doesn't by itself. */
export interface Keeping {
  readonly name: string;
  readonly value: Secret;
  readonly expiresAt: Date | null;
}

type Outside = Pick<World, "exec" | "fetch" | "sleep" | "now">;

/**
 * Creates or replaces a secret; doing it twice is harmless.
 * @throws CliError `api-refused` when the CLI fails, else as Baseten's API.
 */
export async function keep(
  { name, value, expiresAt }: Keeping,
  destination: BasetenStore,
  world: Outside,
): Promise<StoredSecret> {
  const team =
    destination.where === "baseten-cli"
      ? await byCli(name, value, destination, world)
      : await byApi(name, value, destination, world);
  return { name, stored: "baseten", team, expiresAt: expiresAt?.toISOString() ?? null };
}

type Via<Where> = Extract<Destination, { readonly where: Where }>;

/** Gives the team's name, when it is known. */
async function byApi(
  name: string,
  value: Secret,
  { connection, team }: Via<"baseten-api">,
  world: Outside,
): Promise<string | null> {
  const saved = await createBaseten(connection, world).upsert(name, value, team?.id);
  return saved.team ?? team?.name ?? null;
}

async function byCli(
  name: string,
  value: Secret,
  { team, profile }: Via<"baseten-cli">,
  world: Outside,
): Promise<string | null> {
  const command = setSecretCommand(name, value, {
    ...(team === null ? {} : { team }),
    ...(profile === null ? {} : { profile }),
  });
  const result = await world.exec(command);
  if (result.status === "ok") return team;
  throw new CliError("api-refused", `The baseten CLI could not store ${name}.`, {
    hint: "Run baseten auth status, or set BASETEN_API_KEY to store it without the CLI.",
  });
}
