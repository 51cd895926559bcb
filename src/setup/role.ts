// Which role or account lets Baseten in? One that is there, one that is made, one that is named, or what to hand on.
import { grantFor } from "../grant/grant-for.ts";
import type { Identity } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import { paintOf } from "../text/paint.ts";
import { CliError } from "../values/errors.ts";
import type { Choice, InteractiveWorld } from "../world/types.ts";
import { type Candidate, candidates } from "./candidates.ts";
import { type Known, settled } from "./known.ts";
import { planGrant, printGrant } from "./plan-grant.ts";
import { again } from "./trouble.ts";
import { identityFor, wantedOf } from "./wanted.ts";

/** What somebody chooses. */
type Way = "make" | "name" | "sign-in" | "shell" | "terraform" | Candidate["sets"];

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

/** Making one comes first where none fits and it may be made. */
function choicesOf(
  known: Known,
  wanted: Wanted | null,
  there: readonly Candidate[],
  error: CliError | null,
): readonly Choice<Way>[] {
  const named = ({ sets, name, about }: Candidate): Choice<Way> => ({
    value: sets,
    name,
    description: about,
  });
  const makes = known.unmakeable !== true && (error === null || error.code === "access-denied");
  const ecr = settled(known.found).registry.id === "ecr";
  const make: readonly Choice<Way>[] = makes
    ? [
        {
          value: "make",
          name: "Make one",
          description: wanted === null ? "shown before it is made" : whatIsMade(known, wanted),
        },
      ]
    : [];
  const signIn: readonly Choice<Way>[] =
    error?.signIn === undefined ? [] : [{ value: "sign-in", name: "Sign in now" }];
  return [
    ...signIn,
    ...there.filter(({ fits }) => fits).map(named),
    // Who may not look may hardly make one.
    ...(error === null ? make : []),
    ...there.filter(({ fits }) => !fits).map(named),
    { value: "name", name: "Name another", description: ecr ? "its ARN" : "its e-mail and provider" },
    { value: "shell", name: "Print shell commands", description: "for who may make it" },
    { value: "terraform", name: "Print Terraform", description: "for who may make it" },
    ...(error === null ? [] : make),
  ];
}

/** `baseten-ecr-pull-whisper: may pull team/whisper, for team Default, image builds only` */
function whatIsMade({ found, method }: Known, wanted: Wanted): string {
  const { registry, target } = settled(found);
  const made = grantFor({ registry, target, method: settled(method) }, wanted);
  const main = made?.resources.find(({ kind }) => kind === "role" || kind === "service-account");
  return main === undefined ? "" : `${main.name}: may pull ${target.image.repository}, ${main.note}`;
}
