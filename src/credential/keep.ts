// How does one secret get into Baseten? By its API, or by its own CLI where only that is signed in.

import { setSecretCommand } from "../baseten/baseten-cli.ts";
import { createBaseten } from "../baseten/client.ts";
import type { Destination } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import type { World } from "../world/types.ts";

/** The destinations that keep a secret in Baseten. */
export type BasetenStore = Extract<Destination, { readonly where: "baseten-api" | "baseten-cli" }>;

/**
 * Creates or replaces a secret; doing it twice is harmless.
 * @returns the team's name, when it is known.
 * @throws CliError `api-refused` when the CLI fails, else as Baseten's API.
 */
export async function storeSecret(
  name: string,
  value: Secret,
  destination: BasetenStore,
  world: Pick<World, "exec" | "fetch" | "sleep" | "now">,
): Promise<string | null> {
  if (destination.where === "baseten-cli") return storeByCli(name, value, destination, world);
  const { connection, team } = destination;
  const saved = await createBaseten(connection, world).upsert(name, value, team?.id);
  return saved.team ?? team?.name ?? null;
}

async function storeByCli(
  name: string,
  value: Secret,
  destination: Extract<Destination, { readonly where: "baseten-cli" }>,
  world: Pick<World, "exec">,
): Promise<string | null> {
  const command = setSecretCommand(name, value, {
    ...(destination.team === null ? {} : { team: destination.team }),
    ...(destination.profile === null ? {} : { profile: destination.profile }),
  });
  const result = await world.exec(command);
  if (result.status === "ok") return destination.team;
  throw new CliError("api-refused", `The baseten CLI could not store ${name}.`, {
    hint: "Run baseten auth status, or set BASETEN_API_KEY to store it without the CLI.",
  });
}
