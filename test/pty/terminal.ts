// A terminal for a test: tmux runs the built bin, takes keys and shows the screen.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pointTo } from "../support/pointer.ts";

const run = promisify(execFile);
const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Terminal {
  /** What is on the screen. */
  screen(): Promise<string>;
  /** Waits until the screen matches, and gives it. @throws with the screen after 15 s. */
  shows(pattern: RegExp): Promise<string>;
  /** Presses keys by tmux's names, such as `Enter`, `Escape`, `C-c`; counts them. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Pastes text, lines and all. */
  paste(text: string): Promise<void>;
  /** Goes to the choice with this label and takes it. */
  pick(label: string): Promise<void>;
  /** Keys pressed so far, arrows and text left out. */
  readonly keys: () => number;
  /** The exit code, once it has ended. */
  exitCode(): Promise<number>;
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
  let count = 0;
  const send = (...keys: readonly string[]) => tmux("send-keys", "-t", "0", ...keys);
  const press = async (...keys: readonly string[]): Promise<void> => {
    count += keys.length;
    await send(...keys);
  };
  const shows = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 300; tries += 1) {
      const shown = await screen();
      if (pattern.test(shown)) return shown;
      await after(50);
    }
    throw new Error(`${pattern} never came:\n${await screen()}`);
  };
  return {
    screen,
    shows,
    press,
    type: async (text) => void (await send("-l", text)),
    paste: async (text) => {
      await tmux("set-buffer", "--", text);
      await tmux("paste-buffer", "-t", "0");
      await after(200);
    },
    pick: async (label) => {
      const move = async (key: "down" | "up"): Promise<void> => {
        await send(key === "down" ? "Down" : "Up");
        await after(80);
      };
      await pointTo(label, { screen, press: move });
      await press("Enter");
    },
    keys: () => count,
    exitCode: async () => Number(/^rc (\d+)$/m.exec(await shows(/^rc \d+$/m))?.[1]),
    close: async () => void (await tmux("kill-server").catch(() => {})),
  };
}

/** What every child gets of this machine: where programs are, and nothing that answers questions. */
export const bareEnv = (home: string): Record<string, string> => ({
  PATH: `${join(home, "bin")}:${process.env.PATH ?? ""}`,
  HOME: home,
  TERM: "xterm-256color",
  LANG: "C.UTF-8",
});
