// Gets the credential: what is in hand, or what the CLIs on this machine give.
import { runAttempts } from "../credential/fetch.ts";
import { otherAccount } from "../credential/other-account.ts";
import type { Answers, Obtained } from "../flow.ts";
import { plainUser } from "../mechanisms/registry-secret.ts";
import { render } from "../mechanisms/render.ts";
import { ownTokenWarnings } from "../programs/docker/own-token.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential, Credential } from "../values/secret.ts";
import { expiryOf } from "../values/token-shape.ts";
import type { World } from "../world/types.ts";

/** Where nothing is stored, or what is stored is kept. */
export const nothingObtained: Obtained = {
  secrets: [],
  signIn: null,
  refused: null,
  expiresAt: null,
  warnings: [],
};

/**
 * The credential, the secrets made of it, and what signs in for the pull check.
 * @throws CliError of the program's failure, or `interrupted`.
 */
export async function obtain(
  answers: Answers,
  fetching: Promise<BasicCredential> | null,
  verify: boolean,
  world: World,
): Promise<Obtained> {
  const { mechanism, target } = answers;
  if (answers.method.typed === null) return nothingObtained;
  const credential = await settle(answers, fetching, world);
  const values = mechanism.secretValues(credential, target);
  const { training } = answers;
  const names = render(mechanism, target, answers.values).secrets;
  const signedIn: SignedIn = verify
    ? await toSignIn(answers, credential, world)
    : { signIn: null, refused: null, warnings: [] };
  return {
    secrets: [
      ...values.map((value, index) => ({ name: names[index] ?? "", value })),
      ...(training === undefined ? [] : [{ name: training, value: plainUser(credential) }]),
    ],
    ...signedIn,
    warnings: [
      ...signedIn.warnings,
      ...(credential.kind === "basic" ? ownTokenWarnings(credential, target.host) : []),
      ...(credential.kind === "basic" && !verify ? otherAccount(credential, target) : []),
    ],
    expiresAt: credential.kind === "basic" ? expiryOf(credential, world.now()) : null,
  };
}

/** @throws CliError of the program's failure */
async function settle(
  { given, registry }: Answers,
  fetching: Promise<BasicCredential> | null,
  world: World,
): Promise<Credential> {
  if (given !== null) return given.credential;
  if (fetching === null) throw new Error("Neither given nor fetched.");
  return world.terminal.progress(`Fetching a token for ${registry.title}`, fetching);
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
