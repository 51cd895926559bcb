// Which of a user's access keys can go, and how does one follow another?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { textAt } from "../../text/json.ts";
import type { Command } from "../../world/types.ts";

/** A key as far as this asks. */
interface Key {
  readonly id: string;
  readonly status: string;
}

/**
 * Which of two keys to delete: one that is inactive, else one that was never used, else the one that wasn't used for
 * longest. @param used the replies of `get-access-key-last-used`, in the keys' order
 */
export function adviceOnKeys(user: string, keys: readonly Key[], used: readonly unknown[]): string {
  const rank = (key: Key, at: string | null): number =>
    key.status === "Inactive" ? -2 : at === null ? -1 : Date.parse(at);
  const [spare] = keys
    .map((key, index) => {
      const at = textAt(used[index], "AccessKeyLastUsed", "LastUsedDate");
      return { key, at, known: used[index] !== undefined };
    })
    .sort((a, b) => rank(a.key, a.at) - rank(b.key, b.at));
  if (spare === undefined || (!spare.known && spare.key.status !== "Inactive"))
    return `See which can go: aws iam list-access-keys --user-name ${user}`;
  const why =
    spare.key.status === "Inactive"
      ? "is switched off"
      : spare.at === null
        ? "was never used"
        : `was last used on ${spare.at.slice(0, 10)}`;
  return `${spare.key.id} ${why}. If nothing needs it: ${deletionLine(user, spare.key.id)}`;
}

/** Switches a key off; it can be switched on again. */
export const switchOff = (user: string, id: string): Command =>
  awsCommand([
    "iam",
    "update-access-key",
    "--user-name",
    user,
    "--access-key-id",
    id,
    "--status",
    "Inactive",
  ]);

/** Deletes it for good: to be said, never run. */
export const deletionLine = (user: string, id: string): string =>
  `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`;
