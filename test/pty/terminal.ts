// A terminal for a test: tmux runs the built bin, takes keys and shows the screen.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pointTo } from "../support/pointer.ts";

const run = promisify(execFile);
/** What the tests drive. */
export const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** What it took a person to get there. */
export interface Effort {
  /** Presses of Enter. */
  readonly enters: number;
  /** Presses of an arrow, when each list is gone through the shortest way. */
  readonly arrows: number;
  /** Values that were typed or pasted. */
  readonly typed: number;
}

export interface Terminal {
  /** What is on the screen. */
  screen(): Promise<string>;
  /** All that was shown, what has scrolled away too, with its colours. */
  history(): Promise<string>;
  /** All that was shown, as it was written: lines that the terminal broke are whole. */
  whole(): Promise<string>;
  /** Waits until the screen matches, and gives it. @throws with the screen after 40 s. */
  shows(pattern: RegExp): Promise<string>;
  /** Presses keys by tmux's names, such as `Enter`, `Escape`, `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Pastes text, lines and all. */
  paste(text: string): Promise<void>;
  /** Goes to the choice with this label and takes it. */
  pick(label: string): Promise<void>;
  /** What was pressed and typed so far. */
  effort(): Effort;
  /** How many questions were answered: their lines are a tick and bold words. */
  questions(): Promise<number>;
  resize(columns: number, rows: number): Promise<void>;
  /** The exit code, once it has ended. */
  exitCode(): Promise<number>;
  /** Waits for the end, and gives the last screen without the exit code's line. */
  end(): Promise<string>;
  close(): Promise<void>;
}

export interface TerminalOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows?: number;
}

let made = 0;

/** Starts the bin in a terminal of its own. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { args, cwd, env, columns, rows = 40 } = options;
  made += 1;
  const socket = `create-registry-auth-${process.pid}-${made}`;
  const tmux = async (...words: readonly string[]): Promise<string> =>
    (await run("tmux", ["-L", socket, "-f", "/dev/null", ...words])).stdout;
  const size = ["-x", String(columns), "-y", String(rows)];
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const command = `"${process.execPath}" "${bin}" ${args.map((arg) => `'${arg}'`).join(" ")}; echo "rc $?"; sleep 60`;
  await tmux("-u", "new-session", "-d", ...size, "-c", cwd, "env", "-i", ...pairs, "sh", "-c", command);
  const screen = (): Promise<string> => tmux("capture-pane", "-p", "-t", "0");
  const history = (): Promise<string> => tmux("capture-pane", "-p", "-e", "-S", "-", "-t", "0");
  const whole = (): Promise<string> => tmux("capture-pane", "-p", "-J", "-S", "-", "-t", "0");
  const effort = { enters: 0, arrows: 0, typed: 0 };
  const send = (...keys: readonly string[]) => tmux("send-keys", "-t", "0", ...keys);
  const press = async (...keys: readonly string[]): Promise<void> => {
    effort.enters += keys.filter((key) => key === "Enter").length;
    await send(...keys);
  };
  const shows = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 800; tries += 1) {
      const shown = await screen();
      if (pattern.test(shown)) return shown;
      await after(50);
    }
    throw new Error(`${pattern} never came:\n${await screen()}`);
  };
  return {
    screen,
    history,
    whole,
    shows,
    press,
    type: async (text) => {
      effort.typed += 1;
      await send("-l", text);
    },
    paste: async (text) => {
      effort.typed += 1;
      await tmux("set-buffer", "--", text);
      await tmux("paste-buffer", "-t", "0");
      await after(200);
    },
    pick: async (label) => {
      effort.arrows += distance(await screen(), label);
      const move = async (key: "down" | "up"): Promise<void> => {
        const before = await screen();
        await send(key === "down" ? "Down" : "Up");
        // At its end a list stays as it is.
        for (let tries = 0; tries < 8 && (await screen()) === before; tries += 1) await after(50);
      };
      await pointTo(label, { screen, press: move });
      await press("Enter");
    },
    effort: () => ({ ...effort }),
    questions: async () => answered(await history()),
    resize: async (width, height) => {
      await tmux("resize-window", "-t", "0", "-x", String(width), "-y", String(height));
      await after(200);
    },
    exitCode: async () => Number(/^rc (\d+)$/m.exec(await shows(/^rc \d+$/m))?.[1]),
    end: async () => (await shows(/^rc \d+$/m)).replace(/^rc \d+[\s\S]*$/m, "").trimEnd(),
    close: async () => {
      await tmux("kill-server").catch(() => {});
    },
  };
}

/** How many choices the pointer is away from one. */
function distance(screen: string, label: string): number {
  const rows = screen.split("\n");
  const pointer = rows.findLastIndex((row) => row.startsWith("❯ "));
  const choice = rows.findLastIndex((row) => row.slice(2) === label || row.slice(2).startsWith(`${label}  `));
  return Math.abs(choice - pointer);
}

const answered = (history: string): number =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  history.split("\n").filter((line) => /^\u001B\[32m✔\u001B\[39m \u001B\[1m/.test(line)).length;

/** What every child gets of this machine: where programs are, and nothing that answers questions. */
export const bareEnv = (home: string): Record<string, string> => ({
  PATH: `${join(home, "bin")}:${process.env.PATH ?? ""}`,
  HOME: home,
  TERM: "xterm-256color",
  LANG: "C.UTF-8",
});
