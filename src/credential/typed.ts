// Asks the person for a credential, and checks what was typed, pasted or read.

import type { Given } from "../flow.ts";
import type { Values } from "../mechanisms/types.ts";
import type { TypedCredential } from "../registries/types.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import { problemOf } from "../values/password.ts";
import { Secret, type ServiceAccountKey } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { canAsk, sayWhy } from "./ask.ts";
import { typeKey } from "./aws-key.ts";
import { basicOf, readKeyFile, serviceAccountKeyOf } from "./checked.ts";

/**
 * Asks the person for the credential. `usernameBefore` is offered again after a refused password.
 * @throws CliError `missing-flag` naming the flags that give it, when nobody can be asked.
 */
export async function typeCredential(
  typed: TypedCredential,
  values: Values,
  world: World,
  usernameBefore?: string,
): Promise<Given> {
  const from = "what you typed";
  if (typed.kind === "access-key") {
    if (!canAsk(world)) throw missingFlag("--aws-profile", typed.message);
    const { key } = await typeKey(world);
    return { credential: key, from };
  }
  if (typed.kind === "service-account-key") {
    if (!canAsk(world)) throw missingFlag("--service-account-key", typed.message);
    return { credential: await askServiceAccountKey(typed, world), from };
  }
  if (!canAsk(world)) {
    const flags =
      typed.username === undefined && values.username === undefined
        ? "--username and --password-stdin"
        : "--password-stdin";
    throw missingFlag(flags, typed.message);
  }
  sayWhy(world, typed.why, typed.link);
  const username =
    typed.username ??
    values.username ??
    (await world.prompter.input({
      message: typed.usernameMessage ?? "User",
      ...(usernameBefore === undefined ? {} : { default: usernameBefore }),
      problem: (value) =>
        value.trim() === "" || value.includes(":") ? "A user is not empty and has no colon." : null,
    }));
  const password = await world.prompter.password({
    message: typed.message,
    problem: (value) => problemOf(() => basicOf(username.trim(), new Secret(value), typed)),
  });
  return { credential: basicOf(username.trim(), password, typed), from };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function askServiceAccountKey(
  typed: TypedCredential,
  world: InteractiveWorld,
): Promise<ServiceAccountKey> {
  const { prompter } = world;
  sayWhy(world, typed.why, typed.link);
  const how = await prompter.select({
    message: "Where is the JSON key?",
    choices: [
      { value: "file", name: "In a file" },
      { value: "paste", name: "I paste it", description: "nothing is shown" },
    ],
  });
  if (how === "paste") {
    const { checkServiceAccountKey } = await import("../values/service-account-key.ts");
    const json = await prompter.paste({
      message: "Paste the JSON key",
      complete: isJson,
      problem: (text) => problemOf(() => checkServiceAccountKey(new Secret(text))),
    });
    return serviceAccountKeyOf(json);
  }
  for (;;) {
    const path = await prompter.input({
      message: "Path of the JSON key",
      problem: (value) => (value ? null : "Type a path."),
    });
    try {
      return await serviceAccountKeyOf(await readKeyFile(path.replace(/^~(?=\/)/, world.home), world));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      world.terminal.say(`  ${error.message} ${error.hint ?? ""}`);
    }
  }
}
