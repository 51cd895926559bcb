// What of a grant is there already? Reads everything at once, and changes nothing.
import type { Values } from "../mechanisms/types.ts";
import { parseJson } from "../text/json.ts";
import { limitTo, mostAtOnce } from "../values/concurrency.ts";
import { CliError } from "../values/errors.ts";
import type { Command, ExecResult, World } from "../world/types.ts";
import { explainDenial, printed } from "./denial.ts";
import type { Found, Grant, Looked, Resource } from "./types.ts";
import { filled, type Known } from "./variables.ts";

/** Who reads and makes it; the grant itself doesn't depend on that. */
export interface Identity {
  readonly awsProfile?: string;
}

/** How a resource was found, or why it couldn't be read. */
export type State = Found | { readonly state: "unreadable"; readonly error: CliError };

export interface Planned {
  readonly resource: Resource;
  readonly found: State;
}

/** A grant, and what of it is there. */
export interface GrantPlan extends Running {
  readonly grant: Grant;
  /** For config.yaml. */
  readonly values: Values;
  readonly planned: readonly Planned[];
}

/** Longer than usual: gcloud alone takes seconds to start, and several run at once. */
const timeoutMs = 60_000;

/** What the commands of a grant have in common. */
export interface Running {
  readonly identity: Identity;
  /** What the variables are. */
  readonly known: Known;
  readonly env: Readonly<Record<string, string>>;
}

/** A grant's command as it is run: by whom, where, and with what its variables are. */
export function runnable(command: Command, running: Partial<Running> = {}): Command {
  const { identity: { awsProfile } = {}, known = {}, env = {} } = running;
  const profile = command.file === "aws" && awsProfile !== undefined ? ["--profile", awsProfile] : [];
  return {
    timeoutMs,
    ...command,
    env: { ...env, ...command.env },
    args: [...command.args.map((arg) => filled(arg, known)), ...profile],
  };
}

/**
 * Reads what there is.
 * @throws CliError where nobody is signed in, or the program is missing; a denied read is a state of its resource.
 */
export async function readGrant(
  grant: Grant,
  world: Pick<World, "exec">,
  identity: Identity = {},
): Promise<GrantPlan> {
  const known: Record<string, string> = {};
  const running = { identity, known, env: grant.env };
  for (const { name, command, read } of grant.variables) {
    const asked = runnable(command, running);
    const result = await world.exec(asked);
    if (result.status !== "ok") throw explainDenial(asked, result);
    const value = read(result.stdout);
    if (value === null) throw unreadable(asked);
    known[name] = value;
  }
  const planned = await readAll(grant.resources, world, running);
  const values = Object.entries(grant.values).map(([key, value]) => [key, filled(value, known)]);
  return { ...running, grant, values: Object.fromEntries(values), planned };
}

/** Reads each of them; eight at once. @throws CliError as `readGrant` */
export function readAll<Thing extends Looked>(
  things: readonly Thing[],
  world: Pick<World, "exec">,
  running: Partial<Running> = {},
): Promise<readonly { readonly resource: Thing; readonly found: State }[]> {
  const limit = limitTo(mostAtOnce);
  const ask: Ask = (command) => {
    const asked = runnable(command, running);
    return limit(async () => ({ asked, result: await world.exec(asked) }));
  };
  return Promise.all(
    things.map(async (resource) => ({
      resource,
      found: await readResource(resource, ask, running.known ?? {}),
    })),
  );
}

type Ask = (command: Command) => Promise<{ readonly asked: Command; readonly result: ExecResult }>;

/** @throws CliError as `readGrant` */
async function readResource(resource: Looked, ask: Ask, known: Known): Promise<State> {
  const { asked, result } = await ask(resource.read);
  if (result.status !== "ok") {
    if (printed(result, resource.absent)) return { state: "missing" };
    const error = explainDenial(asked, result);
    if (error.code === "access-denied") return { state: "unreadable", error };
    throw error;
  }
  const reply = parseJson(result.stdout);
  if (reply === undefined) throw unreadable(asked);
  // What further reads fail to tell, comparing does without.
  const further = await Promise.all((resource.more?.(reply) ?? []).map(ask));
  const more = further.map(({ result: one }) => (one.status === "ok" ? parseJson(one.stdout) : undefined));
  return resource.compare(reply, more, known);
}

const unreadable = ({ file }: Command): CliError =>
  new CliError("cli-failed", `${file} answered, but not as it is known to.`, { hint: `Update ${file}.` });

/** Why the rest can't be made from here; null when it can. What its owner must do stops nothing. */
export function obstacleTo({ planned }: GrantPlan): CliError | null {
  for (const { resource, found } of planned) {
    if (resource.owner !== undefined) continue;
    if (found.state === "unreadable") return found.error;
    if (found.state === "blocked") return new CliError("access-denied", found.why, { hint: found.hint });
  }
  return null;
}
