// Which of a user's access keys can go, and how does one follow another?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { listAt, textAt } from "../../text/json.ts";
import type { Command } from "../../world/types.ts";

/** An access key, as it is listed. */
export interface ListedKey {
  readonly id: string;
  readonly status: string;
  /** ISO 8601. */
  readonly created: string;
}

/** The keys in the reply of `list-access-keys`, the oldest first. */
export const keysOf = (reply: unknown): readonly ListedKey[] =>
  listAt(reply, "AccessKeyMetadata")
    .map((key) => ({
      id: textAt(key, "AccessKeyId") ?? "",
      status: textAt(key, "Status") ?? "",
      created: textAt(key, "CreateDate") ?? "",
    }))
    .sort((a, b) => Date.parse(a.created) - Date.parse(b.created));

/** Asks when a key was last used. */
export const lastUse = (id: string): Command =>
  awsCommand(["iam", "get-access-key-last-used", "--access-key-id", id]);

/**
 * Which of two keys to delete: one that is inactive, else one that was never used, else the one that wasn't used for
 * longest. @param used the replies of `get-access-key-last-used`, in the keys' order
 */
export function adviceOnKeys(
  user: string,
  keys: readonly Pick<ListedKey, "id" | "status">[],
  used: readonly unknown[],
): string {
  const rank = ({ status }: Pick<ListedKey, "status">, at: string | null): number =>
    status === "Inactive" ? -2 : at === null ? -1 : Date.parse(at);
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
export const deletion = (user: string, id: string): Command =>
  awsCommand(["iam", "delete-access-key", "--user-name", user, "--access-key-id", id]);

const deletionLine = (user: string, id: string): string =>
  `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`;
