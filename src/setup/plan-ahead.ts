// The plan of what is known. It is made while a program or a registry is waited for, and kept as long as it holds.
import { oldTruss } from "../config/pins.ts";
import type { Answers, Plan, Situation, Warning } from "../flow.ts";
import { nearly, nearlySentence } from "../registries/nearly.ts";
import type { World } from "../world/types.ts";
import { isOver, type Known, type Step, settled } from "./known.ts";
import { makePlan } from "./plan.ts";

/** Begins to make the plan. What fails is told where the plan is asked for. */
export const planAhead: Step = async (known, world) => {
  if (isOver(known)) return known;
  const plan = afterOthers().then(() => planOf(known, world));
  plan.catch(() => {});
  return { ...known, planned: { from: known, plan } };
};

/** What is to be waited for is begun first, and what is happening is on the screen. */
const afterOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What is known, with its plan. @throws CliError as `makePlan` */
export async function withPlan(known: Known, world: World): Promise<{ known: Known; plan: Plan }> {
  const { planned } = known;
  const kept = planned !== undefined && holds(planned.from, known);
  const made = kept ? await planned.plan : await planOf(known, world);
  const plan = { ...made, answers: settled(known.answers) };
  return { known: { ...known, planned: { from: known, plan: Promise.resolve(plan) } }, plan };
}

/** Whether a plan is of the same things. Who fetches the token is told late, and changes nothing of it. */
function holds(from: Known, now: Known): boolean {
  const settings = ["options", "situation", "destination", "keeps", "grant"] as const;
  const parts = ["registry", "target", "method", "mechanism", "values", "given", "training"] as const;
  return (
    settings.every((key) => from[key] === now[key]) &&
    parts.every((key) => from.answers?.[key] === now.answers?.[key])
  );
}

async function planOf(known: Known, world: World): Promise<Plan> {
  const { situation, options, keeps = false } = known;
  const answers = settled(known.answers);
  const warnings = [...(await oldTrussWarnings(answers, situation, world)), ...nearlyWarnings(answers)];
  const beside = { warnings, keeps, grant: known.grant ?? null };
  return makePlan(situation, answers, settled(known.destination), options, beside);
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
