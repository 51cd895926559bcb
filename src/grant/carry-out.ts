// Makes and mends what a plan says, in order, and reads it back. Nothing is deleted; a second run goes on.
import { CliError } from "../values/errors.ts";
import type { Credential } from "../values/secret.ts";
import type { Command, ExecResult, World } from "../world/types.ts";
import { explainDenial, printed } from "./denial.ts";
import { labelOf } from "./plan-lines.ts";
import { patiently } from "./propagation.ts";
import { type GrantPlan, obstacleTo, type Planned, readGrant, runnable } from "./read-grant.ts";
import type { Resource, ResourceKind } from "./types.ts";

/** A resource and what was done about it, as --json tells it. */
export interface GrantItem {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly state: "made" | "mended" | "there";
}

/** What carrying out a plan came to. */
export interface Carried {
  readonly items: readonly GrantItem[];
  /** To be stored; null where Baseten signs in as itself. */
  readonly credential: Credential | null;
  /** The plan as read back. Where it is granted nothing differs. */
  readonly readBack: GrantPlan;
  /** What still differs, a sentence each; empty when it is granted. */
  readonly open: readonly string[];
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
    const { resource, found } = planned;
    const item = { kind: resource.kind, name: resource.name };
    if (found.state === "there") items.push({ ...item, state: "there" });
    const command = commandFor(planned);
    if (command === null) continue;
    try {
      const result = await perform(command, plan, resource, items, world);
      credential = credentialOf(resource, result, world.now()) ?? credential;
    } catch (error) {
      throw told(error, items);
    }
    const mended = found.state === "differs" && resource.gives === undefined;
    items.push({ ...item, state: mended ? "mended" : "made" });
  }
  return { items, credential, ...(await readBack(plan, items, world)) };
}

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

const isNew = (items: readonly GrantItem[]): boolean => items.some(({ state }) => state === "made");

async function perform(
  command: Command,
  { identity, known }: GrantPlan,
  resource: Resource,
  items: readonly GrantItem[],
  world: Outside,
): Promise<ExecResult & { status: "ok" }> {
  const asked = runnable(command, identity, known);
  const label = `Making ${labelOf(resource.kind)} ${resource.name}`;
  const result = await patiently(
    () => world.exec(asked),
    (outcome) =>
      isNew(items) &&
      "result" in outcome &&
      outcome.result.status !== "ok" &&
      printed(outcome.result, notYetKnown),
    label,
    world,
  );
  if (result.status === "ok") return result;
  throw explainDenial(asked, result);
}

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

/** Reads back all but credentials, which can be read only once. A cloud may need a while to show what is new. */
async function readBack(
  plan: GrantPlan,
  items: readonly GrantItem[],
  world: Outside,
): Promise<Pick<Carried, "readBack" | "open">> {
  const resources = plan.grant.resources.filter(({ gives }) => gives === undefined);
  const grant = { ...plan.grant, resources };
  const owned = (planned: Planned): boolean => planned.resource.owner !== undefined;
  const again = (result: GrantPlan): boolean =>
    result.planned.some((one) => !owned(one) && one.found.state !== "there");
  const read = await patiently(
    () => readGrant(grant, world, plan.identity),
    (outcome) => isNew(items) && "result" in outcome && again(outcome.result),
    "Reading it back",
    world,
  );
  return { readBack: read, open: read.planned.flatMap(differenceOf) };
}

/** How one differs from what it should be, as a sentence. */
export function differenceOf({ resource, found }: Planned): readonly string[] {
  const what = `The ${labelOf(resource.kind)} ${resource.name}`;
  switch (found.state) {
    case "there":
      return [];
    case "missing":
      return [
        resource.owner === undefined ? `${what} isn't there.` : `${what}: ${resource.owner} must add it.`,
      ];
    case "differs":
      return [`${what} ${found.what}.`];
    case "blocked":
      return [found.why];
    case "unreadable":
      return [`${what} can't be looked at. ${found.error.message}`];
  }
}
