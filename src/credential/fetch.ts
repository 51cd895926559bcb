// Runs the programs of this machine that give a credential.

import type { Answers } from "../flow.ts";
import { explainFailure } from "../programs/explain.ts";
import type { Attempt } from "../programs/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { signingIn } from "./signing-in.ts";

/**
 * Runs the CLI that gives the credential; null when none is needed or it is in hand already.
 * Started as soon as the recipe is known, so that it runs while the person answers.
 */
export function startFetch(answers: Answers, needed: boolean, world: World): Promise<BasicCredential> | null {
  if (!needed || answers.given !== null || answers.method.typed === null) return null;
  const attempts = answers.method.fetch(answers.target, answers.values);
  if (attempts.length === 0) return null;
  const fetching = runAttempts(attempts, world);
  // Awaited later; until then a failure is nobody's unhandled rejection.
  fetching.catch(() => {});
  return fetching;
}

/**
 * Tries each command until one gives a credential.
 * @throws CliError for the last failure, or the first that another command can't mend (missing, signed out).
 */
export async function runAttempts(attempts: readonly Attempt[], world: World): Promise<BasicCredential> {
  let last: CliError | null = null;
  for (const { command, read } of attempts) {
    const result = await world.exec(command);
    if (result.status === "ok") {
      const credential = read(result.stdout, world.now());
      if (credential !== null) return credential;
      last = new CliError("cli-failed", `${command.file} answered, but with no credential in it.`, {
        hint: `Update ${command.file}, or type the token.`,
      });
      continue;
    }
    const failure = explainFailure(command, result, await signingIn(command, world));
    if (failure.code !== "cli-failed") throw failure;
    last = failure;
  }
  throw last ?? new CliError("cli-failed", "No command gives this credential.");
}
