// Which real programs are there, and how does one end? test/real/run sets a variable for each.
import { spawn } from "node:child_process";

/** Where a program is. The variable must be set, for a missing program proves nothing. */
export function program(variable: string): string {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set. Start these tests with: npm run test:real`);
  return path;
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The whole environment; nothing comes from the test's own. */
  readonly env: Readonly<Record<string, string>>;
  /** What is piped in; nothing when left out. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a program to its end, whatever its exit code. */
export async function run(file: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { env, input = "", cwd } = options;
  const child = spawn(file, args, { env, ...(cwd === undefined ? {} : { cwd }) });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  // A program that ends without reading its input closes the pipe early.
  child.stdin.on("error", () => {}).end(input);
  const code = await new Promise<number | null>((done, reject) =>
    child.on("error", reject).on("close", done),
  );
  return { code, stdout, stderr };
}

/** As `run`, for a program that must succeed. */
export async function output(file: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code}: ${stderr}`);
  return stdout;
}
