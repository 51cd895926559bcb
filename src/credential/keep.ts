// How does one secret get into Baseten? By its API, or by its own CLI where only that is signed in.
import { throughCli } from "../baseten/cli-client.ts";
import { type Baseten, createBaseten } from "../baseten/client.ts";
import type { Destination, StoredSecret } from "../flow.ts";
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
 * @throws CliError of Baseten's API or its CLI.
 */
export async function keep(
  { name, value, expiresAt }: Keeping,
  destination: BasetenStore,
  world: Outside,
): Promise<StoredSecret> {
  const saved = await basetenOf(destination, world).upsert(name, value, destination.team?.id);
  const team = saved.team ?? destination.team?.name ?? null;
  return { name, stored: "baseten", team, expiresAt: expiresAt?.toISOString() ?? null };
}

const basetenOf = (destination: BasetenStore, world: Outside): Baseten =>
  destination.where === "baseten-cli"
    ? throughCli(destination.signIn, world)
    : createBaseten(destination.connection, world);
