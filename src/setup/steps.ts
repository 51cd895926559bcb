// What a set-up settles, in this order: the image, the method, the credential, Baseten, the proof, the plan.
import { canAsk } from "../credential/ask.ts";
import { askDestination } from "../credential/destination.ts";
import { startFetch } from "../credential/fetch.ts";
import { prove, provePull, skipped, type Verified } from "../credential/prove.ts";
import { typeCredential } from "../credential/typed.ts";
import type { Answers, Destination, Obtained, SetupOptions, Situation } from "../flow.ts";
import type { Method } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import type { Question } from "./conversation.ts";
import { askMethod, mechanismNow } from "./method.ts";
import { nothingObtained, obtain } from "./obtain.ts";
import { askCredential, askExisting, askRecipe, isFetched, usesCredential } from "./recipe.ts";
import * as screen from "./screen.ts";
import { askTarget, type Found } from "./target.ts";

/** What is known so far; each step adds to it. */
export interface Known {
  readonly options: SetupOptions;
  readonly situation: Situation;
  readonly found?: Found;
  /** Whether the registry lets anyone pull the image. */
  readonly open?: boolean;
  readonly method?: Method;
  readonly answers?: Answers;
  /** The program that gives the credential, running. */
  readonly fetching?: Promise<BasicCredential> | null;
  readonly destination?: Destination;
  /** Whether secrets that are stored already stay as they are. */
  readonly keeps?: boolean;
  readonly obtained?: Obtained;
  readonly verified?: Verified;
}

/** What a step before has settled. */
export function settled<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A step is missing before this one.");
  return value;
}

type Step = Question<Known>;

const image: Step = async (known, world) => ({
  ...known,
  found: await askTarget(known.situation, known.options, world),
});

/** Whether anyone can pull the image, so that nothing is left to set up. */
export const isPublic = ({ found, open }: Known): boolean =>
  open === true || found?.target.publicBecause !== undefined;

/** What somebody says who wants to sign in, whether or not it is needed. */
const wantsSignIn = ({ options, situation }: Known): boolean =>
  options.method !== undefined ||
  options.username !== undefined ||
  options.serviceAccountKey !== undefined ||
  options.fromDocker ||
  options.passwordStdin ||
  mechanismNow(situation) !== null;

/**
 * Asks the registry without a credential, where nothing says that one is wanted. Most base images of Truss projects are
 * public ones. Where a registry lets nobody in, or its images are seldom open, it isn't asked.
 */
const anonymous: Step = async (known, world) => {
  const { registry, target } = settled(known.found);
  const { verify, dryRun } = known.options;
  if (isPublic(known) || registry.open !== undefined || wantsSignIn(known) || !verify || dryRun) return known;
  const { verdict } = await provePull(target, null, world);
  return verdict.status === "pulled" ? { ...known, open: true } : known;
};

const method: Step = async (known, world) => {
  if (isPublic(known)) return known;
  const { registry, target } = settled(known.found);
  return { ...known, method: await askMethod(registry, target, known.situation, known.options, world) };
};

const recipe: Step = async (known, world) => {
  if (isPublic(known)) return known;
  const now = mechanismNow(known.situation);
  const answers = await askRecipe(settled(known.found), settled(known.method), now, known, world);
  return { ...known, answers };
};

/** A fetched credential comes before Baseten is asked, so that its program runs meanwhile. */
const fetched: Step = async (known, world) => {
  if (isPublic(known) || !isFetched(settled(known.answers))) return known;
  const answers = await askCredential(settled(known.answers), known.options, world);
  return {
    ...known,
    answers,
    fetching: startFetch(answers, usesCredential(answers.method, known.options), world),
  };
};

const baseten: Step = async (known, world) => {
  if (isPublic(known)) return known;
  const stores = settled(known.answers).method.typed !== null;
  return {
    ...known,
    destination: stores ? await askDestination(known.options, world) : { where: "none" },
  };
};

const existing: Step = async (known, world) => {
  if (isPublic(known) || !canAsk(world)) return known;
  return { ...known, ...(await askExisting(settled(known.answers), settled(known.destination), world)) };
};

const given: Step = async (known, world) => {
  if (isPublic(known) || isFetched(settled(known.answers)) || known.keeps) return known;
  return { ...known, answers: await askCredential(settled(known.answers), known.options, world) };
};

/** A denied pull stops here, before anything changes; a person may give another credential. */
const proof: Step = async (known, world) => {
  if (isPublic(known)) return known;
  const { options, fetching = null } = known;
  const destination = settled(known.destination);
  let answers = settled(known.answers);
  const needed = usesCredential(answers.method, options) && !known.keeps;
  const useful = destination.where !== "none" || options.verify;
  for (;;) {
    const obtained =
      needed && useful ? await obtain(answers, fetching, options.verify, world) : nothingObtained;
    const verified = await verify(answers, obtained, known, world);
    const done = { ...known, answers, obtained, verified };
    if (verified.verdict.status !== "denied") return done;
    if (!canAsk(world)) throw denied(verified, answers);
    const line = screen.verdictLine(verified.verdict, answers.target, world.terminal);
    if (line !== null) world.terminal.show(line);
    const next = await askAfterDenied(answers, world);
    if (next === "anyway") return done;
    answers = next;
  }
};

async function verify(
  answers: Answers,
  obtained: Obtained,
  { options, keeps }: Known,
  world: World,
): Promise<Verified> {
  if (!options.verify || options.dryRun) return { verdict: skipped, warnings: [] };
  if (!keeps) return prove(answers, obtained, world);
  const reason = "What is stored is kept. Baseten gives no secret back, so it wasn't tried.";
  return { verdict: { ...skipped, status: "unverifiable", reason }, warnings: [] };
}

const denied = ({ verdict }: Verified, { target }: Answers): CliError =>
  new CliError("pull-denied", verdict.reason ?? `${target.image.text} can't be pulled.`, {
    hint: "Nothing was stored or written. --no-verify skips this check.",
  });

async function askAfterDenied(answers: Answers, world: InteractiveWorld): Promise<Answers | "anyway"> {
  const { typed } = answers.method;
  const choice = await world.prompter.select<"another" | "anyway" | "stop">({
    message: "What now?",
    choices: [
      ...(typed === null
        ? []
        : [{ value: "another" as const, name: "Type another credential", description: "input hidden" }]),
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

/** All of them. A dry run ends before the proof, since it contacts nobody. */
export const steps: readonly Step[] = [
  image,
  anonymous,
  method,
  recipe,
  fetched,
  baseten,
  existing,
  given,
  proof,
];
