// How is a program timed, plain or on a terminal of its own?
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

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

/** Runs it to its end with its output thrown away. @throws when it fails. */
export async function time(file: string, args: readonly string[], setting: Setting): Promise<number> {
  const started = performance.now();
  const child = spawn(file, args, { ...setting, stdio: "ignore" });
  const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  const took = performance.now() - started;
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${args.join(" ")}`);
  return took;
}

/** A program on a pseudo-terminal. */
export interface OnTerminal {
  /** Resolves, with the time, when what was printed so far matches. @throws when it ends before or takes 20 s. */
  shows(pattern: RegExp): Promise<number>;
  type(keys: string): void;
  /** The time of its end. */
  readonly ended: Promise<number>;
  kill(): void;
}

/** Starts it under `script` (util-linux), which gives it a terminal without a package that must be compiled. */
export function onTerminal(file: string, args: readonly string[], setting: Setting): OnTerminal {
  const line = ["exec", file, ...args].map(quote).join(" ").replace("'exec'", "exec");
  // A group of its own, so that killing it takes the program along.
  const child = spawn("script", ["-qfec", line, "/dev/null"], { ...setting, detached: true });
  let printed = "";
  let look = (): void => {};
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
    look();
  });
  const ended = new Promise<number>((resolve, reject) =>
    child.on("close", () => resolve(performance.now())).on("error", reject),
  );
  const shows = (pattern: RegExp): Promise<number> =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`${pattern} never came: ${printed}`));
      const timer = setTimeout(fail, 20_000);
      look = () => {
        if (!pattern.test(printed)) return;
        resolve(performance.now());
        clearTimeout(timer);
      };
      look();
      ended.then(fail, reject);
    });
  return { shows, type: (keys) => void child.stdin.write(keys), ended, kill: () => killGroup(child) };
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
