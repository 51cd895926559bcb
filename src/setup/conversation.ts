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
  const asked: { readonly index: number; readonly before: Known }[] = [];
  const answers = new Map<string, unknown>();
  let known = start;
  for (let index = 0; index < questions.length; ) {
    const before = known;
    const listening = world.prompter === null ? null : remembering(world.prompter, answers);
    try {
      known =
        (await questions[index]?.(before, { ...world, prompter: listening?.prompter ?? null })) ?? before;
      if (listening?.count()) asked.push({ index, before });
      index += 1;
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      // What was answered within this question already is asked again first.
      const last = listening?.count() ? { index, before } : asked.pop();
      if (last === undefined) throw interrupted();
      ({ index, before: known } = last);
    }
  }
  return known;
}

interface Listening {
  readonly prompter: Prompter;
  /** How many answers were given. */
  count(): number;
}

/** Offers each answer again where the same is asked again; what was hidden stays hidden and is asked anew. */
function remembering(prompter: Prompter, answers: Map<string, unknown>): Listening {
  let count = 0;
  const keep = async <T>(message: string, answer: Promise<T>): Promise<T> => {
    const given = await answer;
    count += 1;
    answers.set(message, given);
    return given;
  };
  const before = <T>(message: string): { default?: T } =>
    answers.has(message) ? { default: answers.get(message) as T } : {};
  return {
    count: () => count,
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
      paste: (ask) => keep(`hidden ${ask.message}`, prompter.paste(ask)),
    } as Prompter,
  };
}
