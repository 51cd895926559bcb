// Which keys has a user of ours beside the new one, and when was each last used?
import { awsCommand } from "../../programs/aws/commands.ts";
import { parseJson, textAt } from "../../text/json.ts";
import type { World } from "../../world/types.ts";
import { explainDenial } from "../denial.ts";
import { type Identity, runnable } from "../read-grant.ts";
import { keysOf, type ListedKey, lastUse } from "./key-rotation.ts";

/** A key that goes on beside a new one. */
export interface OldKey extends ListedKey {
  /** ISO 8601; null when it was never used, or nobody may say. */
  readonly lastUsed: string | null;
}

/**
 * The user's keys but the new one, with when each was last used: what to know before one is switched off.
 * @throws CliError as `aws` fails, when the keys can't be listed
 */
export async function oldKeys(
  user: string,
  newId: string,
  world: Pick<World, "exec">,
  identity: Identity = {},
): Promise<readonly OldKey[]> {
  const command = runnable(awsCommand(["iam", "list-access-keys", "--user-name", user]), { identity });
  const result = await world.exec(command);
  if (result.status !== "ok") throw explainDenial(command, result);
  const others = keysOf(parseJson(result.stdout)).filter(({ id }) => id !== newId);
  return Promise.all(
    others.map(async (key) => {
      const used = await world.exec(runnable(lastUse(key.id), { identity }));
      const reply = used.status === "ok" ? parseJson(used.stdout) : undefined;
      return { ...key, lastUsed: textAt(reply, "AccessKeyLastUsed", "LastUsedDate") };
    }),
  );
}
