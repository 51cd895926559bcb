// Makes a credential of what was typed, pasted, piped in or read, once it is checked.
import { resolve } from "node:path";
import type { TypedCredential } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import { checkAccessKey, cleanPassword } from "../values/password.ts";
import { type AccessKey, type BasicCredential, Secret, type ServiceAccountKey } from "../values/secret.ts";
import { isOneLine } from "../values/token-shape.ts";
import type { World } from "../world/types.ts";

/** Checks a user and password, and makes the credential. @throws CliError `invalid-credential`. */
export function basicOf(username: string, password: Secret, typed: TypedCredential): BasicCredential {
  const clean = cleanPassword(password, username);
  const problem = typed.problem?.(clean.reveal()) ?? null;
  if (problem !== null)
    throw new CliError("invalid-credential", problem, { hint: `Make one: ${typed.link}` });
  if (!isOneLine(username) || username.includes(":"))
    throw new CliError("invalid-credential", "A registry user is one line, not empty, and has no colon.", {
      hint: "Give it with --username.",
    });
  return { kind: "basic", username, password: clean, expiresAt: null };
}

/** Checks an AWS key pair, and makes the credential. @throws CliError `invalid-credential`. */
export const accessKeyOf = (id: string, secret: string): AccessKey =>
  checkAccessKey({ kind: "access-key", accessKeyId: new Secret(id), secretAccessKey: new Secret(secret) });

/** Checks a JSON key, and makes the credential. @throws CliError `invalid-credential`. */
export async function serviceAccountKeyOf(json: Secret): Promise<ServiceAccountKey> {
  // It brings node:crypto, which takes longer to load than all the rest of the questions.
  const { checkServiceAccountKey } = await import("../values/service-account-key.ts");
  checkServiceAccountKey(json);
  return { kind: "service-account-key", json: json.map((text) => text.trim()) };
}

/** The JSON key in a file or pipe; `-` is stdin. @throws CliError `file-not-found`, `file-unreadable`. */
export async function readKeyFile(file: string, world: World): Promise<Secret> {
  if (file === "-") return world.readStdin();
  const hint = "Give the JSON key's path with --service-account-key, or - for standard input.";
  const bytes = await world.files.receive(resolve(world.cwd, file));
  if (bytes === null) throw new CliError("file-not-found", `There is no ${file}.`, { hint });
  return new Secret(Buffer.from(bytes).toString("utf8"));
}
