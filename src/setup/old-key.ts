// The key that a new one follows: it is switched off when a person says so, and its deletion is said as a command.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
import { canAsk } from "../credential/ask.ts";
import { isBaseten } from "../credential/keep.ts";
import type { Plan } from "../flow.ts";
import { deletion, switchOff } from "../grant/aws/key-rotation.ts";
import { type OldKey, oldKeys } from "../grant/aws/old-keys.ts";
import { explainDenial } from "../grant/denial.ts";
import { type GrantPlan, type Identity, runnable } from "../grant/read-grant.ts";
import { errorLines, paintOf, row } from "../text/paint.ts";
import { shellLine } from "../text/shell.ts";
import { Back, CliError } from "../values/errors.ts";
import type { Command, World } from "../world/types.ts";
import { type Known, settled } from "./known.ts";

/**
 * Lines on the keys that go on beside a new one of the same user; none where there is no other.
 * Called when the new one is stored, so nothing here is a failure any more: Ctrl+C leaves the old key as it is.
 */
export async function retireOldKeys(known: Known, plan: Plan, world: World): Promise<readonly string[]> {
  const { given } = settled(known.answers);
  const user = plan.grant === null ? null : userWithKey(plan.grant);
  if (user === null || given?.origin !== "made" || given.credential.kind !== "access-key") return [];
  const identity = plan.grant?.identity ?? {};
  try {
    const asking = oldKeys(user, given.credential.accessKeyId.reveal(), world, identity);
    const old = await world.terminal.progress("Looking when the old key was last used", asking);
    const stored = isBaseten(plan.destination);
    return (await inTurn(old, (key) => retire(key, { user, identity, stored }, world))).flat();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.code === "interrupted") return [];
    return [`  The other key of ${user} can't be looked at. ${error.message}`];
  }
}

/** One after the other, since each may be asked about. */
async function inTurn<T, R>(many: readonly T[], each: (it: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (const it of many) done.push(await each(it));
  return done;
}

/** The user, where a key of it was there before the new one. */
function userWithKey({ planned }: GrantPlan): string | null {
  const key = planned.find(({ resource }) => resource.kind === "access-key");
  return key?.found.state === "differs" ? key.resource.name : null;
}

interface Place {
  readonly user: string;
  readonly identity: Identity;
  /** Whether Baseten has the new key already. */
  readonly stored: boolean;
}

async function retire(
  key: OldKey,
  { user, identity, stored }: Place,
  world: World,
): Promise<readonly string[]> {
  const used = key.lastUsed === null ? "no use is known" : `last used ${key.lastUsed.slice(0, 10)}`;
  const off = switchOff(user, key.id);
  const line = (command: Command): string => pasted(command, identity);
  const remove = row("Delete it", line(deletion(user, key.id)));
  if (key.status === "Inactive") return [row("Old key", `${key.id} is switched off`), remove];
  const goesOn = [row("Old key", `${key.id} goes on · ${used}`), row("Switch off", line(off)), remove];
  if (!stored || !canAsk(world)) return goesOn;
  const paint = paintOf(world.terminal.colour);
  world.terminal.show("  Whatever signs in with the old key stops then; it can be switched on again.");
  const asking = world.prompter.confirm({
    message: `Switch the old key ${key.id} off (${used})?`,
    default: false,
  });
  const yes = await asking.catch((error: unknown) => {
    // All is stored and written by now, so leaving the question is a no.
    if (error instanceof Back || (error instanceof CliError && error.code === "interrupted")) return false;
    throw error;
  });
  if (!yes) return goesOn;
  const command = runnable(off, { identity });
  const result = await world.terminal.progress("Switching it off", world.exec(command));
  if (result.status !== "ok") return [...errorLines(explainDenial(command, result), paint), ...goesOn];
  return [`${paint.green("✔")} Old key ${key.id} switched off`, remove];
}

/** As it works in a shell, with the profile that was taken. */
const pasted = ({ file, args }: Command, { awsProfile }: Identity): string => {
  const own = args.slice(0, args.indexOf("--output"));
  return shellLine([file, ...own, ...(awsProfile === undefined ? [] : ["--profile", awsProfile])]);
};
