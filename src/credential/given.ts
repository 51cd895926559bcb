// Settles a credential that flags give: from stdin, a file, or what Docker stored.

import type { Given, SetupOptions } from "../flow.ts";
import type { Method, Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { missingFlag } from "./ask.ts";
import { fromDocker } from "./docker.ts";
import { basicOf, readKeyFile, serviceAccountKeyOf } from "./typed.ts";

/**
 * The credential that flags give; null when none does.
 * @throws CliError `invalid-credential`, `missing-flag` (`--username`), `file-not-found`, `usage`.
 */
export async function givenByFlags(
  method: Method,
  target: Target,
  options: SetupOptions,
  world: World,
): Promise<Given | null> {
  const typed = method.typed;
  if (typed === null) return null;
  if (options.fromDocker) return { ...(await fromDocker(target, world)) };
  if (options.passwordStdin) {
    if (typed.kind !== "basic")
      throw new CliError("usage", `--password-stdin doesn't go with --method ${method.id}.`, {
        hint: "It takes a registry user's token: --method token.",
      });
    const password = await world.readStdin();
    const username = typed.username ?? options.username;
    if (username === undefined) throw missingFlag("--username", "whose token is on standard input?");
    return { credential: basicOf(username, password, typed), from: "standard input" };
  }
  if (options.serviceAccountKey !== undefined && typed.kind === "service-account-key") {
    const json = await readKeyFile(options.serviceAccountKey, world);
    return { credential: await serviceAccountKeyOf(json), from: options.serviceAccountKey };
  }
  return null;
}
