// How is another program run so that nothing of its arguments, input or output gets out by accident?
import { setTimeout as after } from "node:timers/promises";
import { CliError, interrupted } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import { childEnv, refuseDebugging } from "./child-env.ts";
import type { Command, Exec, ExecResult } from "./types.ts";

const defaultTimeoutMs = 30_000;
const outputLimit = 1_000_000;
/** How long a program that was told to stop may take before its result is no longer awaited. */
const graceMs = 500;

type Env = Readonly<Record<string, string | undefined>>;
/** A child that runs. */
interface Running {
  kill(signal: "SIGKILL"): unknown;
}

/** Loads what runs programs, which takes as long as an empty Node: best while a person reads. */
export const loadExec = () => import("execa");

/**
 * Makes the `exec` of a world.
 * @param env what of it a child needs is its environment; a command's own `env` goes on top of it.
 * @param signal stops running children; `exec` then rejects with `interrupted`.
 * @param atExit is given what kills those that still run when this program ends.
 */
export function createExec({
  env,
  signal,
  atExit,
}: {
  env: Env;
  signal?: AbortSignal;
  atExit?: (cleanUp: () => void) => void;
}): Exec {
  const running = new Set<Running>();
  atExit?.(() => {
    for (const child of running) child.kill("SIGKILL");
  });
  return async (command, given) => {
    if (signal?.aborted) throw interrupted();
    refuseDebugging(env);
    try {
      return await run(command, { env, signal, given, running });
    } catch (error) {
      if (error instanceof CliError) throw error;
      // What execa or Node rejected holds arguments or environment in its message; drop it.
      return { status: "failed", exitCode: null, stdout: new Secret(""), stderr: "" };
    }
  };
}

async function run(
  command: Command,
  {
    env,
    signal,
    given,
    running,
  }: {
    env: Env;
    signal: AbortSignal | undefined;
    given: AbortSignal | undefined;
    running: Set<Running>;
  },
): Promise<ExecResult> {
  const { execa } = await loadExec();
  if (given?.aborted) return { status: "timeout" };
  const stop = new AbortController();
  const stops = [signal, given, stop.signal].filter((each) => each !== undefined);
  const cancelSignal = AbortSignal.any(stops);
  const child = execa(command.file, [...command.args], {
    ...(command.input === undefined ? { stdin: "ignore" as const } : { input: reveal(command.input) }),
    env: { ...childEnv(command.file, env), ...revealAll(command.env ?? {}) },
    extendEnv: false,
    // NODE_DEBUG=execa would have it print what the child prints.
    verbose: "none",
    reject: false,
    maxBuffer: outputLimit,
    cancelSignal,
    forceKillAfterDelay: graceMs,
  });
  running.add(child);
  const closePipes = (): void => {
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.destroy();
  };
  child.once("exit", () => {
    running.delete(child);
    // What it started in the background may hold the pipes, long after the answer is in them. One turn of the loop
    // reads what is there, should the loop have stood still meanwhile.
    setTimeout(() => setImmediate(closePipes), graceMs).unref();
  });
  const ended = child.then((result): ExecResult => {
    if (result.code === "ENOENT") return { status: "missing" };
    if (result.isCanceled) return { status: "timeout" };
    const stdout = new Secret(result.stdout ?? "");
    if (!result.failed) return { status: "ok", stdout };
    return { status: "failed", exitCode: result.exitCode ?? null, stdout, stderr: result.stderr ?? "" };
  });
  // One that could not be started tells no exit.
  ended.then(
    () => running.delete(child),
    () => running.delete(child),
  );
  const result = await within(ended, command.timeoutMs ?? defaultTimeoutMs, cancelSignal, () => stop.abort());
  // Wrappers such as gcloud's shell script die at once, but what they started may keep the pipes open.
  if (result.status === "timeout") closePipes();
  if (signal?.aborted) throw interrupted();
  return result;
}

/** The result, or `timeout` when there is none in time or none soon after the work was told to stop. */
async function within(
  ended: Promise<ExecResult>,
  timeoutMs: number,
  stopped: AbortSignal,
  stop: () => void,
): Promise<ExecResult> {
  const timer = setTimeout(stop, timeoutMs);
  const givenUp = new Promise<ExecResult>((resolve) => {
    const giveUp = async (): Promise<void> => {
      await after(2 * graceMs, undefined, { ref: false });
      resolve({ status: "timeout" });
    };
    stopped.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([ended, givenUp]);
  } finally {
    clearTimeout(timer);
  }
}

const reveal = (value: string | Secret): string => (typeof value === "string" ? value : value.reveal());

const revealAll = (env: Readonly<Record<string, string | Secret>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, reveal(value)]));
