// Is there what was made? Read back from the cloud, which is the proof that it is granted.
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { labelOf } from "./plan-lines.ts";
import { patiently } from "./propagation.ts";
import { type GrantPlan, type Planned, readGrant, type State } from "./read-grant.ts";
import type { Looked } from "./types.ts";

/** What is there, and what still differs. */
export interface ReadBack {
  readonly readBack: GrantPlan;
  /** A sentence each; empty when it is granted. */
  readonly open: readonly string[];
}

/**
 * Reads back all but credentials, which can be read only once. A cloud may need a while to show what is new.
 * @param anyNew whether something was made a moment ago
 */
export async function readBack(
  plan: GrantPlan,
  anyNew: boolean,
  world: Pick<World, "exec" | "sleep" | "now" | "terminal">,
): Promise<ReadBack> {
  const resources = plan.grant.resources.filter(({ gives }) => gives === undefined);
  const grant = { ...plan.grant, resources };
  const owned = (planned: Planned): boolean => planned.resource.owner !== undefined;
  const again = (result: GrantPlan): boolean =>
    result.planned.some((one) => !owned(one) && one.found.state !== "there");
  try {
    const read = await patiently(
      () => readGrant(grant, world, plan.identity),
      (outcome) => anyNew && "result" in outcome && again(outcome.result),
      "Reading it back",
      world,
    );
    return { readBack: read, open: read.planned.flatMap(differenceOf) };
  } catch (error) {
    // What was made stays made: a credential that was shown once must not be lost for want of a look.
    if (!(error instanceof CliError) || error.code === "interrupted") throw error;
    return { readBack: plan, open: [`It can't be read back. ${error.message}`] };
  }
}

/** What was looked at, and how it was found. */
interface LookedAt {
  readonly resource: Pick<Looked, "kind" | "name" | "owner">;
  readonly found: State;
}

/** How one differs from what it should be, as a sentence. */
export function differenceOf({ resource, found }: LookedAt): readonly string[] {
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
