// What is to be made in the cloud: planned after a look at what is there, or printed for those who may make it.
import { canAsk } from "../credential/ask.ts";
import { grantFor } from "../grant/grant-for.ts";
import { planLines } from "../grant/plan-lines.ts";
import { type GrantPlan, type Identity, obstacleTo, readGrant } from "../grant/read-grant.ts";
import { shellScript } from "../grant/shell-script.ts";
import { terraform } from "../grant/terraform-file.ts";
import type { Grant, Wanted } from "../grant/types.ts";
import { errorLines, paintOf } from "../text/paint.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { Again } from "./conversation.ts";
import { type Known, settled } from "./known.ts";
import { identityFor, wantedOf } from "./wanted.ts";

/**
 * Reads what is there, and plans the rest. Where that fails, a person is asked again, without this way.
 * @param from the question to go back to then
 * @throws CliError `missing-flag` (`--yes`) where nobody can confirm it
 */
export async function planGrant(known: Known, from: string, world: World): Promise<Known> {
  const { options } = known;
  if (options.dryRun) return withPlan(known, asIfNothingWere(grantOf(known, placeholders(known))), {}, {});
  if (!canAsk(world) && !options.yes)
    throw missingFlag("--yes", "--grant create makes things in your cloud.");
  try {
    const identity = known.identity ?? (await identityFor(known, world));
    const wanted = known.wanted ?? (await wantedOf(known, identity, world));
    const reading = readGrant(grantOf(known, wanted), world, identity);
    const plan = await world.terminal.progress("Looking at what is there already", reading);
    const obstacle = obstacleTo(plan);
    if (obstacle === null) return withPlan(known, plan, wanted, identity);
    if (canAsk(world)) for (const line of planLines(plan)) world.terminal.show(line);
    throw obstacle;
  } catch (error) {
    if (!(error instanceof CliError) || error.code === "interrupted") throw error;
    if (!canAsk(world))
      throw new CliError(error.code, error.message, {
        hint: [error.hint, "For who may: --grant shell, or --grant terraform."].filter(Boolean).join(" "),
      });
    for (const line of errorLines(error, paintOf(world.terminal.colour))) world.terminal.show(line);
    throw new Again<Known>(from, (before) => ({ ...before, unmakeable: true }));
  }
}

/** Prints what is to be made, for those who may. Where the names are known config.yaml can be changed all the same. */
export async function printGrant(known: Known, how: "shell" | "terraform", world: World): Promise<Known> {
  const identity = known.identity ?? (await identityFor(known, world).catch(unlessStopped({})));
  const wanted = known.wanted ?? (await wantedOf(known, identity, world));
  const made = grantOf(known, wanted);
  const plan = await readGrant(made, world, identity).catch(unlessStopped(null));
  const text = how === "shell" ? shellScript(made) : terraform(made, plan ?? undefined);
  await world.terminal.result(text);
  const values = plan?.values ?? (made.variables.length === 0 ? made.values : null);
  const goesOn =
    values !== null && settled(known.method).typed === null && (canAsk(world) || known.options.yes);
  if (!goesOn) return { ...known, over: "printed", script: text };
  return { ...known, script: text, options: { ...known.options, ...values } };
}

/** What stands in for what can't be read; Ctrl+C and Esc are no failure to read. */
const unlessStopped =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof CliError && error.code !== "interrupted") return instead;
    throw error;
  };

function grantOf({ found, method }: Known, wanted: Wanted): Grant {
  const made = grantFor({ ...settled(found), method: settled(method) }, wanted);
  if (made === null) throw new Error("Nothing can be made for this registry and method.");
  return made;
}

const withPlan = (known: Known, plan: GrantPlan, wanted: Wanted, identity: Identity): Known => ({
  ...known,
  grant: plan,
  wanted,
  identity,
  options: {
    ...known.options,
    ...plan.values,
    ...(identity.awsProfile === undefined ? {} : { awsProfile: identity.awsProfile }),
  },
});

/** A dry run contacts nobody, so it shows the whole of it. */
const asIfNothingWere = (made: Grant): GrantPlan => ({
  grant: made,
  identity: {},
  known: {},
  env: made.env,
  values: made.values,
  planned: made.resources.map((resource) => ({ resource, found: { state: "missing" } })),
});

function placeholders({ options, found }: Known): Wanted {
  const team = options.team ?? "<team>";
  const { account } = settled(found).target;
  return {
    organization: options.organization ?? "<organization>",
    team: { id: team, name: team },
    assumedBy: { roleArn: "<Baseten's role>", externalId: "<external id>" },
    ...(account === undefined ? {} : { account }),
  };
}
