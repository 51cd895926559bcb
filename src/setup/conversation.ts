// Questions in order: each settles one thing of what is known, and asks only when it must. Esc goes back to the last
// that asked, with its answer kept; a way out of a failure goes back to the one that it names.
import { isDeepStrictEqual } from "node:util";
import { Back, interrupted } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import type { Prompter, World } from "../world/types.ts";

/** Settles one thing: gives what is known with it. It must be able to run again from the same start. */
export type Question<Known> = (known: Known, world: World) => Promise<Known>;

/** Questions by name, in the order in which they are put. */
export type Questions<Known> = Readonly<Record<string, Question<Known>>>;

/** What was answered, by question; hidden answers are kept hidden. */
export type Answered = Map<string, unknown>;

/** What another conversation was answered: the questions before `upTo` take it without asking. */
export interface Remembered {
  readonly answers: Answered;
  readonly upTo: string;
}

/**
 * Thrown by a question: go on from an earlier one, with something changed. That one asks anew; those between it and
 * the one that threw take what they were answered before.
 */
export class Again<Known> extends Error {
  readonly from: string;
  readonly change: (known: Known) => Known;
  constructor(from: string, change: (known: Known) => Known = (known) => known) {
    super("Again from an earlier question.");
    this.name = "Again";
    this.from = from;
    this.change = change;
  }
}

/**
 * Goes through the questions.
 * @throws CliError as a question does; `interrupted` when Esc is pressed where nothing was asked before.
 */
export async function converse<Known>(
  questions: Questions<Known>,
  start: Known,
  world: World,
  { answers, upTo }: Remembered = { answers: new Map(), upTo: "" },
): Promise<Known> {
  const steps = Object.entries(questions);
  const befores: Known[] = [];
  let asked: readonly Asked[] = [];
  // The questions between these two take their answers from before.
  let repeated = {
    after: -1,
    before: answers.size === 0 ? -1 : steps.findIndex(([name]) => name === upTo),
  };
  // After Esc, how many answers of a question stand: all but the last.
  let standing = 0;
  let known = start;
  for (let index = 0; index < steps.length; ) {
    befores[index] = known;
    const repeats = index > repeated.after && index < repeated.before;
    const listening =
      world.prompter === null ? null : remembering(world.prompter, answers, repeats ? Infinity : standing);
    standing = 0;
    try {
      known = (await steps[index]?.[1](known, { ...world, prompter: listening?.prompter ?? null })) ?? known;
      const count = listening?.count() ?? 0;
      if (count > 0) asked = [...asked, { index, count }];
      index += 1;
    } catch (error) {
      if (error instanceof Again) {
        const from = steps.findIndex(([name]) => name === error.from);
        repeated = { after: from, before: index };
        asked = asked.filter((earlier) => earlier.index < from);
        index = from;
        known = error.change(befores[from]);
      } else if (error instanceof Back) {
        // A question may ask several things; what was answered last is asked again.
        const count = listening?.count() ?? 0;
        const last = count > 0 ? { index, count } : asked.at(-1);
        if (last === undefined) throw interrupted();
        if (count === 0) asked = asked.slice(0, -1);
        repeated = { after: -1, before: -1 };
        standing = last.count - 1;
        index = last.index;
        known = befores[index] ?? start;
      } else throw error;
    }
  }
  return known;
}

/** A question that asked, and how many things. */
interface Asked {
  readonly index: number;
  readonly count: number;
}

interface Listening {
  readonly prompter: Prompter;
  /** How many answers were given. */
  count(): number;
}

/** Offers each answer again where the same is asked again; the first so many that are `standing` are taken at once. */
function remembering(prompter: Prompter, answers: Answered, standing: number): Listening {
  let count = 0;
  const settle = async <T>(key: string, ask: () => Promise<T>, fits: Fits<T> = () => true): Promise<T> => {
    const before = answers.get(key) as T;
    const given = count < standing && answers.has(key) && (await fits(before)) ? before : await ask();
    count += 1;
    answers.set(key, given);
    return given;
  };
  const kept = <T>(message: string): { default?: T } =>
    answers.has(message) ? { default: answers.get(message) as T } : {};
  return {
    count: () => count,
    prompter: {
      select: (ask) => {
        const same = ask.choices.find(({ value }) => isDeepStrictEqual(value, answers.get(ask.message)));
        const question = { ...ask, ...(same ? { default: same.value } : {}) };
        return settle(
          ask.message,
          () => prompter.select(question),
          () => same !== undefined,
        );
      },
      search: (ask) => settle(ask.message, () => prompter.search(ask)),
      input: (ask) =>
        settle(
          ask.message,
          () => prompter.input({ ...ask, ...kept(ask.message) }),
          async (before) => ((await ask.problem?.(before)) ?? null) === null,
        ),
      confirm: (ask) => settle(ask.message, () => prompter.confirm({ ...ask, ...kept(ask.message) })),
      password: (ask) => settle(`hidden ${ask.message}`, () => prompter.password(ask)),
      paste: (ask) => {
        const key = `hidden ${ask.message}`;
        const before = answers.get(key);
        // What may be seen of it is offered again; a secret is not.
        const seen = before instanceof Secret && ask.sight(before.reveal()) === before.reveal();
        const standard = seen ? { default: before.reveal() } : {};
        return settle(key, () => prompter.paste({ ...ask, ...standard }));
      },
    },
  };
}

/** Whether an answer of before is one now. */
type Fits<T> = (answer: T) => boolean | Promise<boolean>;
