// Asks the person for a credential, and checks what was typed, pasted or read.

import type { Given } from "../flow.ts";
import type { Values } from "../mechanisms/types.ts";
import type { TypedCredential } from "../registries/types.ts";
import { Back, missingFlag } from "../values/errors.ts";
import { problemOf } from "../values/password.ts";
import { Secret } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { because, canAsk } from "./ask.ts";
import { basicOf } from "./checked.ts";
import { askServiceAccountKey } from "./json-key.ts";
import { typeKey } from "./typed-key.ts";

/**
 * Asks the person for the credential. After a refused password `usernameBefore` is kept and only the password asked;
 * Esc goes back to the user.
 * @throws CliError `missing-flag` naming the flags that give it, when nobody can be asked.
 */
export async function typeCredential(
  typed: TypedCredential,
  values: Values,
  world: World,
  usernameBefore?: string,
): Promise<Given> {
  if (typed.kind === "access-key") {
    if (!canAsk(world)) throw missingFlag("--aws-profile", typed.message);
    return typeKey(world);
  }
  if (typed.kind === "service-account-key") {
    if (!canAsk(world)) throw missingFlag("--service-account-key", typed.message);
    return askServiceAccountKey(typed, world);
  }
  const known = typed.username ?? values.username;
  if (!canAsk(world))
    throw missingFlag(
      known === undefined ? "--username and --password-stdin" : "--password-stdin",
      typed.message,
    );
  if (known !== undefined) return givenBy(known, await askPassword(known, typed, world), typed);
  if (usernameBefore === undefined) return askBoth(typed, world);
  try {
    const message = `${typed.message}, for ${usernameBefore}`;
    return givenBy(usernameBefore, await askPassword(usernameBefore, { ...typed, message }, world), typed);
  } catch (error) {
    if (!(error instanceof Back)) throw error;
    return askBoth(typed, world, usernameBefore);
  }
}

const givenBy = (username: string, password: Secret, typed: TypedCredential): Given => ({
  credential: basicOf(username, password, typed),
  from: "what you typed",
  origin: "typed",
});

async function askBoth(typed: TypedCredential, world: InteractiveWorld, before?: string): Promise<Given> {
  const text = await world.prompter.paste({
    message: typed.usernameMessage ?? "User",
    why: because(typed.why, typed.link),
    ...(before === undefined ? {} : { default: before }),
    sight: (pasted) => pasted.slice(0, pasted.indexOf(":") + 1) || pasted,
    problem: (pasted) => {
      const { username, password } = parted(pasted);
      if (username === "") return "A user is not empty.";
      return password === null ? null : problemOf(() => basicOf(username, password, typed));
    },
  });
  const { username, password } = parted(text.reveal());
  return givenBy(username, password ?? (await askPassword(username, typed, world)), typed);
}

/** `user:token`, as many pages show it to be copied; no user has a colon. https://www.rfc-editor.org/rfc/rfc7617 */
function parted(text: string): { readonly username: string; readonly password: Secret | null } {
  const [, username = text, password] = /^([^:]*):(.*)$/s.exec(text.trim()) ?? [];
  return { username: username.trim(), password: password === undefined ? null : new Secret(password) };
}

const askPassword = (username: string, typed: TypedCredential, world: InteractiveWorld): Promise<Secret> =>
  world.prompter.password({
    message: typed.message,
    why: because(typed.why, typed.link),
    problem: (value) => problemOf(() => basicOf(username, new Secret(value), typed)),
  });
