// What may go wrong on the way, as a change of a run. Null where a run can't fail in that way.
import { type Case, canaries, type Run } from "./recipes.ts";

export interface Failure {
  readonly name: string;
  readonly of: (run: Run) => Run | null;
}

/** Everything that a program was to print, and every secret that it was given. */
const everything = Object.values(canaries).join(" ");

const programs = (run: Run, change: (one: Case) => Case): Run | null =>
  run.programs === undefined
    ? null
    : {
        ...run,
        programs: Object.fromEntries(
          Object.entries(run.programs).map(([name, cases]) => [name, cases.map(change)]),
        ),
      };

const withEnv = (run: Run, env: Run["env"]): Run => ({ ...run, env: { ...run.env, ...env } });
const withArgs = (run: Run, ...args: readonly string[]): Run => ({ ...run, args: [...run.args, ...args] });
const isSetup = ({ args }: Run): boolean => args[0] !== "refresh" && args[0] !== "check";

export const nothingFails: Failure = { name: "nothing fails", of: (run) => run };

/** Those of the short form come first. */
export const failures: readonly Failure[] = [
  nothingFails,
  { name: "Baseten refuses with 403 and repeats", of: (run) => ({ ...run, baseten: 403 }) },
  {
    name: "programs fail and repeat",
    of: (run) =>
      programs(run, (one) => ({
        ...one,
        stderr: `ExpiredToken ${everything}`,
        stdout: everything,
        exitCode: 1,
      })),
  },
  { name: "NODE_DEBUG=execa", of: (run) => withEnv(run, { NODE_DEBUG: "execa" }) },
  { name: "--json", of: (run) => withArgs(run, "--json") },
  {
    name: "the registry denies and repeats",
    of: (run) => (run.config.includes("IMAGE") ? { ...run, registry: "denies" } : null),
  },
  {
    name: "config.yaml can't be edited safely",
    of: (run) => (isSetup(run) ? { ...run, config: `${run.config}x: &a 1\nsecrets: *a\n` } : null),
  },
  { name: "Baseten refuses with 401 and repeats", of: (run) => ({ ...run, baseten: 401 }) },
  { name: "Baseten refuses with 400 and repeats", of: (run) => ({ ...run, baseten: 400 }) },
  { name: "Baseten finds nothing and repeats", of: (run) => ({ ...run, baseten: 404 }) },
  { name: "Baseten redirects", of: (run) => ({ ...run, baseten: "redirect" }) },
  { name: "Baseten's page is a proxy's", of: (run) => ({ ...run, baseten: "page" }) },
  {
    name: "the registry's page is a proxy's",
    of: (run) => (run.config.includes("IMAGE") ? { ...run, registry: "page" } : null),
  },
  {
    name: "programs answer in another shape",
    of: (run) => programs(run, (one) => ({ ...one, stdout: `{"x":"${everything}` })),
  },
  {
    name: "programs answer two lines",
    of: (run) => programs(run, (one) => ({ ...one, stdout: `${one.stdout}\n${everything}` })),
  },
  { name: "programs answer nothing", of: (run) => programs(run, (one) => ({ ...one, stdout: "" })) },
  {
    name: "programs are missing",
    of: (run) => (run.programs === undefined ? null : { ...run, programs: {} }),
  },
  { name: "SIGINT", of: (run) => slow(run, "SIGINT") },
  { name: "SIGTERM", of: (run) => slow(run, "SIGTERM") },
  { name: "config.yaml is read-only", of: (run) => (isSetup(run) ? { ...run, readOnly: true } : null) },
  {
    name: "NODE_DEBUG=create-registry-auth",
    of: (run) => withEnv(run, { NODE_DEBUG: "create-registry-auth", DEBUG: "*" }),
  },
  {
    name: "NODE_DEBUG=undici and kin",
    of: (run) => withEnv(run, { NODE_DEBUG: "tls,https,undici,fetch,timer,module,fs,worker" }),
  },
  ...["stream", "net", "http", "child_process"].map((section) => ({
    name: `NODE_DEBUG=${section}`,
    of: (run: Run) => withEnv(run, { NODE_DEBUG: section }),
  })),
  { name: "NODE_DEBUG=*", of: (run) => withEnv(run, { NODE_DEBUG: "*" }) },
  { name: "--dry-run", of: (run) => (run.args[0] === "check" ? null : withArgs(run, "--dry-run")) },
  {
    name: "--store print",
    of: (run) => (isSetup(run) ? { ...withArgs(run, "--store", "print"), prints: true } : null),
  },
  {
    name: "--store print --json",
    of: (run) => (isSetup(run) ? { ...withArgs(run, "--store", "print", "--json"), prints: true } : null),
  },
  {
    name: "a key that no header carries",
    of: (run) =>
      run.env?.BASETEN_API_KEY === undefined
        ? null
        : withEnv(run, { BASETEN_API_KEY: `${canaries.apiKey}\r\nx y` }),
  },
];

/** So many go with `npm test`. */
export const short = 5;

function slow(run: Run, signal: NodeJS.Signals): Run | null {
  const slowed = programs(run, (one) => ({ ...one, seconds: 5 }));
  return slowed === null ? null : { ...slowed, signal };
}
