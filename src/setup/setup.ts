// The whole story of a set-up: detect → ask → plan → confirm → obtain → verify → apply → report.

import { oldTruss } from "../config/pins.ts";
import { canAsk } from "../credential/ask.ts";
import { askDestination } from "../credential/destination.ts";
import { startFetch } from "../credential/fetch.ts";
import { prove, skipped, type Verified } from "../credential/prove.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Applied, Obtained, Outcome, Plan, SetupOptions, Situation, Warning } from "../flow.ts";
import { paintOf } from "../text/paint.ts";
import { CliError, interrupted } from "../values/errors.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { apply } from "./apply.ts";
import { ask, usesCredential } from "./conversation.ts";
import { obtain } from "./obtain.ts";
import { makePlan } from "./plan.ts";
import * as screen from "./plan-screen.ts";
import { detect } from "./project.ts";
import { refuse } from "./refuse.ts";
import * as report from "./screen.ts";
import { askTarget, type Found } from "./target.ts";

/**
 * Sets a project up.
 * @returns the document for `--json`; the exit code is 0.
 * @throws CliError for whatever stops it; config.yaml is then as it was, unless the message says otherwise.
 */
export async function setup(options: SetupOptions, world: World): Promise<Outcome> {
  return { document: await run(options, world), exitCode: 0 };
}

async function run(options: SetupOptions, world: World): Promise<object> {
  const situation = await detect(options, world);
  if (situation.refusal !== null) throw refuse(situation.refusal, situation, options);
  sayHeader(situation, world);
  if (situation.config.bytes === null && canAsk(world)) await confirmNewFile(situation, world);
  const found = await askTarget(situation, options, world);
  if (found.target.publicBecause !== undefined)
    return nothingToDo(found, found.target.publicBecause, situation, world);

  const answers = await ask(found, situation, options, world);
  const fetching = startFetch(answers, usesCredential(answers.method, options), world);
  const destination =
    answers.method.typed === null ? ({ where: "none" } as const) : await askDestination(options, world);
  const warnings = await oldTrussWarnings(answers, situation, world);
  const plan = makePlan(situation, answers, destination, options, warnings);
  if (options.dryRun) return sayDryRun(plan, world);
  await confirmPlan(plan, options, world);

  const proved = await obtainAndVerify(plan, fetching, options, world);
  const applied = await apply(proved.plan, proved.obtained, world);
  return sayDone(proved, applied, world);
}

/** A mechanism that the project's own Truss doesn't know yet breaks the next push. */
async function oldTrussWarnings(
  { mechanism: { since, authMethod } }: Answers,
  { config }: Situation,
  world: World,
): Promise<readonly Warning[]> {
  const pin = since === null ? null : await oldTruss(config, since, world);
  if (pin === null) return [];
  const message = `${authMethod} needs truss ${since} or newer; the project has ${pin}.`;
  return [{ code: "truss-too-old", message }];
}

function sayHeader(situation: Situation, world: World): void {
  const { found, config } = situation;
  const title = found === null ? null : report.titleOf(found.registry.title, found.target);
  const image = found?.target.image.text ?? situation.truss.image;
  for (const line of report.header(config, image, title)) world.terminal.say(line);
  if (world.prompter !== null) world.terminal.say();
}

async function confirmNewFile({ config }: Situation, world: InteractiveWorld): Promise<void> {
  const make = await world.prompter.confirm({
    message: `There is no ${config.shown}. Create it?`,
    default: true,
  });
  if (!make) throw interrupted();
}

function nothingToDo({ registry, target }: Found, why: string, { config }: Situation, world: World): object {
  world.terminal.say(`  ${why} Nothing to set up.`);
  return {
    registry: registry.id,
    method: null,
    host: target.host,
    image: target.image.text,
    config: { path: config.shown, changed: false, diff: "" },
    secrets: [],
    verdict: { status: "skipped", reason: null, platforms: [] },
    warnings: [{ code: "public-image", message: why }],
  };
}

/** A dry run's result is the diff and the names, on stdout. */
function sayDryRun(plan: Plan, world: World): object {
  const secrets = plan.secrets.map(({ name }) => ({
    name,
    stored: "no" as const,
    team: null,
    expiresAt: null,
  }));
  world.terminal.result(screen.dryRunText(plan));
  world.terminal.say("  Dry run: nothing was fetched, stored or written.");
  return report.setupJson({ plan, secrets, written: false, verdict: skipped, warnings: plan.warnings });
}

