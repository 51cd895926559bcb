// What is the real world made of? Only wiring; the parts are loaded when they are first needed.
import { homedir } from "node:os";
import { setTimeout as after } from "node:timers/promises";
import { isDumb } from "../text/paint.ts";
import { printableQuestion } from "../text/printable.ts";
import { CliError, interrupted } from "../values/errors.ts";
import { createAttend } from "./attend.ts";
import { refuseDebugging } from "./child-env.ts";
import { createExec } from "./exec.ts";
import { createFiles } from "./files.ts";
import { createFetch } from "./http.ts";
import { drawnList, type SelectQuestion } from "./lists.ts";
import { coloured, type Drawn, drawnBy } from "./own-output.ts";
import type { PrompterOptions } from "./prompts.ts";
import { readStdin } from "./stdin.ts";
import { createTerminal } from "./terminal.ts";
import { dropTypedAhead } from "./typed-ahead.ts";
import type { Prompter, World } from "./types.ts";

export interface WorldOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** False for `--no-color`. */
  readonly colour: boolean;
  /** False: never ask, not even on a terminal. */
  readonly interactive: boolean;
}

/** The parts of Node's `process` that a world is made of. */
export type Process = Pick<
  NodeJS.Process,
  "stdin" | "stdout" | "stderr" | "env" | "cwd" | "platform" | "once" | "getuid"
>;

/**
 * Makes the real world.
 * @throws CliError `usage` where Node would print secrets
 * @param signal stops whatever runs: children, requests, prompts, waiting. Each then rejects.
 */
export function createWorld(sources: {
  process: Process;
  options: WorldOptions;
  signal?: AbortSignal;
  /** Called with each thing that a question paints. */
  onPaint?: () => void;
}): World {
  const { process, options, signal, onPaint } = sources;
  const { stdout, stderr, env } = process;
  refuseDebugging(env);
  const stoppable = signal ? { signal } : {};
  const atExit = (cleanUp: () => void): void => void process.once("exit", cleanUp);
  const asks = mayAsk(process, options);
  const terminal = createTerminal({ stdout, stderr, env, ...options, asks });
  return {
    exec: createExec({ env, atExit, ...stoppable }),
    attend: createAttend({ env, ...stoppable }),
    files: createFiles({ atExit, ...stoppable }),
    fetch: createFetch(env, signal),
    prompter: asks
      ? lazyPrompter(
          {
            input: process.stdin,
            output: stderr,
            colour: terminal.colour,
            ...stoppable,
            ...(onPaint ? { onPaint } : {}),
          },
          !isDumb(env),
        )
      : null,
    terminal,
    readStdin: () => readStdin(process.stdin, stoppable),
    env,
    cwd: folderOf(process),
    home: homedir(),
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    now: () => new Date(),
    sleep: (ms) =>
      after(ms, undefined, stoppable).catch(() => {
        throw interrupted();
      }),
  };
}

/** The current folder. @throws CliError `file-not-found` when it was deleted meanwhile. */
function folderOf(process: Process): string {
  try {
    return process.cwd();
  } catch {
    throw new CliError("file-not-found", "The folder that you are in is no longer there.", {
      hint: "Change to one that is: cd ~",
    });
  }
}

/** Whether somebody is there to answer. */
export function mayAsk(process: Process, { json, interactive }: WorldOptions): boolean {
  const { stderr, env } = process;
  const automated = Boolean(env.CI) && env.CI !== "false" && env.CI !== "0";
  // Node opens standard input when it is looked at, which takes 3 ms; so that comes last.
  return interactive && !json && !automated && stderr.isTTY === true && process.stdin.isTTY === true;
}

/** Loads the prompts with the first question, which is drawn meanwhile where it is a list and can be drawn over. */
function lazyPrompter(options: PrompterOptions, canDrawOver: boolean): Prompter {
  let loading: Promise<Prompter> | undefined;
  const load = (drawn: Drawn | null = null): Promise<Prompter> => {
    loading ??= import("./prompts.ts").then(({ createPrompter }) => createPrompter(options, drawn));
    return loading;
  };
  return {
    select: async (question) => {
      const asked = printableQuestion(question);
      const drawn = loading === undefined && canDrawOver ? await drawFirst(asked, options) : null;
      return (await load(drawn)).select(asked);
    },
    search: async (question) => (await load()).search(printableQuestion(question)),
    input: async (question) => (await load()).input(printableQuestion(question)),
    password: async (question) => (await load()).password(printableQuestion(question)),
    paste: async (question) => (await load()).paste(printableQuestion(question)),
    confirm: async (question) => (await load()).confirm(printableQuestion(question)),
  };
}

/** Draws a list as the prompt will, which takes its keys. @returns what stands there; null where nothing does */
async function drawFirst<T>(
  question: SelectQuestion<T>,
  { input, output, colour }: PrompterOptions,
): Promise<Drawn | null> {
  const { columns = 80, rows = 24 } = output;
  const list = drawnList(question, { columns, rows });
  if (list === null) return null;
  await dropTypedAhead(input);
  output.write(coloured(list, colour));
  return drawnBy(list, columns);
}
