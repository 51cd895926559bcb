// How is each question asked on the terminal? Loaded when the first one is.
import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { confirm, input, search, select } from "@inquirer/prompts";
import { Back, interrupted } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import { hidden } from "./hidden.ts";
import type { Choice, Prompter } from "./types.ts";

type Context = NonNullable<Parameters<typeof confirm>[1]>;
/** A prompt of inquirer: what it asks, and where. */
export type Prompt<Value, Config> = (config: Config, context?: Context) => Promise<Value>;
/** Runs a prompt; a test does it without a terminal. */
export type Ask = <Value, Config>(prompt: Prompt<Value, Config>, config: Config) => Promise<Value>;

export interface PrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  readonly colour: boolean;
  readonly signal?: AbortSignal;
}

/** The prompts on a terminal. Ctrl+C, Ctrl+D, the end of the input and `signal` reject with `interrupted`. */
export function createPrompter(options: PrompterOptions): Prompter {
  const { input: keys, output, signal } = options;
  return prompterOver(
    async (prompt, config) => {
      const stop = new AbortController();
      // readline ends at Ctrl+D without a word, and the prompt would wait for ever.
      const onKey = (_: unknown, key?: { ctrl?: boolean; name?: string }): void => {
        if (key?.ctrl && key.name === "d") stop.abort();
        if (key?.name === "escape") stop.abort(new Back());
      };
      const onEnd = (): void => stop.abort();
      await dropTypedAhead(keys);
      keys.on("keypress", onKey).on("end", onEnd);
      try {
        return await prompt(config, {
          input: keys,
          output: outputOf(options),
          signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
        });
      } catch (error) {
        throw stop.signal.reason instanceof Back ? stop.signal.reason : error;
      } finally {
        keys.off("keypress", onKey).off("end", onEnd);
      }
    },
    () => output.columns || 80,
  );
}

/** A terminal's keys, which can be told to come one by one. */
type Keys = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/**
 * Drops what was typed before the question stood on the screen: it was meant for something else. What the terminal
 * holds back for a whole line comes at once when it is told to hold nothing; a few turns of the loop read it all.
 */
async function dropTypedAhead(input: NodeJS.ReadableStream): Promise<void> {
  const keys: Keys = input;
  if (keys.isTTY !== true || keys.setRawMode === undefined) return;
  const drop = (): void => {};
  keys.setRawMode(true);
  keys.on("data", drop);
  keys.resume();
  for (let turns = 0; turns < 3; turns += 1) await turn();
  keys.off("data", drop);
  keys.pause();
}

/**
 * The prompts, whoever runs them.
 * @param columns the width to keep to; read at each question.
 */
export function prompterOver(run: Ask, columns: () => number): Prompter {
  const ask: Ask = async (prompt, config) => {
    try {
      return await run(prompt, config);
    } catch (error) {
      if (error instanceof Error && cancelled.has(error.name)) throw interrupted();
      throw error;
    }
  };
  return {
    select: <T>(question: SelectQuestion<T>) =>
      ask<T, Parameters<typeof select<T>>[0]>(select<T>, selectConfig(question, columns())),
    search: (question) => ask(search<string>, searchConfig(question)),
    input: ({ message, default: standard, prefill, problem }) =>
      ask(input, {
        message,
        ...(standard === undefined ? {} : { default: standard }),
        prefill: prefill ? "editable" : "tab",
        validate: validator(problem),
      }),
    password: async ({ message, problem }) =>
      new Secret(await ask(hidden, { message, lines: "one", validate: validator(problem) })),
    paste: async ({ message, complete, problem }) =>
      new Secret(await ask(hidden, { message, lines: "several", complete, validate: validator(problem) })),
    confirm: (question) => ask(confirm, { ...question }),
  };
}

interface SelectQuestion<T> {
  readonly message: string;
  readonly choices: readonly Choice<T>[];
  readonly default?: T;
}

/** A list on one page where it fits, each choice on one line: its name, padded, and its half-line, dimmed. */
export function selectConfig<T>(question: SelectQuestion<T>, columns: number) {
  const padding = Math.max(...question.choices.map(({ name }) => name.length)) + nameGap;
  const room = columns - padding - pointerWidth - 1;
  return {
    message: question.message,
    choices: question.choices.map(({ value, name, description, short }) => ({
      value,
      name: beside(name.padEnd(padding), cut(description ?? "", room)),
      short: short ?? name,
    })),
    ...(question.default === undefined ? {} : { default: question.default }),
    loop: false,
    pageSize: 12,
    theme: { style: { keysHelpTip: () => undefined } },
  };
}

/** A list narrowed by words in any order; with `other`, what was typed is offered last, as it is. */
export function searchConfig(question: {
  message: string;
  choices: readonly Choice<string>[];
  other?: boolean;
}) {
  return {
    message: question.message,
    source: (term = "") => matching(term.trim(), question.choices, question.other === true),
    pageSize: 10,
    theme: { style: { keysHelpTip: () => dim("Type to narrow the list") } },
  };
}

function matching(term: string, choices: readonly Choice<string>[], other: boolean): Choice<string>[] {
  // Tab puts the highlighted name into the line, so the wording around a typed value comes back.
  const wanted = /^Use "(.*)"$/.exec(term)?.[1] ?? term;
  const words = wanted.toLowerCase().split(/\s+/);
  const found = choices.filter(({ name, value }) => {
    const text = `${name} ${value}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const known = choices.some(({ value }) => value === wanted);
  if (!other || wanted === "" || known) return found;
  return [...found, { value: wanted, name: `Use "${wanted}"`, short: wanted }];
}

const nameGap = 3;
const pointerWidth = 2;
const cancelled = new Set(["ExitPromptError", "AbortPromptError", "CancelPromptError"]);

const dim = (text: string): string => `\u001B[2m${text}\u001B[22m`;

const beside = (name: string, halfLine: string): string =>
  halfLine === "" ? name.trimEnd() : `${name}${dim(halfLine)}`;

/** At most so many columns; without room for a few words, nothing. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 12 ? "" : `${text.slice(0, room - 1).trimEnd()}…`;
}

const validator =
  (problem: ((value: string) => string | null) | undefined) =>
  (value: string): true | string =>
    problem?.(value) ?? true;

/** Drops colours on their way; inquirer has no switch for them. A prompt ends its output, so each gets its own. */
function outputOf({ output, colour }: PrompterOptions): NodeJS.WritableStream {
  const own = new Writable({
    write(chunk, _, done) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are made of
      output.write(colour ? chunk : String(chunk).replace(/\u001B\[[\d;]*m/g, ""));
      done();
    },
  });
  return Object.assign(own, { columns: output.columns });
}
