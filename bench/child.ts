// How is a program timed, on a terminal of its own or on none? By one small Python for all: see pty.py.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Spent } from "./ratio.ts";

/** The built bin. */
export const bin = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

export interface Setting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What every child gets of this machine: a program path, and nothing that slows Node or answers questions. */
export const bareEnv = (home: string): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: home,
  TERM: "xterm-256color",
});

/** Keys that are typed when the pattern is on the screen and some ms went by. */
export interface Step {
  readonly shows: string;
  readonly wait: number;
  readonly type: string;
}

export interface OnTerminal {
  readonly steps?: readonly Step[];
  /** The pattern that ends the measuring, in Python's syntax; its end unless said. */
  readonly until?: string;
}

/** What a program spent; `since`: ms since the last keys were typed. */
export interface Measured extends Spent {
  readonly since: number;
}

/** Runs it to its end with its output thrown away. @throws when it fails. */
export const time = (argv: readonly string[], setting: Setting): Promise<Measured> =>
  ask(argv, setting, false, {});

/** Runs it on a bare pseudo-terminal of 100 columns. @throws when what is waited for doesn't come in 30 s. */
export const timeOnTerminal = (
  argv: readonly string[],
  setting: Setting,
  what: OnTerminal = {},
): Promise<Measured> => ask(argv, setting, true, what);

async function ask(
  argv: readonly string[],
  { cwd, env }: Setting,
  terminal: boolean,
  { steps = [], until }: OnTerminal,
): Promise<Measured> {
  timer ??= startTimer();
  const answer = await timer({ argv, cwd, env, terminal, steps, until: until ?? null });
  if (answer.error !== undefined) throw new Error(`${argv.join(" ")}: ${answer.error}`);
  if (answer.code !== 0) throw new Error(`${argv.join(" ")} ended with ${answer.code}.`);
  return answer;
}

type Answer = Measured & { readonly code: number; readonly error?: string };
let timer: ((job: object) => Promise<Answer>) | undefined;

/** The Python that forks, reads and counts. It is small, so that forking it costs next to nothing. */
function startTimer(): (job: object) => Promise<Answer> {
  const script = fileURLToPath(new URL("../bench/pty.py", import.meta.url));
  const python = spawn("python3", ["-I", "-S", script], { stdio: ["pipe", "pipe", "inherit"] });
  python.unref();
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return async (job) => {
    python.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error("python3 ended; the bench needs it for its terminals.");
    return JSON.parse(value) as Answer;
  };
}
