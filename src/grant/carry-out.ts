// Makes and mends what a plan says, in order, and reads it back. Nothing is deleted; a second run goes on.
import { CliError } from "../values/errors.ts";
import type { Credential } from "../values/secret.ts";
import type { Command, ExecResult, World } from "../world/types.ts";
import { explainDenial, printed } from "./denial.ts";
import { labelOf } from "./plan-lines.ts";
import { patiently } from "./propagation.ts";
import { type ReadBack, readBack } from "./read-back.ts";
import { type GrantPlan, obstacleTo, type Planned, readGrant, runnable } from "./read-grant.ts";
import type { Resource, ResourceKind } from "./types.ts";

/** A resource and what was done about it, as --json tells it. */
export interface GrantItem {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly state: "made" | "mended" | "there";
}

/** What carrying out a plan came to. */
export interface Carried extends ReadBack {
  readonly items: readonly GrantItem[];
  /** To be stored; null where Baseten signs in as itself. */
  readonly credential: Credential | null;
}

type Outside = Pick<World, "exec" | "sleep" | "now" | "terminal">;

/**
 * Carries a plan out.
 * @throws CliError before anything is made where something can't be; later ones name what was made.
 */
export async function carryOut(plan: GrantPlan, world: Outside): Promise<Carried> {
  const obstacle = obstacleTo(plan);
  if (obstacle !== null) throw obstacle;
  const items: GrantItem[] = [];
  let credential: Credential | null = null;
  for (const planned of plan.planned) {
    const { kind, name } = planned.resource;
    try {
      const settled = await settle(planned, plan, items, world);
      if (settled === null) continue;
      credential = settled.credential ?? credential;
      items.push({ kind, name, state: settled.state });
    } catch (error) {
      throw told(error, items);
    }
  }
  try {
    return { items, credential, ...(await readBack(plan, anyNew(items), world)) };
  } catch (error) {
    throw told(error, items);
  }
}

/** What became of a resource. */
interface Settled {
  readonly state: GrantItem["state"];
  readonly credential: Credential | null;
}

/** Makes one right; null for what only its owner can, which is then read back as open. */
async function settle(
  planned: Planned,
  plan: GrantPlan,
  items: readonly GrantItem[],
  world: Outside,
): Promise<Settled | null> {
  const { resource, found } = planned;
  if (found.state === "there") return { state: "there", credential: null };
  const command = commandFor(planned);
  if (command === null) return null;
  const asked = runnable(command, plan);
  const result = await perform(asked, resource, items, world);
  if (result.status === "ok") {
    const mended = found.state === "differs" && resource.gives === undefined;
    return { state: mended ? "mended" : "made", credential: credentialOf(resource, result, world.now()) };
  }
  // Somebody made it meanwhile, so it is looked at once more, and not overwritten.
  if (found.state === "missing" && printed(result, conflicts)) {
    const again = await readGrant({ ...plan.grant, resources: [resource] }, world, plan.identity);
    const obstacle = obstacleTo(again);
    if (obstacle !== null) throw obstacle;
    const [now] = again.planned;
    if (now !== undefined && now.found.state !== "missing") return settle(now, plan, items, world);
  }
  const failure = explainDenial(asked, result);
  if (resource.owner !== undefined && failure.code === "access-denied") return null;
  throw failure;
}

/** What is printed where there is one already. AWS's own text differs, so its code alone counts. */
const conflicts = ["EntityAlreadyExists", "ALREADY_EXISTS", "is the subject of a conflict"];

/** What makes it right; null when it is, or when only its owner can. */
function commandFor({ resource, found }: Planned): Command | null {
  if (found.state === "missing") return resource.make;
  return found.state === "differs" ? found.mend : null;
}

/** What a cloud says of a thing that was made a moment ago. */
const notYetKnown = [
  "NoSuchEntity",
  "Principal not found",
  "invalid principal",
  "NOT_FOUND",
  "does not exist",
];

const anyNew = (items: readonly GrantItem[]): boolean => items.some(({ state }) => state === "made");

/** Runs it; again for a while where it rests on something that was made a moment ago. */
const perform = (
  asked: Command,
  { kind, name }: Resource,
  items: readonly GrantItem[],
  world: Outside,
): Promise<ExecResult> =>
  patiently(
    () => world.exec(asked),
    (outcome) =>
      anyNew(items) &&
      "result" in outcome &&
      outcome.result.status !== "ok" &&
      printed(outcome.result, notYetKnown),
    `Making ${labelOf(kind)} ${name}`,
    world,
  );

function credentialOf(
  resource: Resource,
  { stdout }: ExecResult & { status: "ok" },
  now: Date,
): Credential | null {
  if (resource.gives === undefined) return null;
  const credential = resource.gives(stdout, now);
  if (credential !== null) return credential;
  throw new CliError("cli-failed", `The ${labelOf(resource.kind)} was made, but what it is can't be read.`, {
    hint: `It is shown only once. Look for it at ${resource.name} and delete it, then run this again.`,
  });
}

/** The failure, with what was made before it. */
function told(error: unknown, items: readonly GrantItem[]): unknown {
  const made = items.filter(({ state }) => state !== "there");
  if (!(error instanceof CliError) || made.length === 0) return error;
  const names = made.map(({ kind, name, state }) => `${labelOf(kind)} ${name} (${state})`).join(", ");
  const after = `Done before that and kept: ${names}. Run it again to go on from there.`;
  if (error.code === "interrupted") return new CliError("interrupted", `Stopped. ${after}`);
  return new CliError(error.code, error.message, { hint: [error.hint, after].filter(Boolean).join(" ") });
}
