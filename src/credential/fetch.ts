// Gets the credential: what is in hand, or what the CLIs on this machine give, with another try on failure.

import type { Answers, Obtained, Plan } from "../flow.ts";
import { explainFailure } from "../programs/explain.ts";
import type { Attempt } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential, Credential } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { canAsk } from "./ask.ts";
import { typeCredential } from "./typed.ts";

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
    const failure = explainFailure(command, result);
    if (failure.code !== "cli-failed") throw failure;
    last = failure;
  }
  throw last ?? new CliError("cli-failed", "No command gives this credential.");
}

/**
 * The credential, the secrets made of it, and what signs in for the pull check.
 * On a terminal a failed CLI can be tried again, or the value typed; nothing answered so far is lost.
 * @throws CliError of the CLI's failure, or `interrupted`.
 */
export async function obtain(
  plan: Plan,
  fetching: Promise<BasicCredential> | null,
  verify: boolean,
  world: World,
): Promise<Obtained> {
  const { method } = plan.answers;
  if (!plan.needsCredential)
    return { secrets: [], signIn: null, refused: null, expiresAt: null, warnings: [] };
  const credential = await settle(plan.answers, fetching, world);
  const values = method.secretValues(credential);
  const signedIn: SignedIn = verify
    ? await toSignIn(plan.answers, credential, world)
    : { signIn: null, refused: null, warnings: [] };
  return {
    secrets: values.map((value, index) => ({ name: plan.secrets[index]?.name ?? "", value })),
    ...signedIn,
    expiresAt: credential.kind === "basic" ? credential.expiresAt : null,
  };
}

async function settle(
  answers: Answers,
  fetching: Promise<BasicCredential> | null,
  world: World,
): Promise<Credential> {
  const { method, target, values, registry } = answers;
  if (answers.given !== null) return answers.given.credential;
  let attempt = fetching;
  while (attempt !== null) {
    try {
      return await world.terminal.progress(`Fetching a token for ${registry.title}`, attempt);
    } catch (error) {
      if (!(error instanceof CliError) || error.code === "interrupted" || !canAsk(world)) throw error;
      const next = await askWhatNow(error, world);
      if (next === "stop") throw error;
      attempt = next === "retry" ? runAttempts(method.fetch(target, values), world) : null;
    }
  }
  if (method.typed === null) throw new Error("A method without a credential needs none.");
  return (await typeCredential(method.typed, values, world)).credential;
}

async function askWhatNow(error: CliError, world: InteractiveWorld): Promise<"retry" | "type" | "stop"> {
  world.terminal.say();
  world.terminal.say(`  ${error.message}`);
  if (error.hint !== undefined) world.terminal.say(`  ${error.hint}`);
  return world.prompter.select<"retry" | "type" | "stop">({
    message: "What now?",
    choices: [
      { value: "retry", name: "Try again", description: "after you fixed it in another window" },
      { value: "type", name: "Type the token", description: "nothing is shown" },
      { value: "stop", name: "Stop", description: "nothing was changed" },
    ],
  });
}

type SignedIn = Pick<Obtained, "signIn" | "refused" | "warnings">;

/** An AWS key pulls with a token made of it; where `aws` is missing that can't be tried from here. */
async function toSignIn(
  { method, target }: Answers,
  credential: Credential,
  world: World,
): Promise<SignedIn> {
  const way = method.signIn(target, credential);
  if (way === null || "kind" in way) return { signIn: way, refused: null, warnings: [] };
  try {
    const token = runAttempts([way], world);
    const signIn = await world.terminal.progress("Trying the key with AWS", token);
    return { signIn, refused: null, warnings: [] };
  } catch (error) {
    if (!(error instanceof CliError) || error.code === "interrupted") throw error;
    if (["cli-missing", "cli-timeout", "cli-failed"].includes(error.code)) {
      const message = `The key was not tried: ${error.message}`;
      return { signIn: null, refused: null, warnings: [{ code: "key-not-tried", message }] };
    }
    return { signIn: null, refused: [error.message, error.hint].filter(Boolean).join(" "), warnings: [] };
  }
}
