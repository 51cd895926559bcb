// Which role or account lets Baseten in? One that is there, one that is made, one that is named, or what to hand on.
import { findRoles } from "../grant/aws/find-roles.ts";
import { findAccounts } from "../grant/google/find-accounts.ts";
import type { Identity } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import { paintOf } from "../text/paint.ts";
import { CliError } from "../values/errors.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { type Known, settled } from "./known.ts";
import { planGrant, printGrant } from "./plan-grant.ts";
import { type Candidate, choicesOf, type Way } from "./role-choices.ts";
import { again } from "./trouble.ts";
import { identityFor, wantedOf } from "./wanted.ts";

export async function askRole(before: Known, world: InteractiveWorld): Promise<Known> {
  const identity = await identityFor(before, world);
  const asking = wantedIfKnown(before, identity, world);
  const wanted = await world.terminal.progress("Asking Baseten and the cloud who is who", asking);
  const known = { ...before, identity, ...(wanted === null ? {} : { wanted }) };
  const { there, error } = await candidates(known, wanted, identity, world);
  if (error !== null) world.terminal.show(`${paintOf(world.terminal.colour).yellow("!")} ${error.message}`);
  const ecr = settled(known.found).registry.id === "ecr";
  const way = await world.prompter.select<Way>({
    message: ecr ? "Which role lets Baseten in?" : "Which service account lets Baseten in?",
    choices: choicesOf(known, wanted, there, error),
  });
  if (way === "make") return planGrant(known, "grant", world);
  if (way === "shell" || way === "terraform") return printGrant(known, way, world);
  if (way === "sign-in") {
    if (error?.signIn !== undefined) await world.attend(error.signIn);
    throw again("grant", before);
  }
  if (way === "name") return known;
  return { ...known, options: { ...known.options, ...way } };
}

/** Nobody is asked for an id who may only want to name a role: that comes when one is to be made. */
async function wantedIfKnown(
  known: Known,
  identity: Identity,
  world: InteractiveWorld,
): Promise<Wanted | null> {
  try {
    return await wantedOf(known, identity, { ...world, prompter: null });
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return null;
    throw error;
  }
}

/** Those that are there, or why nobody may look. */
interface Candidates {
  readonly there: readonly Candidate[];
  readonly error: CliError | null;
}

/** Looks for them, those that serve best first. @throws CliError `interrupted` alone */
async function candidates(
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
