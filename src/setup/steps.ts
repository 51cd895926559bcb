// What a set-up settles before the proof, each in one step; setup.ts has them in order.
import { canAsk } from "../credential/ask.ts";
import { askDestination } from "../credential/destination.ts";
import { startFetch } from "../credential/fetch.ts";
import { provePull } from "../credential/prove.ts";
import { callerOf } from "../credential/signed-in.ts";
import type { Answers } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { askExisting } from "./existing.ts";
import { isFetched, isOver, type Known, registryOf, type Step, settled } from "./known.ts";
import { askMethod, impliedMethod, mechanismNow, saysHow, usesCredential } from "./method.ts";
import { askCredential, askRecipe } from "./recipe.ts";
import { askTarget } from "./target.ts";
import { isNobody } from "./trouble.ts";
import { askWayOut } from "./way-out.ts";

export const image: Step = async (known, world) => {
  const found = await askTarget(known.situation, known.options, world);
  return found === null ? { ...known, over: "no-image" } : { ...known, found };
};

/** What somebody says who wants to sign in, whether or not it is needed. */
const wantsSignIn = ({ options, situation }: Known): boolean =>
  saysHow(options) || mechanismNow(situation) !== null;

/**
 * Asks the registry without a credential, where nothing says that one is wanted. Most base images of Truss projects are
 * public ones. Where a registry lets nobody in, or its images are seldom open, it isn't asked.
 */
export const anonymous: Step = async (known, world) => {
  if (isOver(known)) return known;
  const { target } = settled(known.found);
  const { verify, dryRun } = known.options;
  if (target.open !== undefined || wantsSignIn(known) || !verify || dryRun) return known;
  const { verdict, result } = await provePull(target, null, world);
  if (result.kind === "pulled") return { ...known, openly: result };
  if (!canAsk(world) || !isNobody(result)) return known;
  // A name that leads nowhere is told before anything is typed for it.
  const error = new CliError("pull-denied", verdict.reason ?? `${target.apiHost} can't be found.`);
  await askWayOut({ error, result, from: "anonymous", bearable: true }, known, world);
  return { ...known, unreached: true };
};

export const method: Step = async (known, world) => {
  if (isOver(known)) return known;
  const { situation, options } = known;
  const { registry, target } = settled(known.found);
  const method = known.method ?? (await askMethod(registry, target, situation, options, world));
  return { ...known, method, methodIsOpen: impliedMethod(registry, options) === undefined };
};

export const recipe: Step = async (known, world) => {
  if (isOver(known)) return known;
  const now = mechanismNow(known.situation);
  const answers = await askRecipe(settled(known.found), settled(known.method), now, known, world);
  const had = known.earlier?.get(registryOf(answers));
  return had === undefined ? { ...known, answers } : { ...known, answers, had, keeps: true };
};

/** A fetched credential comes before Baseten is asked, so that its program runs meanwhile. */
export const fetched: Step = async (known, world) => {
  if (isOver(known) || !isFetched(settled(known.answers))) return known;
  if (known.grant !== undefined || known.had !== undefined) return known;
  const answers = await askCredential(settled(known.answers), known, world);
  if (answers === "make") return (await import("./plan-grant.ts")).planGrant(known, "fetched", world);
  const fetching = startFetch(answers, usesCredential(answers.method, known.options), world);
  return { ...known, answers, fetching, caller: fetching === null ? null : startAsking(answers, world) };
};

/** AWS is asked who fetches the token, beside the token, where somebody reads it. */
function startAsking({ method, target, values }: Answers, world: World): Promise<string | null> | null {
  const [attempt] = method.fetch(target, values);
  if (!canAsk(world) || attempt?.command.file !== "aws") return null;
  return callerOf(target, values, world).catch(() => null);
}

export const baseten: Step = async (known, world) => {
  if (isOver(known)) return known;
  if (settled(known.answers).method.typed === null) return { ...known, destination: { where: "none" } };
  return { ...known, destination: known.destination ?? (await askDestination(known.options, world)) };
};

export const existing: Step = async (known, world) => {
  if (isOver(known) || !canAsk(world) || known.had !== undefined) return known;
  return {
    ...known,
    ...(await askExisting(
      settled(known.answers),
      settled(known.destination),
      { mayKeep: known.grant === undefined },
      world,
    )),
  };
};

export const given: Step = async (known, world) => {
  const { grant, keeps } = known;
  if (isOver(known) || isFetched(settled(known.answers)) || keeps || grant !== undefined) return known;
  const answers = await askCredential(settled(known.answers), known, world);
  if (answers === "make") return (await import("./plan-grant.ts")).planGrant(known, "given", world);
  return { ...known, answers };
};
