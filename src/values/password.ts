// What is wrong with a credential that was typed, pasted or piped in? No sentence here holds a part of it.
import { CliError } from "./errors.ts";
import { type AccessKey, decodeBase64, type Secret } from "./secret.ts";

const invalid = (message: string, hint: string) => new CliError("invalid-credential", message, { hint });

/**
 * Makes a password of what was typed or piped: exactly one trailing newline goes, which `echo` put there,
 * and a byte order mark, which PowerShell puts in front.
 * @param username the user it belongs to, when known: `_json_key`'s password is JSON.
 * @throws CliError `invalid-credential` when it is empty, several lines, or something else's encoding.
 */
export function cleanPassword(password: Secret, username?: string): Secret {
  const clean = password.map((text) => text.replace(/^\uFEFF|\r?\n$/g, ""));
  const text = clean.reveal();
  if (text === "")
    throw invalid("The password is empty.", "Paste it again, or pipe it in with --password-stdin.");
  if (text.includes("\0"))
    throw invalid(
      "The password holds a NUL byte, so it is no text.",
      "Pipe in the password itself, as UTF-8 text.",
    );
  if (!username?.startsWith("_json_key") && isJsonObject(text))
    throw invalid(
      "This is JSON, where a password or token is due.",
      "A service account's JSON key goes with --method service-account --service-account-key <file>.",
    );
  if (isEncodedBasic(text))
    throw invalid(
      "This is already Base64 of a user and a password.",
      "Give the password alone; it will be encoded for you.",
    );
  if (/[\r\n]/.test(text))
    throw invalid(
      "The password holds a line break.",
      "Give it as one line; only one newline at its end is removed.",
    );
  return clean;
}

function isJsonObject(text: string): boolean {
  try {
    return text.trimStart().startsWith("{") && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/**
 * Whether it decodes to `user:password`. Short texts don't count, which decode to anything by chance, nor
 * NGC's older API keys, which are Base64 of `text:uuid` themselves.
 */
function isEncodedBasic(text: string): boolean {
  const decoded = text.length < 16 ? null : decodeBase64(text);
  if (decoded === null || /:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(decoded)) return false;
  return /^[\w.+@$-]{1,128}:[\x21-\x7e]+$/.test(decoded);
}

/**
 * Checks a key pair for AWS_IAM; white space around either goes.
 * @throws CliError `invalid-credential` for a temporary or malformed one.
 */
export function checkAccessKey(key: AccessKey): AccessKey {
  const accessKeyId = key.accessKeyId.map((text) => text.trim());
  const secretAccessKey = key.secretAccessKey.map((text) => text.trim());
  const id = accessKeyId.reveal();
  if (!/^(?:AKIA|ASIA)[A-Z0-9]{16}$/.test(id))
    throw invalid(
      `An access key id is AKIA and 16 capital letters or digits; this one ${differs(id, 20)}.`,
      "List yours: aws iam list-access-keys",
    );
  if (id.startsWith("ASIA"))
    throw invalid(
      "This access key is temporary (ASIA), and AWS_IAM has no place for the session token it needs.",
      "Take an IAM user's own key (AKIA), or --method oidc, which needs none.",
    );
  const secret = secretAccessKey.reveal();
  if (!/^[A-Za-z0-9/+=]{40}$/.test(secret))
    throw invalid(
      `A secret access key is 40 letters, digits, / or +; this one ${differs(secret, 40)}.`,
      "AWS shows it once, when the key is made: aws iam create-access-key --user-name <user>",
    );
  return { kind: "access-key", accessKeyId, secretAccessKey };
}

/** How a malformed key differs from what it should be: by its length, which tells no part of it. */
function differs({ length }: string, expected: number): string {
  if (length === 0) return "is empty";
  return length === expected ? "has other characters" : `has ${length} character${length === 1 ? "" : "s"}`;
}

/** The sentence why a check fails, for a prompt; null when it passes. */
export function problemOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}
