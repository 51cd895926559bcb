#!/usr/bin/env node
// The bin: argv → command(world) → output → exit code. The one catch, and the only user of process.*.
import { readArgs } from "./command-line/args.ts";
import { helpText } from "./command-line/help.ts";
import { CliError, exitCodeOf } from "./values/errors.ts";

declare const __VERSION__: string;

const argv = process.argv.slice(2);
const json = argv.includes("--json");

const plain = argv.includes("--no-color");

async function main(): Promise<void> {
  const invocation = readArgs(argv, __VERSION__);
  if (invocation.kind === "help") return void process.stdout.write(helpText(invocation.command));
  if (invocation.kind === "version") return void process.stdout.write(`${__VERSION__}\n`);
  const stop = new AbortController();
  const interruption = new Promise<never>((_, reject) => {
    const end = () => {
      stop.abort();
      reject(new CliError("interrupted", "Stopped."));
    };
    // Listeners that stay: without one, execa lets the signal end this process before its exit code is set.
    process.on("SIGINT", end).on("SIGTERM", end);
  });
  const { run } = await import("./run.ts");
  const running = run(invocation, { process, colour: !plain, signal: stop.signal });
  const { document, exitCode } = await Promise.race([running, interruption]);
  process.exitCode = exitCode;
  if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Where it happened, without the message: JSON.parse, for one, quotes what it read. */
const framesOf = (error: Error): string => (error.stack ?? "").match(/^ {4}at .*$/gm)?.join("\n") ?? "";

/** The one place where a failure becomes words and an exit code. */
async function fail(thrown: unknown): Promise<void> {
  const { errorJson, errorLines, paintOf } = await import("./run.ts");
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
  if (process.env.NODE_DEBUG?.includes("create-registry-auth") && error !== thrown && thrown instanceof Error)
    process.stderr.write(`${framesOf(thrown)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(errorJson(error), null, 2)}\n`);
  else if (error.code === "interrupted")
    process.stderr.write(process.stderr.isTTY ? `\u001b[?25h  ${error.message}\n` : "");
  else {
    const colour = process.stderr.isTTY === true && !process.env.NO_COLOR && !plain;
    // A file or pipe has no width, and its reader wants whole lines.
    const columns = (process.stderr.isTTY && process.stderr.columns) || undefined;
    process.stderr.write(`${errorLines(error, paintOf(colour), columns).join("\n")}\n`);
  }
  process.exitCode = exitCodeOf(error.code);
}

process.once("uncaughtException", (error) => void fail(error).then(() => process.exit()));
try {
  await main();
} catch (error) {
  await fail(error);
}
// A background probe or an idle connection must not keep the process alive.
if (process.stdout.writableLength === 0) process.exit();
process.stdout.once("drain", () => process.exit());
