// Where do words go, in which colour, and when does a spinner turn?
import { fstatSync, statSync } from "node:fs";
import { devNull } from "node:os";
import { isDumb, wantsColour } from "../text/paint.ts";
import { printable } from "../text/printable.ts";
import { wrap } from "../text/wrap.ts";
import { CliError } from "../values/errors.ts";
import type { Terminal } from "./types.ts";

/** A stream to write to, as far as it is used here. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly fd?: number;
  write(text: string, done?: (error?: Error | null) => void): unknown;
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

/** Work that ends sooner shows no spinner, only what it is. */
const patienceMs = 300;

/** Makes the terminal of a world. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr, env, json, quiet } = options;
  const colour = wantsColour(env, options.colour, stderr.isTTY === true);
  // A terminal of no width, as `script` and `ssh -tt` give, would have ora count lines for ever.
  const spins = stderr.isTTY === true && Boolean(stderr.columns) && !isDumb(env) && !json && !quiet;
  let spinning = false;
  let labelled = false;
  const wipe = (): void => {
    if (labelled) stderr.write("\r\u001B[K");
    labelled = false;
  };
  const textOf = (foreign: string, whole?: "whole"): string => {
    const line = printable(foreign);
    // A file or pipe has no width, and its reader wants whole lines.
    return `${stderr.isTTY && stderr.columns && !whole ? wrap(line, stderr.columns) : line}\n`;
  };
  const write = (line: string, whole?: "whole"): void => {
    wipe();
    stderr.write(textOf(line, whole));
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
    result: async (text) => {
      if (!json) await printed(stdout, printable(text), "may end early");
    },
    deliver: async (text) => {
      // On a terminal what is said next begins a line of its own.
      if (!json) await printed(stdout, stdout.isTTY ? printable(text.replace(/\n?$/, "\n")) : text);
    },
    say: (line = "", whole) => {
      if (!quiet) write(line, whole);
    },
    show: (line = "") => {
      if (!quiet || options.asks) write(line);
    },
    takeBack: (lines) => {
      wipe();
      const rows =
        lines
          .map((line) => textOf(line))
          .join("")
          .split("\n").length - 1;
      if (rows > 0) stderr.write(`\u001B[${rows}A\u001B[J`);
    },
    copy: (value) => {
      stderr.write(`\u001B]52;c;${Buffer.from(value.reveal()).toString("base64")}\u0007`);
    },
    async progress(label, work) {
      // Two spinners would fight for one line, so the first one stays alone.
      if (!spins || spinning) return work;
      spinning = true;
      // What is happening is said at once; the spinner comes where it takes longer.
      const text = printable(label);
      stderr.write(`  ${text.slice(0, (stderr.columns ?? 80) - 3)}`);
      labelled = true;
      const soon = await endsSoon(work);
      wipe();
      if (soon) {
        spinning = false;
        return work;
      }
      const { default: ora } = await import("ora");
      const spinner = ora({
        text,
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
 * Writes to standard output, and waits until it is taken.
 * @throws CliError `output-lost` when it isn't: a full disk, a reader that has gone.
 */
export function printed(stdout: Output, text: string, reader?: "may end early"): Promise<void> {
  return new Promise((resolve, reject) => {
    if (reader === undefined && leadsNowhere(stdout)) return reject(outputLost("it leads nowhere"));
    stdout.write(text, (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
      if (!error || (code === "EPIPE" && reader === "may end early")) return resolve();
      const why = code === "ENOSPC" ? "the disk is full" : code === "EPIPE" ? "its reader has gone" : code;
      reject(outputLost(why ?? "no reason given"));
    });
  });
}

const outputLost = (why: string): CliError =>
  new CliError("output-lost", `Standard output took no more (${why}).`, {
    hint: "Send it where there is room for all of it, then run the same command again.",
  });

/** Whether it is the null device, which Node also puts in the place of a closed stdout. */
function leadsNowhere({ fd }: Output): boolean {
  try {
    return (
      fd !== undefined && fstatSync(fd).rdev === statSync(devNull).rdev && fstatSync(fd).isCharacterDevice()
    );
  } catch {
    return false;
  }
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
