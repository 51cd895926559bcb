// Which roles or service accounts let Baseten in already, or nearly so? They are offered before one is made or named.
import type { SetupOptions } from "../flow.ts";
import { findRoles } from "../grant/aws/find-roles.ts";
import { findAccounts } from "../grant/google/find-accounts.ts";
import type { Identity } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import { CliError } from "../values/errors.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { type Known, settled } from "./known.ts";

/** One that may be taken. */
export interface Candidate {
  /** What taking it settles. */
  readonly sets: Pick<SetupOptions, "awsRoleArn" | "gcpServiceAccount">;
  readonly name: string;
  /** Whether it serves as it is. */
  readonly fits: boolean;
  /** A half-line: what it does, or what keeps it from serving. */
  readonly about: string;
}

/** Those that are there, or why nobody may look. */
export interface Candidates {
  readonly there: readonly Candidate[];
  readonly error: CliError | null;
}

/** Looks for them, those that serve best first. @throws CliError `interrupted` alone */
export async function candidates(
  known: Known,
  wanted: Wanted | null,
  identity: Identity,
  world: InteractiveWorld,
): Promise<Candidates> {
  const google = settled(known.found).registry.id === "artifact-registry";
  try {
    return {
      there: google ? await accounts(known, world) : await roles(known, wanted, identity, world),
      error: null,
    };
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return { there: [], error };
    throw error;
  }
}

async function roles(
  known: Known,
  wanted: Wanted | null,
  identity: Identity,
  world: InteractiveWorld,
): Promise<readonly Candidate[]> {
  // Whether one fits can't be told without whom it must trust.
  if (wanted === null) return [];
  const { registry, target } = settled(known.found);
  const looking = findRoles({ registry, target, method: settled(known.method) }, wanted, world, identity);
  const found = await world.terminal.progress("Looking for roles that let Baseten in", looking);
  return found.map(({ arn, name, fits, reasons }) => ({
    sets: { awsRoleArn: arn },
    name,
    fits,
    about: fits ? "lets Baseten pull this image" : reasons.join(" · "),
  }));
}

/** Whether Baseten may act as one depends on the provider, which is asked for afterwards. */
async function accounts(known: Known, world: InteractiveWorld): Promise<readonly Candidate[]> {
  const looking = findAccounts(settled(known.found).target, world);
  const found = await world.terminal.progress("Looking for service accounts that may pull", looking);
  return found.map(({ email, writes }) => ({
    sets: { gcpServiceAccount: email },
    name: email,
    fits: false,
    about: writes ? "reads and writes the repository" : "reads the repository",
  }));
}
