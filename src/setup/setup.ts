// The whole story of a set-up: look → converse (image, method, credential, Baseten, proof) → plan → store → write →
// say what is next. The proof comes before the plan; nothing changes before the plan is confirmed.

import { oldTruss } from "../config/pins.ts";
import { canAsk } from "../credential/ask.ts";
import { skipped } from "../credential/prove.ts";
import type { Answers, Applied, Outcome, Plan, SetupOptions, Situation, Warning } from "../flow.ts";
import { nearly, nearlySentence } from "../registries/nearly.ts";
import { paintOf } from "../text/paint.ts";
import { Back, CliError, interrupted } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { apply, unwrite } from "./apply.ts";
import { converse } from "./conversation.ts";
import { doneLines, nextLines, nextOf } from "./next.ts";
import { makePlan, refuse } from "./plan.ts";
import { detect } from "./project.ts";
import * as planScreen from "./screen.ts";
import * as screen from "./screen.ts";
import { isPublic, type Known, settled, steps } from "./steps.ts";
import type { Found } from "./target.ts";

/**
 * Sets a project up.
 * @returns the document for `--json`; the exit code is 0.
 * @throws CliError for whatever stops it; config.yaml is then as it was, unless the message says otherwise.
 */
export async function setup(options: SetupOptions, world: World): Promise<Outcome> {
  return { ...(await run(options, world)), exitCode: 0 };
}

async function run(options: SetupOptions, world: World): Promise<Omit<Outcome, "exitCode">> {
  const situation = await detect(options, world);
  if (situation.refusal !== null) throw refuse(situation.refusal, situation, options);
  sayHeader(situation, world);
  if (situation.config.bytes === null && canAsk(world)) await confirmNewFile(situation, world);
  const confirm = async (known: Known, asking: World): Promise<Known> => {
    if (!isPublic(known) && !options.dryRun) await confirmPlan(await planOf(known, world), known, asking);
    return known;
  };
  const known = await converse<Known>([...steps, confirm], { options, situation }, world);
  if (isPublic(known)) return { document: nothingToDo(settled(known.found), situation, world) };
  const plan = await planOf(known, world);
  if (options.dryRun) return { document: await sayDryRun(plan, world) };
  const applied = await apply(plan, settled(known.obtained), world);
  const document = await sayDone(plan, known, applied, world);
  return plan.destination.where === "print" ? { document, undo: () => unwrite(plan, world) } : { document };
}

async function planOf(known: Known, world: World): Promise<Plan> {
  const { situation, options, keeps = false } = known;
  const answers = settled(known.answers);
  const warnings = [...(await oldTrussWarnings(answers, situation, world)), ...nearlyWarnings(answers)];
  return makePlan(situation, answers, settled(known.destination), options, { warnings, keeps });
}

/** A host where nothing answers is found out by the next build at the latest. */
function nearlyWarnings({ target: { image } }: Answers): readonly Warning[] {
  const near = nearly(image);
  return near === null ? [] : [{ code: "nearly-a-registry", message: nearlySentence(image.host, near) }];
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
  const title = found === null ? null : screen.titleOf(found.registry.title, found.target);
  const image = found?.target.image.text ?? situation.truss.image;
  for (const line of screen.header(config, image, title)) world.terminal.show(line);
  if (world.prompter !== null) world.terminal.show();
}

async function confirmNewFile({ config }: Situation, world: InteractiveWorld): Promise<void> {
  const message = `There is no ${config.shown}. Create it?`;
  if (!(await world.prompter.confirm({ message, default: true }))) throw interrupted();
}

function nothingToDo({ registry, target }: Found, { config }: Situation, world: World): object {
  const why = target.publicBecause ?? `Anyone can pull ${target.image.text}.`;
  world.terminal.say(`${paintOf(world.terminal.colour).green("✔")} ${why} Nothing to set up.`);
  if (registry.id === "docker-hub")
    world.terminal.say("  To sign in all the same, for its pull limit: --method token");
  return {
    registry: registry.id,
    method: null,
    host: target.host,
    image: target.image.text,
    config: { path: config.shown, changed: false, diff: "" },
    secrets: [],
    verdict: { status: "public", reason: why, platforms: [] },
    warnings: [{ code: "public-image", message: why }],
  };
}

/** A dry run's result is the diff and the names, on stdout. */
async function sayDryRun(plan: Plan, world: World): Promise<object> {
  const unstored = { stored: "no", team: null, expiresAt: null } as const;
  const secrets = plan.secrets.map(({ name }) => ({ name, ...unstored }));
  await world.terminal.result(planScreen.dryRunText(plan));
  world.terminal.say("  Dry run: nothing was fetched, stored or written.");
  return screen.setupJson({ plan, secrets, written: false, verdict: skipped, warnings: plan.warnings });
}

/** The last question: it shows the proof and all that will change. Where nothing is left to do there is none. */
async function confirmPlan(plan: Plan, known: Known, world: World): Promise<void> {
  const paint = paintOf(world.terminal.colour);
  const { verdict, warnings } = settled(known.verified);
  const line = screen.verdictLine(verdict, plan.answers.target, world.terminal);
  if (line !== null) world.terminal.show(line);
  for (const warning of [...warnings, ...settled(known.obtained).warnings])
    world.terminal.show(screen.warningLine(warning, paint));
  for (const text of planScreen.planLines(plan, paint)) world.terminal.show(text);
  if (world.prompter !== null) {
    const message = screen.confirmation(plan);
    if (message === null || (await world.prompter.confirm({ message, default: true }))) return;
    throw interrupted();
  }
  const replaced = plan.secrets.filter(({ replaces }) => replaces !== null).map(({ name }) => name);
  if (replaced.length > 0 && !known.options.yes)
    throw new CliError("missing-flag", `${replaced.join(", ")} is in Baseten already.`, {
      hint: "A new value takes effect at once for every deployment that uses it. Add --yes to replace it.",
    });
}

async function sayDone(plan: Plan, known: Known, applied: Applied, world: World): Promise<object> {
  const { verdict, warnings: found } = settled(known.verified);
  const obtained = settled(known.obtained);
  const warnings = [...plan.warnings, ...found, ...obtained.warnings];
  const paint = paintOf(world.terminal.colour);
  const expiresAt = applied.secrets[0]?.expiresAt ?? null;
  for (const line of doneLines(plan, applied, verdict, paint)) world.terminal.say(line);
  for (const line of nextLines(nextOf(plan, world), expiresAt, world.now(), paint))
    world.terminal.say(line, "whole");
  if (plan.destination.where === "none") await offerValue(obtained.secrets, world);
  return screen.setupJson({ plan, ...applied, verdict, warnings });
}

/** Who adds the secret by hand sees its value only on request. All is done, so Ctrl+C here is a no. */
async function offerValue(secrets: readonly { name: string; value: Secret }[], world: World): Promise<void> {
  if (world.prompter === null || secrets.length === 0) return;
  const what = secrets.length === 1 ? "the value now, to copy it" : "the values now, to copy them";
  const asking = world.prompter.confirm({ message: `Show ${what}?`, default: true });
  const show = await asking.catch((error: unknown) => {
    if (error instanceof Back || (error instanceof CliError && error.code === "interrupted")) return false;
    throw error;
  });
  if (!show) return;
  for (const { name, value } of secrets) {
    world.terminal.show(`  ${name}`);
    await world.terminal.result(`${value.reveal()}\n`);
  }
}
