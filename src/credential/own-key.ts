// What may be done with a person's own key, once Baseten has it?

import type { Given, Warning } from "../flow.ts";
import { awsIdentity } from "../programs/aws/commands.ts";
import type { Target } from "../registries/types.ts";
import type { AccessKey } from "../values/secret.ts";
import type { World } from "../world/types.ts";

/**
 * Whose key it is: asks AWS with the key itself, a second or so.
 * @returns the ARN, as `arn:aws:iam::123456789012:user/ada`; null when AWS doesn't say
 */
export async function ownerOf(key: AccessKey, { region }: Target, world: World): Promise<string | null> {
  const env = {
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_SESSION_TOKEN: "",
  };
  const { command, read } = awsIdentity({ ...(region === undefined ? {} : { region }) }, env);
  const result = await world.terminal.progress("Asking AWS whose key it is", world.exec(command));
  return result.status === "ok" ? (read(result.stdout)?.arn ?? null) : null;
}

/**
 * A long-lived key that wasn't made for pulling may do more. Listed secrets can be read by the running model, too.
 * https://docs.baseten.co/development/model/secrets
 */
export function broadKey({ who, from }: Pick<Given, "who" | "from">): Warning {
  const name = who?.split(/[:/]/).at(-1);
  const may = name === undefined ? "the key's owner" : name === "root" ? "the account's root user" : name;
  return {
    code: "broad-key",
    message: `${who ?? `The key of ${from}`}: Baseten and the model could do whatever ${may} may.`,
  };
}
