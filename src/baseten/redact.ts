// Is it safe to show what a server said?
import type { Secret } from "../values/secret.ts";

const longest = 300;
/** So many characters in a row that stand in a secret too are no accident. */
const telling = 8;

/**
 * A server's sentence, fit to be shown: every secret in it replaced by `[secret]`, on one line, without control
 * characters, at most 300 characters. Null when nothing is left, or when a part of a secret still shows (cut off,
 * or escaped in a way not known here).
 */
export function redact(message: string | null, secrets: readonly (Secret | null)[]): string | null {
  if (message === null) return null;
  const values = secrets.flatMap((secret) => secret?.reveal() || []);
  let text = message;
  for (const value of values) {
    const escaped = JSON.stringify(value).slice(1, -1);
    for (const form of [value, escaped, encodeURIComponent(value)]) text = text.replaceAll(form, "[secret]");
  }
  if (values.some((value) => sharesRun(text, value))) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a server must not steer the terminal
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  if (line === "") return null;
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function sharesRun(text: string, value: string): boolean {
  const size = Math.min(telling, value.length);
  for (let start = 0; start + size <= text.length; start++) {
    if (value.includes(text.slice(start, start + size))) return true;
  }
  return false;
}
