// What is the machine of a test of the built bin? A home, a project and programs of its own.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** For runs that would ask a registry out there: a proxy on a port where nobody listens. */
export const noNetwork = { HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "localhost,127.0.0.1" };

/** A program to be found on PATH: what it prints and how it ends. */
export interface ProgramStub {
  /** Behind these arguments; anything else makes it fail. */
  readonly when?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Seconds before it answers. */
  readonly sleeps?: number;
  /** Whether it goes on when it is told to end. */
  readonly deaf?: boolean;
}

export interface MachineOptions {
  /** The project's config.yaml; null for none. */
  readonly config?: string | null;
  readonly programs?: Readonly<Record<string, ProgramStub>>;
  /** By path below the home folder. */
  readonly home?: Readonly<Record<string, string>>;
  /** By path below the project. */
  readonly project?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  readonly folder: string;
  /** The arguments of each program that ran, as `aws ecr …`. */
  calls(): Promise<readonly string[]>;
  /** What the programs were given on stdin. */
  inputs(): Promise<string>;
  config(): Promise<string | null>;
  /** Whether the program that is deaf still runs. */
  deafRuns(): Promise<boolean>;
  /** Names in the project's folder. */
  names(): Promise<readonly string[]>;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent once a program has been started. */
  readonly interruptWith?: NodeJS.Signals;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Written in what the shell itself knows: PATH leads nowhere else. */
function scriptOf(name: string, stub: ProgramStub, root: string): string {
  const { when = "", stdout = "", stderr = "", exitCode = 0, sleeps, deaf } = stub;
  return [
    "#!/bin/sh",
    ...(deaf ? ["trap '' TERM", `echo $$ > ${quoted(join(root, "pid"))}`] : []),
    `printf '%s\\n' "${name} $*" >> ${quoted(join(root, "calls"))}`,
    `if [ ! -t 0 ]; then IFS= read -r line; printf '%s\\n' "$line" >> ${quoted(join(root, "inputs"))}; fi`,
    ...(sleeps === undefined ? [] : [`/bin/sleep ${sleeps}`]),
    `case "$*" in ${when === "" ? "" : quoted(when)}*) ;; *) echo 'Invalid choice' >&2; exit 252;; esac`,
    `printf '%s' ${quoted(stdout)}`,
    `printf '%s' ${quoted(stderr)} >&2`,
    `exit ${exitCode}`,
    "",
  ].join("\n");
}

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const textOf = (path: string): Promise<string | null> => readFile(path, "utf8").catch(() => null);

/** Makes the machine. Close it at the end. */
export async function machine(options: MachineOptions = {}): Promise<Machine> {
  const root = await mkdtemp(join(tmpdir(), "create-registry-auth-test-"));
  const [home, folder, path] = [join(root, "home"), join(root, "project"), join(root, "bin")];
  for (const one of [home, folder, path]) await mkdir(one);
  await put(home, options.home ?? {});
  await put(folder, options.project ?? {});
  if (options.config != null) await writeFile(join(folder, "config.yaml"), options.config);
  for (const [name, stub] of Object.entries(options.programs ?? {})) {
    await writeFile(join(path, name), scriptOf(name, stub, root));
    await chmod(join(path, name), 0o755);
  }
  const env = { HOME: home, PATH: path, TZ: "UTC", LANG: "C", ...options.env };
  return {
    folder,
    calls: async () => ((await textOf(join(root, "calls"))) ?? "").split("\n").filter((line) => line !== ""),
    inputs: async () => (await textOf(join(root, "inputs"))) ?? "",
    config: () => textOf(join(folder, "config.yaml")),
    deafRuns: async () => runs(Number(await readFile(join(root, "pid"), "utf8"))),
    names: async () => (await readdir(folder)).sort(),
    run: (args, more = {}) =>
      run(args, { ...more, env: { ...env, ...more.env } }, folder, join(root, "calls")),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function run(args: readonly string[], options: RunOptions, cwd: string, calls: string): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: options.env, stdio: "pipe" });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  // It may end without reading.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input);
  const { interruptWith } = options;
  const watch = setInterval(() => {
    if (interruptWith === undefined || !existsSync(calls)) return;
    clearInterval(watch);
    child.kill(interruptWith);
  }, 20);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, stdout, stderr });
    });
  });
}