async function confirmPlan(plan: Plan, options: SetupOptions, world: World): Promise<void> {
  for (const line of screen.planLines(plan, paintOf(world.terminal.colour))) world.terminal.say(line);
  if (world.prompter !== null) {
    if (await world.prompter.confirm({ message: "Go ahead?", default: true })) return;
    world.terminal.say("  Nothing was changed.");
    throw interrupted();
  }
  const replaced = plan.secrets.filter(({ replaces }) => replaces !== null).map(({ name }) => name);
  if (replaced.length > 0 && !options.yes)
    throw new CliError("missing-flag", `${replaced.join(", ")} is in Baseten already.`, {
      hint: "A new value takes effect at once for every deployment that uses it. Add --yes to replace it.",
    });
}

interface Proved extends Verified {
  readonly plan: Plan;
  readonly obtained: Obtained;
}

/** A denied pull stops here, before anything changes; a person may give another credential. */
async function obtainAndVerify(
  first: Plan,
  fetching: ReturnType<typeof startFetch>,
  options: SetupOptions,
  world: World,
): Promise<Proved> {
  const paint = paintOf(world.terminal.colour);
  for (let plan = first; ; ) {
    const obtained = await obtain(plan, fetching, options.verify, world);
    const verified = options.verify
      ? await prove(plan.answers, obtained, world)
      : { verdict: skipped, warnings: [] };
    const line = report.verdictLine(verified.verdict, plan.answers.target, paint);
    if (verified.verdict.status !== "denied" || !canAsk(world)) {
      if (verified.verdict.status === "denied") throw denied(verified, plan);
      if (line !== null) world.terminal.say(line);
      return { plan, obtained, ...verified };
    }
    if (line !== null) world.terminal.say(line);
    const next = await askAfterDenied(plan.answers, world);
    if (next === "anyway") return { plan, obtained, ...verified };
    plan = { ...plan, answers: next };
  }
}

const denied = ({ verdict }: Verified, { answers }: Plan): CliError =>
  new CliError("pull-denied", verdict.reason ?? `${answers.target.image.text} can't be pulled.`, {
    hint: "Nothing was stored or written. --no-verify skips this check.",
  });

async function askAfterDenied(answers: Answers, world: InteractiveWorld): Promise<Answers | "anyway"> {
  const { typed } = answers.method;
  const choice = await world.prompter.select<"another" | "anyway" | "stop">({
    message: "What now?",
    choices: [
      ...(typed === null
        ? []
        : [{ value: "another" as const, name: "Type another credential", description: "nothing is shown" }]),
      { value: "anyway", name: "Go on anyway", description: "the next truss push will likely fail" },
      { value: "stop", name: "Stop", description: "nothing was changed" },
    ],
  });
  if (choice === "stop") throw new CliError("pull-denied", "Stopped. Nothing was stored or written.");
  if (choice === "anyway" || typed === null) return "anyway";
  const before = answers.given?.credential;
  const username = before?.kind === "basic" ? before.username : undefined;
  return { ...answers, given: await typeCredential(typed, answers.values, world, username) };
}

async function sayDone(proved: Proved, applied: Applied, world: World): Promise<object> {
  const { plan, verdict } = proved;
  const paint = paintOf(world.terminal.colour);
  const warnings = [...plan.warnings, ...proved.warnings, ...proved.obtained.warnings];
  for (const warning of [...proved.warnings, ...proved.obtained.warnings])
    world.terminal.say(report.warningLine(warning, paint));
  for (const line of report.doneLines(plan, applied, world.now(), paint)) world.terminal.say(line);
  if (plan.destination.where === "print") world.terminal.result(report.printedText(applied.secrets));
  await offerValue(proved, world);
  return report.setupJson({ plan, ...applied, verdict, warnings });
}

/** Who adds the secret by hand sees its value only on request. */
async function offerValue({ plan, obtained }: Proved, world: World): Promise<void> {
  if (world.prompter === null || plan.destination.where !== "none" || obtained.secrets.length === 0) return;
  const show = await world.prompter.confirm({ message: "Show the value now, to copy it?", default: false });
  if (!show) return;
  for (const { name, value } of obtained.secrets) {
    world.terminal.say(`  ${name}`);
    world.terminal.result(`${value.reveal()}\n`);
  }
}
