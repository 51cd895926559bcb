// The whole story of a set-up: find the project → look → converse (image, method, credential, Baseten, proof, plan) →
// store → write → say what is next. The proof comes before the plan; nothing changes before the plan is confirmed.

import { settledProfile } from "../credential/aws-profile.ts";
import { isBaseten } from "../credential/keep.ts";
import { skipped } from "../credential/prove.ts";
import type { CheckOptions, Obtained, Outcome, Plan, SetupOptions, Situation } from "../flow.ts";
import { paintOf } from "../text/paint.ts";
import { CliError, interrupted } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { apply, unwrite } from "./apply.ts";
import { type Answered, converse } from "./conversation.ts";
import { sayDone } from "./done.ts";
import { askProjects } from "./find-project.ts";
import { finished } from "./finished.ts";
import { grant } from "./grant.ts";
import { isOver, isPublic, type Known, registryOf, settled } from "./known.ts";
import { afterMaking, type Made } from "./made.ts";
import { overJson, sayOver } from "./over.ts";
import { pin, refuseBlindPin, writePublic } from "./pin.ts";
import { refuse } from "./plan.ts";
import { planAhead, withPlan } from "./plan-ahead.ts";
import { confirmation, dryRunText, planLines } from "./plan-screen.ts";
import { detect } from "./project.ts";
import { proof } from "./proof.ts";
import { isPythonOnly, pythonNotice } from "./python.ts";
import * as screen from "./screen.ts";
import { anonymous, baseten, existing, fetched, given, image, method, recipe } from "./steps.ts";

/** How a set-up ended; `check`: somebody chose to have the project checked now. */
export interface SetupOutcome extends Outcome {
  readonly check?: Pick<CheckOptions, "projects" | "online" | "awsProfiles">;
}

/**
 * Sets a project up, or several below a folder one after the other.
 * @returns the document for `--json`; the exit code is 0.
 * @throws CliError for whatever stops it; config.yaml is then as it was, unless the message says otherwise.
 */
export async function setup(options: SetupOptions, world: World): Promise<SetupOutcome> {
  refuseBlindPin(options);
  const shared: Shared = { answers: new Map(), stored: new Map() };
  let outcome: SetupOutcome = { document: {}, exitCode: 0 };
  for (const project of await askProjects(options, world))
    outcome = await setUpOne({ ...options, project }, shared, world);
  return outcome;
}

/** What one project's set-up leaves to the next: what was answered, and what was stored for which registry. */
interface Shared {
  readonly answers: Answered;
  readonly stored: Map<string, Obtained>;
}

async function setUpOne(options: SetupOptions, shared: Shared, world: World): Promise<SetupOutcome> {
  const situation = await detect(options, world);
  if (situation.refusal !== null) throw refuse(situation.refusal, situation, options);
  sayHeader(situation, world);
  const confirm = async (known: Known, asking: World): Promise<Known> => {
    if (isOver(known) || options.dryRun) return known;
    const planned = await withPlan(known, world);
    await confirmPlan(planned.plan, known, asking);
    return planned.known;
  };
  // In this order; a way out of a failure names the one that it goes on from.
  const looks = { image, anonymous, finished };
  const settles = { method, grant, recipe, fetched, baseten, existing, given };
  const questions = { ...looks, ...settles, planAhead, proof, pin, confirm };
  const start = { options, situation, earlier: shared.stored };
  const known = await converse<Known>(questions, start, world, { answers: shared.answers, upTo: "proof" });
  if (isOver(known)) {
    sayOver(known, world);
    // Nothing has to be set up, but another image or its digest may have to be written.
    const diff = isPublic(known) && !options.dryRun ? await writePublic(known, world) : "";
    const outcome = { document: overJson(known, diff), exitCode: 0 } as const;
    if (known.over !== "check" && known.over !== "check-online") return outcome;
    // The profile that the header showed.
    const profile = (await settledProfile(options, world))?.profile ?? null;
    const awsProfiles = new Map(profile === null ? [] : [["*", profile] as const]);
    const check = { projects: [options.project], online: known.over === "check-online", awsProfiles };
    return { ...outcome, check };
  }
  const { plan } = await withPlan(known, world);
  if (options.dryRun) return { document: await sayDryRun(plan, world), exitCode: 0 };
  const made = await makeFirst(known, world);
  const obtained = settled(made.known.obtained);
  const applied = await afterMaking(made.items, apply(plan, obtained, world));
  if (isBaseten(plan.destination) && obtained.secrets.length > 0)
    shared.stored.set(registryOf(plan.answers), obtained);
  const old = plan.grant === null ? [] : await retireOldKeys(made.known, plan, world);
  const document = await sayDone(plan, { ...made, old }, applied, world);
  const undo = plan.destination.where === "print" ? { undo: () => unwrite(plan, world) } : {};
  return { document, exitCode: 0, ...undo };
}

/** What the cloud lacks is made before anything is stored or written. */
const makeFirst = async (known: Known, world: World): Promise<Made> =>
  known.grant === undefined ? { known, items: [] } : (await import("./make.ts")).make(known, world);

async function retireOldKeys(known: Known, plan: Plan, world: World): Promise<readonly string[]> {
  return (await import("./old-key.ts")).retireOldKeys(known, plan, world);
}

function sayHeader(situation: Situation, world: World): void {
  const { found, config } = situation;
  const title = found === null ? null : screen.titleOf(found.registry.title, found.target);
  const image = found?.target.image.text ?? situation.truss.image;
  const { python } = situation;
  for (const line of screen.header(config, image, title, isPythonOnly(situation))) world.terminal.show(line);
  if (python.length > 0) world.terminal.show(`  ${pythonNotice(python)}`);
}

/** A dry run's result is the diff and the names, on stdout. */
async function sayDryRun(plan: Plan, world: World): Promise<object> {
  const unstored = { stored: "no", team: null, expiresAt: null } as const;
  const secrets = plan.secrets.map(({ name }) => ({ name, ...unstored }));
  await world.terminal.result(`${dryRunText(plan)}${plan.python === null ? "" : `${plan.python.text}\n`}`);
  world.terminal.say("  Dry run: nothing was fetched, stored or written.");
  return screen.setupJson({
    plan,
    secrets,
    written: false,
    verdict: skipped,
    warnings: plan.warnings,
    items: [],
  });
}

/** The last question: it shows the proof and all that will change. Where nothing is left to do there is none. */
async function confirmPlan(plan: Plan, known: Known, world: World): Promise<void> {
  const paint = paintOf(world.terminal.colour);
  const { verdict, warnings } = settled(known.verified);
  const line = screen.verdictLine(verdict, plan.answers.target, world.terminal);
  if (line !== null) world.terminal.show(line);
  for (const warning of [...warnings, ...settled(known.obtained).warnings])
    world.terminal.show(screen.warningLine(warning, paint));
  for (const text of planLines(plan, paint)) world.terminal.show(text);
  if (world.prompter !== null) {
    const message = confirmation(plan);
    if (message === null || (await world.prompter.confirm({ message, default: true }))) return;
    throw interrupted();
  }
  const replaced = plan.secrets.filter(({ replaces }) => replaces !== null).map(({ name }) => name);
  if (replaced.length > 0 && !known.options.yes)
    throw new CliError("missing-flag", `${replaced.join(", ")} is in Baseten already.`, {
      hint: "A new value takes effect at once for every deployment that uses it. Add --yes to replace it.",
    });
}
