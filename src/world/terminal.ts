// Where do words go, in which colour, and when does a spinner turn?
import { wrap } from "../text/wrap.ts";
import type { Terminal } from "./types.ts";

/** A stream to write to, as far as it is used here. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalOptions {
  readonly stdout: Output;
  readonly stderr: NodeJS.WritableStream & Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False for `--no-color`. */
  readonly colour: boolean;
  /** No spinner: stdout is for a program, which doesn't look at it. */
  readonly json: boolean;
  /** Nothing but the result and errors, and what is asked. */
  readonly quiet: boolean;
  /** Whether somebody may be asked. */
  readonly asks?: boolean;
}

/** Work that ends sooner shows no spinner. */
const patienceMs = 300;

/** Makes the terminal of a world. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr, env, json, quiet } = options;
  const colour = wantsColour(env, options.colour, stderr.isTTY === true);
  // A terminal of no width, as `script` and `ssh -tt` give, would have ora count lines for ever.
  const spins = stderr.isTTY === true && Boolean(stderr.columns) && env.TERM !== "dumb" && !json && !quiet;
  let spinning = false;
  const write = (line: string, whole?: "whole"): void => {
    // A file or pipe has no width, and its reader wants whole lines.
    const text = stderr.isTTY && stderr.columns && !whole ? wrap(line, stderr.columns) : line;
    stderr.write(`${text}\n`);
  };
  return {
    colour,
    get columns() {
      return stderr.columns || 80;
    },
    get page() {
      if (stdout.isTTY !== true || json) return null;
      return { colour: wantsColour(env, options.colour, true), columns: stdout.columns || 80 };
    },
    dim: (text) => (colour ? `\u001B[2m${text}\u001B[22m` : text),
    // With --json the document is the result, and nothing else may stand on stdout.
    result: (text) => {
      if (!json) stdout.write(text);
    },
    say: (line = "", whole) => {
      if (!quiet) write(line, whole);
    },
    show: (line = "") => {
      if (!quiet || options.asks) write(line);
    },
    copy: (value) => {
      stderr.write(`\u001B]52;c;${Buffer.from(value.reveal()).toString("base64")}\u0007`);
    },
    async progress(label, work) {
      // Two spinners would fight for one line, so the first one stays alone.
      if (!spins || (await endsSoon(work)) || spinning) return work;
      spinning = true;
      const { default: ora } = await import("ora");
      const spinner = ora({
        text: label,
        stream: stderr,
        color: colour ? "cyan" : false,
        isEnabled: true,
        // Left to the terminal, Ctrl+C stays a signal.
        discardStdin: false,
      }).start();
      try {
        return await work;
      } finally {
        spinner.stop();
        spinning = false;
      }
    },
  };
}

/**
 * Whether to colour what goes to stderr. https://no-color.org and https://force-color.org
 * @param flag false for `--no-color`.
 */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean,
  isTTY: boolean,
): boolean {
  if (!flag || env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced) return forced !== "0" && forced !== "false";
  return isTTY && env.TERM !== "dumb";
}

async function endsSoon(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
