// A project that is set up already: it is said how, and what is left to do is offered.
import { canAsk } from "../credential/ask.ts";
import { storedSecrets } from "../credential/in-baseten.ts";
import { signedIn } from "../credential/signed-in.ts";
import type { Answers, SetupOptions, Situation } from "../flow.ts";
import { render } from "../mechanisms/render.ts";
import type { Method } from "../registries/types.ts";
import { row } from "../text/paint.ts";
import { within } from "../values/concurrency.ts";
import { CliError } from "../values/errors.ts";
import type { Choice, InteractiveWorld, World } from "../world/types.ts";
import { isOver, type Known, type Step, settled } from "./known.ts";
import { impliedMethod, mechanismNow, methodOf, saysHow } from "./method.ts";
import { askRecipe } from "./recipe.ts";
import type { Found } from "./target.ts";
import { whoRows } from "./who.ts";

/** Says who is signed in, and offers what is left to do in a project that is set up, unless the flags say what to do. */
export const finished: Step = async (known, world) => {
  const { situation, options } = known;
  if (isOver(known) || !canAsk(world)) return known;
  const found = settled(known.found);
  for (const line of await whoRows(found.registry, options, world)) world.terminal.show(line);
  const open = !options.dryRun && !saysHow(options) && impliedMethod(found.registry, options) === undefined;
  const answers = open ? await finishedRecipe(found, situation, options, world) : null;
  const online = answers === null ? false : await sayFinished(answers, options, world);
  world.terminal.show();
  if (answers === null) return known;
  const who = await signedIn(found.registry, options, world).catch(() => null);
  return { ...known, ...(await askWhatNext(answers, { online, who: who?.who ?? null }, world)) };
};

/** The recipe that config.yaml has whole; null where something is to be added or mended. */
async function finishedRecipe(
  found: Found,
  situation: Situation,
  options: SetupOptions,
  world: World,
): Promise<Answers | null> {
  const now = mechanismNow(situation);
  const method = methodOf(found.registry, now);
  if (method === null) return null;
  try {
    const alone = { ...world, prompter: null };
    const answers = await askRecipe(found, method, now, { situation, options }, alone);
    return isWhole(answers, situation) ? answers : null;
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

/** Whether config.yaml says all that the recipe takes, for this very image. */
function isWhole({ mechanism, target, values }: Answers, { truss }: Situation): boolean {
  const { dockerAuth, secrets } = render(mechanism, target, values, truss.dockerAuth);
  const wanted = Object.entries(dockerAuth ?? {});
  return (
    truss.image === target.image.text &&
    (dockerAuth === null) === (truss.dockerAuth === null) &&
    // Truss takes a method in any case; all else it takes as it stands.
    wanted.every(([key, value]) => {
      const there = truss.dockerAuth?.[key];
      return key === "auth_method" ? there?.toUpperCase() === value.toUpperCase() : there === value;
    }) &&
    secrets.every((name) => truss.secrets.includes(name))
  );
}

/** Milliseconds that Baseten may take to tell since when the secrets are there. */
const patienceMs = 2000;

/**
 * Says how the project is set up: `12-hour token · stored 2026-11-24 in team Default`.
 * @returns whether Baseten can be asked about what the project needs of it
 */
async function sayFinished(
  { method, mechanism, target, values }: Answers,
  options: SetupOptions,
  world: World,
): Promise<boolean> {
  const names = render(mechanism, target, values).secrets;
  const asks = names.length > 0 && !options.apiKeyStdin;
  const stored = asks ? await within(patienceMs, storedSecrets(options, world)) : null;
  const there = stored?.secrets.filter(({ name }) => names.includes(name)) ?? [];
  const since = there[0]?.createdAt?.slice(0, 10);
  const team = stored?.team ? ` in team ${stored.team.name}` : " in Baseten";
  const state = [
    method.title,
    ...(stored === null
      ? []
      : there.length < names.length
        ? [`! not stored${team}`]
        : [`stored${since === undefined ? "" : ` ${since}`}${team}`]),
  ];
  world.terminal.show(row("set up", state.join(" · ")));
  return names.length === 0 || stored !== null;
}

type Next = "renew" | "check" | "check-online" | "change" | "leave";

/** Asks what now: renewing goes on with the method, changing asks for another one. */
async function askWhatNext(
  answers: Answers,
  { online, who }: { readonly online: boolean; readonly who: string | null },
  world: InteractiveWorld,
): Promise<Pick<Known, "method" | "over">> {
  const { method, registry } = answers;
  const next = await world.prompter.select<Next>({
    message: "This project is set up. What now?",
    choices: [
      ...renewal(answers, who),
      online
        ? { value: "check-online", name: "Check it", description: "is all there, may the image be pulled?" }
        : { value: "check", name: "Check it", description: "is config.yaml right?" },
      ...(registry.methods.length < 2
        ? []
        : [{ value: "change" as const, name: "Change the method", description: others(answers) }]),
      { value: "leave", name: "Leave it", description: "nothing is changed" },
    ],
  });
  if (next === "renew") return { method };
  return next === "change" ? {} : { over: next };
}

const others = ({ method, registry }: Answers): string =>
  registry.methods
    .filter((other) => other !== method)
    .map(({ title }) => title)
    .join(", ");

const storing: Readonly<Record<NonNullable<Method["typed"]>["kind"], string>> = {
  basic: "Store a new token",
  "access-key": "Store another key",
  "service-account-key": "Store another key",
};

function renewal({ method, target, values }: Answers, who: string | null): readonly Choice<Next>[] {
  if (method.typed === null) return [];
  const [attempt] = method.fetch(target, values);
  if (attempt === undefined) return [{ value: "renew", name: storing[method.typed.kind] }];
  const { file } = attempt.command;
  const description = who === null ? `with ${file}` : `as ${who}`;
  return [{ value: "renew", name: "Renew the token", description }];
}
