// A run by flags and one in a terminal, each stopped after so many ms.
import { execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Stage } from "./stage.ts";

const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const call = promisify(execFile);

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  /** What ended it before it could say a word. */
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  /** Whether the signal came while it ran. */
  readonly stopped: boolean;
  readonly ms: number;
}

/** Runs it by flags; without a signal to its end. */
export function byFlags(stage: Stage, signal: NodeJS.Signals | null, ms: number): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, [bin, "--method", "token", "--yes"], {
    cwd: stage.folder,
    env: stage.env,
  });
  child.stdin.end();
  let said = "";
  for (const pipe of [child.stdout, child.stderr])
    pipe.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  let stopped = false;
  const timer =
    signal === null
      ? undefined
      : setTimeout(() => {
          stopped = child.kill(signal);
        }, ms);
  return new Promise((resolve) => {
    child.on("close", (code, by) => {
      clearTimeout(timer);
      resolve({ code, signal: by, said, stopped, ms: performance.now() - started });
    });
  });
}

let made = 0;

/** How a run in a terminal ended, and how it left the terminal. */
export interface EndedInTerminal extends Ended {
  /** Whether the terminal's settings are what they were, and its cursor shows. */
  readonly restored: boolean;
}

/** Runs the wizard in a terminal, takes every default, and stops it after so many ms. */
export async function inTerminal(
  stage: Stage,
  signal: NodeJS.Signals | null,
  ms: number,
): Promise<EndedInTerminal> {
  const started = performance.now();
  made += 1;
  const socket = `create-registry-auth-kill-${process.pid}-${made}`;
  const tmux = async (...words: readonly string[]): Promise<string> =>
    (await call("tmux", ["-L", socket, "-f", "/dev/null", ...words])).stdout;
  const pairs = Object.entries(stage.env).map(([name, value]) => `${name}=${value}`);
  const at = (name: string): string => `'${join(stage.home, name)}'`;
  // Ctrl+C reaches the shell too, which is to live on.
  const script = `trap : INT; stty -g >${at("before")}; '${process.execPath}' '${bin}' --method token; echo "rc $?" >${at("rc")}; stty -g >${at("after")}; touch ${at("ended")}; sleep 60`;
  const size = ["-x", "100", "-y", "40"];
  await tmux(
    "-u",
    "new-session",
    "-d",
    ...size,
    "-c",
    stage.folder,
    "env",
    "-i",
    ...pairs,
    "sh",
    "-c",
    script,
  );
  try {
    const shell = Number(await tmux("display-message", "-p", "#{pane_pid}"));
    const textOf = (name: string): Promise<string> =>
      readFile(join(stage.home, name), "utf8").catch(() => "");
    let stopped = false;
    let answered = 0;
    const endBy = performance.now() + 20_000;
    while ((await textOf("rc")) === "" && performance.now() < endBy) {
      if (signal !== null && !stopped && performance.now() - started >= ms) {
        const pids = childrenOf(shell);
        stopped = pids.length > 0;
        // Ctrl+C is what a person presses; the others come from elsewhere.
        if (stopped && signal === "SIGINT") await tmux("send-keys", "-t", "0", "C-c");
        else for (const pid of pids) process.kill(pid, signal);
      }
      const screen = await tmux("capture-pane", "-p", "-t", "0");
      const questions = screen.match(/^\? .*(\?|\(Y\/n\))/gm)?.length ?? 0;
      if (!stopped && questions > 0 && performance.now() - answered > 400) {
        answered = performance.now();
        await tmux("send-keys", "-t", "0", "Enter");
      }
      await after(20);
    }
    for (let tries = 0; tries < 50 && (await textOf("after")) === ""; tries += 1) await after(20);
    const code = Number(/^rc (\d+)/.exec(await textOf("rc"))?.[1] ?? Number.NaN);
    const cursor = (await tmux("display-message", "-p", "#{cursor_flag}")).trim();
    const restored = cursor === "1" && (await textOf("before")) === (await textOf("after"));
    const said = await tmux("capture-pane", "-p", "-t", "0");
    return { code, signal: null, said, stopped, ms: performance.now() - started, restored };
  } finally {
    await tmux("kill-server").catch(() => {});
  }
}

/** The processes whose parent this one is. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]) === parent;
      } catch {
        return false;
      }
    });
}
