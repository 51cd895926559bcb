// How is each question asked on the terminal? Loaded when the first one is.
import { confirm, search, select } from "@inquirer/prompts";
import { wrap } from "../text/wrap.ts";
import { Back, interrupted } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import { line } from "./line.ts";
import { below, type SelectQuestion, searchConfig, selectConfig } from "./lists.ts";
import { type Drawn, ownOutput, wiped } from "./own-output.ts";
import { dropTypedAhead, takingAll } from "./typed-ahead.ts";
import type { Prompter } from "./types.ts";
import { wording } from "./wording.ts";

type Context = NonNullable<Parameters<typeof confirm>[1]>;
/** A prompt of inquirer: what it asks, and where. */
export type Prompt<Value, Config> = (config: Config, context?: Context) => Promise<Value>;
/** Runs a prompt; a test does it without a terminal. */
export type Ask = <Value, Config>(
  prompt: Prompt<Value, Config>,
  config: Config,
  takenBack?: AbortSignal,
) => Promise<Value>;

export interface PrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & {
    readonly columns?: number;
    readonly rows?: number;
    /** https://github.com/nodejs/node/blob/v20.x/lib/tty.js */
    _refreshSize?(): void;
  };
  readonly colour: boolean;
  readonly signal?: AbortSignal;
  /** Called with each thing that is painted. */
  readonly onPaint?: () => void;
}

/**
 * The prompts on a terminal. Ctrl+C, Ctrl+D, the end of the input and `signal` reject with `interrupted`.
 * @param drawn the first question, where it stands on the screen already: it is drawn over
 */
export function createPrompter(options: PrompterOptions, drawn: Drawn | null = null): Prompter {
  const { input: keys, output, signal } = options;
  let ahead = drawn;
  return prompterOver(
    async (prompt, config, takenBack) => {
      const stop = new AbortController();
      // readline ends at Ctrl+D without a word, and the prompt would wait for ever.
      const onKey = (_: unknown, key?: { ctrl?: boolean; name?: string }): void => {
        if (key?.ctrl && key.name === "d") stop.abort();
        if (key?.name === "escape") stop.abort(new Back());
      };
      const onEnd = (): void => stop.abort();
      const context = {
        input: keys,
        output: ownOutput(options, ahead),
        signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
        // A question that was left with Esc, or taken back, is no part of the story.
        get clearPromptOnDone() {
          return stop.signal.reason instanceof Back || takenBack?.aborted === true;
        },
      };
      if (takenBack?.aborted) stop.abort();
      takenBack?.addEventListener("abort", () => stop.abort());
      // What is typed while the question stands there is meant for it.
      if (ahead === null) await dropTypedAhead(keys);
      else {
        // Of a change of size while this was loaded Node hears in the next turn, and asks the system then.
        output._refreshSize?.();
        if (context.signal.aborted) {
          output.write(wiped(ahead, output.columns));
          throw interrupted();
        }
      }
      ahead = null;
      keys.on("keypress", onKey).on("end", onEnd);
      try {
        return await takingAll(keys, () => prompt(config, context));
      } catch (error) {
        throw stop.signal.reason instanceof Back ? stop.signal.reason : error;
      } finally {
        keys.off("keypress", onKey).off("end", onEnd);
      }
    },
    () => output.columns || 80,
  );
}

type Check = (value: string) => string | null | Promise<string | null>;

/**
 * The prompts, whoever runs them.
 * @param columns the width to keep to; read at each question.
 */
export function prompterOver(run: Ask, columns: () => number): Prompter {
  const ask: Ask = async (prompt, config, takenBack) => {
    try {
      return await run(prompt, config, takenBack);
    } catch (error) {
      if (error instanceof Error && cancelled.has(error.name)) throw interrupted();
      throw error;
    }
  };
  const typed = <T extends { readonly message: string; readonly why?: string; readonly problem?: Check }>(
    { why, problem = () => null, ...question }: T,
    behind = "",
  ) => ({
    ...question,
    theme: wording(question.message, columns(), behind),
    ...(why === undefined ? {} : { why: below(why, columns()) }),
    validate: async (value: string): Promise<true | string> => {
      const sentence = await problem(value);
      // A `> ` stands before it.
      return sentence === null ? true : wrap(`  ${sentence}`, columns()).trimStart();
    },
  });
  return {
    select: <T>({ takenBack, ...question }: SelectQuestion<T> & { readonly takenBack?: AbortSignal }) =>
      ask<T, Parameters<typeof select<T>>[0]>(select<T>, selectConfig(question, columns()), takenBack),
    search: (question) => ask(search<string>, searchConfig(question, columns())),
    input: (question) => ask(line, typed(question)),
    password: async (question) =>
      new Secret(await ask(line, { ...typed(question, "(input hidden) 100 characters"), sight: () => "" })),
    paste: async (question) => new Secret(await ask(line, typed(question))),
    confirm: (question) =>
      ask(confirm, { ...question, theme: wording(question.message, columns(), "(Y/n)") }),
  };
}

const cancelled = new Set(["ExitPromptError", "AbortPromptError", "CancelPromptError"]);
