// Asks for a service account's JSON key: its path, or the key itself. Of the key nothing is shown.

import type { Given } from "../flow.ts";
import type { TypedCredential } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import { pathMeant } from "../values/pasted-path.ts";
import { Secret } from "../values/secret.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { because } from "./ask.ts";
import { readKeyFile, serviceAccountKeyOf } from "./checked.ts";

/**
 * Asks for the key in one prompt that takes a path, as a terminal pastes it, or the JSON.
 * @throws CliError `interrupted`; Back
 */
export async function askServiceAccountKey(typed: TypedCredential, world: InteractiveWorld): Promise<Given> {
  // What was read while it was checked is what is taken: the file may change meanwhile.
  let given: Given | null = null;
  await world.prompter.paste({
    message: "Path of the JSON key, or the JSON itself",
    why: because(typed.why, typed.link),
    sight: (text) => (isKey(text) ? "" : text),
    unfinished: (text) => isKey(text) && !isWhole(text),
    problem: async (text) => {
      try {
        given = await givenBy(text, world);
        return null;
      } catch (error) {
        if (error instanceof CliError) return error.message;
        throw error;
      }
    },
  });
  if (given === null) throw new Error("What was asked for was checked before.");
  return given;
}

async function givenBy(text: string, world: InteractiveWorld): Promise<Given> {
  if (isKey(text))
    return {
      credential: await serviceAccountKeyOf(new Secret(text)),
      from: "what you pasted",
      origin: "typed",
    };
  const path = pathMeant(text, world);
  if (path === "" || path === "-")
    throw new CliError("invalid-credential", "Type the path of the JSON key, or paste the key itself.");
  const json = await readKeyFile(path, world);
  const from = path.startsWith(`${world.home}/`) ? `~${path.slice(world.home.length)}` : path;
  return { credential: await serviceAccountKeyOf(json), from, origin: "file" };
}

/** Whether the text is no path but a key, or a part of one: JSON, PEM, or Base64 of either. */
const isKey = (text: string): boolean =>
  /^\s*["'`]*\s*\{|^\s*"[a-z_]+"\s*:|-----BEGIN|PRIVATE KEY|^\s*MII[\w+/=]{40}|^\s*e[wy][\w+/=]{100}|\n/.test(
    text.replace(/^\uFEFF/, ""),
  );

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
