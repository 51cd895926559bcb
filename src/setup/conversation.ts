// Questions in order: each settles one thing of what is known, and asks only when it must. Esc goes back to the last
// that asked, with its answer kept.
import { isDeepStrictEqual } from "node:util";
import { Back, interrupted } from "../values/errors.ts";
import type { Prompter, World } from "../world/types.ts";

/** Settles one thing: gives what is known with it. It must be able to run again from the same start. */
export type Question<Known> = (known: Known, world: World) => Promise<Known>;

/**
 * Goes through the questions.
 * @throws CliError as a question does; `interrupted` when Esc is pressed where nothing was asked before.
 */
export async function converse<Known>(
  questions: readonly Question<Known>[],
  start: Known,
  world: World,
): Promise<Known> {
  const asked: Asked<Known>[] = [];
  const answers = new Map<string, unknown>();
  let known = start;
  for (let index = 0; index < questions.length; ) {
    const before = known;
    const listening = world.prompter === null ? null : remembering(world.prompter, answers);
    try {
      known =
        (await questions[index]?.(before, { ...world, prompter: listening?.prompter ?? null })) ?? before;
      if (listening?.count()) asked.push({ index, before, messages: listening.messages() });
      index += 1;
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      const last = backTo(error.to, asked, listening?.count() ? { index, before, messages: [] } : null);
      if (last === null) throw interrupted();
      ({ index, before: known } = last);
    }
  }
  return known;
}

interface Asked<Known> {
  readonly index: number;
  readonly before: Known;
  readonly messages: readonly string[];
}

/** The question that is asked again; takes those after it out of `asked`. What was answered within one comes first. */
function backTo<Known>(
  to: string | null,
  asked: Asked<Known>[],
  current: Asked<Known> | null,
): Asked<Known> | null {
  if (to === null) return current ?? asked.pop() ?? null;
  for (let last = asked.pop(); last !== undefined; last = asked.pop())
    if (last.messages.some((message) => message.startsWith(to))) return last;
  return null;
}

interface Listening {
  readonly prompter: Prompter;
  readonly messages: () => readonly string[];
  /** How many answers were given. */
  count(): number;
}

/** Offers each answer again where the same is asked again; what was hidden stays hidden and is asked anew. */
function remembering(prompter: Prompter, answers: Map<string, unknown>): Listening {
  let count = 0;
  const messages: string[] = [];
  const keep = async <T>(message: string, answer: Promise<T>): Promise<T> => {
    const given = await answer;
    count += 1;
    messages.push(message);
    answers.set(message, given);
    return given;
  };
  const before = <T>(message: string): { default?: T } =>
    answers.has(message) ? { default: answers.get(message) as T } : {};
  return {
    count: () => count,
    messages: () => messages,
    prompter: {
      select: <T>(ask: Parameters<Prompter["select"]>[0] & { choices: readonly { value: T }[] }) => {
        const kept = ask.choices.find(({ value }) => isDeepStrictEqual(value, answers.get(ask.message)));
        return keep(
          ask.message,
          prompter.select({ ...ask, ...(kept ? { default: kept.value } : {}) } as never),
        );
      },
      search: (ask) => keep(ask.message, prompter.search(ask)),
      input: (ask) => keep(ask.message, prompter.input({ ...ask, ...before<string>(ask.message) })),
      confirm: (ask) => keep(ask.message, prompter.confirm({ ...ask, ...before<boolean>(ask.message) })),
      password: (ask) => keep(`hidden ${ask.message}`, prompter.password(ask)),
      paste: async (ask) => {
        const given = await prompter.paste({ ...ask, ...before<string>(ask.message) });
        count += 1;
        messages.push(ask.message);
        const seen = ask.sight(given.reveal());
        if (seen === given.reveal()) answers.set(ask.message, seen);
        return given;
      },
    } as Prompter,
  };
}
