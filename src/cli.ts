#!/usr/bin/env node
// The bin: argv → command(world) → output → exit code. The one catch, and the only user of process.*.
import type { Outcome } from "./flow.ts";

declare const __VERSION__: string;
/** What `--help` prints, written down by the build. */
declare const __HELP__: string;

const argv = process.argv.slice(2);
const json = argv.includes("--json");

const plain = argv.includes("--no-color");

/** How long what was stopped may take to end: children get half a second before they are killed. */
const endingMs = 1500;
const interruptedCode = 130;
const signals = ["SIGINT", "SIGTERM", "SIGHUP", ...(process.platform === "win32" ? [] : ["SIGQUIT"])];

async function main(): Promise<void> {
  const { helpText, interrupted, readArgs, run } = await import("./run.ts");
  const invocation = readArgs(argv, __VERSION__);
  if (invocation.kind === "help") return void process.stdout.write(helpText(invocation.command));
  if (invocation.kind === "version") return void process.stdout.write(`${__VERSION__}\n`);
  const stop = new AbortController();
  const interruption = new Promise<never>((_, reject) => {
    const end = () => {
      stop.abort();
      // The command itself knows best how it ended; this is for one that doesn't come to its end.
      setTimeout(() => reject(interrupted()), endingMs);
    };
    // Listeners that stay: without one, execa lets the signal end this process before its exit code is set.
    for (const signal of signals) process.on(signal, end);
  });
  const running = run(invocation, { process, colour: !plain, signal: stop.signal });
  const outcome = await Promise.race([running, interruption]);
  process.exitCode = outcome.exitCode;
  if (json) await printDocument(outcome);
}

/** A document that holds a value is the only place where it is: when it is lost, nothing may rely on it. */
async function printDocument({ document, undo }: Outcome): Promise<void> {
  const { printable, printed } = await import("./run.ts");
  try {
    const text = printable(`${JSON.stringify(document, null, 2)}\n`);
    await printed(process.stdout, text, undo === undefined ? "may end early" : undefined);
  } catch (error) {
    await undo?.();
    throw error;
  }
}

/** Where it happened, without the message: JSON.parse, for one, quotes what it read. */
const framesOf = (error: Error): string => (error.stack ?? "").match(/^ {4}at .*$/gm)?.join("\n") ?? "";

/** The one place where a failure becomes words and an exit code. */
async function fail(thrown: unknown): Promise<void> {
  const { CliError, errorJson, errorLines, exitCodeOf, isDumb, paintOf, printable, wantsColour } =
    await import("./run.ts");
  const { env, stderr } = process;
  // What isn't ours may hold argv or output of another program, so only its kind is told.
  const error =
    thrown instanceof CliError
      ? thrown
      : new CliError(
          "internal",
          `Something failed that shouldn't have (${thrown instanceof Error ? thrown.name : "unknown"}).`,
          {
            hint: "Run it with NODE_DEBUG=create-registry-auth and report it.",
          },
        );
  if (env.NODE_DEBUG?.includes("create-registry-auth") && error !== thrown && thrown instanceof Error)
    stderr.write(`${framesOf(thrown)}\n`);
  if (json) process.stdout.write(printable(`${JSON.stringify(errorJson(error), null, 2)}\n`));
  else if (error.code === "interrupted")
    stderr.write(stderr.isTTY ? `${isDumb(env) ? "" : "\u001b[?25h"}  ${error.message}\n` : "");
  else {
    const colour = wantsColour(env, !plain, stderr.isTTY === true);
    // A file or pipe has no width, and its reader wants whole lines.
    const columns = (stderr.isTTY && stderr.columns) || undefined;
    stderr.write(printable(`${errorLines(error, paintOf(colour), columns).join("\n")}\n`));
  }
  process.exitCode = exitCodeOf(error.code);
}

/** Ends when all is written; a reader that has gone, or one that is stopped, is waited for no longer. */
async function drain(): Promise<void> {
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write("", () => resolve())),
  );
  const stopped = new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
    if (process.exitCode === interruptedCode) setTimeout(resolve, endingMs).unref();
  });
  await Promise.race([Promise.all(flushed), stopped]);
}

async function start(): Promise<void> {
  process.once("uncaughtException", (error) => void fail(error).then(() => process.exit()));
  await main().catch(fail);
  await drain();
  // A background probe or an idle connection must not keep the process alive.
  process.exit();
}

// A reader that has gone is told of by each write; without a listener it would count as a failure of its own.
process.stdout.on("error", () => {});
// Asked for help alone, it loads nothing and ends by itself.
if (argv.length === 1 && (argv[0] === "--help" || argv[0] === "-h")) process.stdout.write(__HELP__);
else {
  process.stderr.on("error", () => {});
  void start();
}
