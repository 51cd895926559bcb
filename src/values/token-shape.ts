// Can this be a credential at all, and how long does it last? Told by its shape alone.
import { type BasicCredential, decodeBase64, type Secret } from "./secret.ts";

const hour = 3_600_000;

/**
 * Output that is one token on one line, as CLIs print it: no JSON, no error, nothing that can't be printed.
 * @returns null when it can't be one. 16 characters are fewer than any real one has; Google's are known by how they begin.
 * https://www.rfc-editor.org/rfc/rfc6750#section-2.1 (token68)
 */
export function tokenLine(stdout: Secret): Secret | null {
  const line = stdout.map((text) => text.trim());
  return /^(?:ya29\.[\w.~+/-]{1,8192}|[\w.~+/-]{16,8192}=*)$/.test(line.reveal()) ? line : null;
}

/** Whether a password that a program gave is text on one line. */
export const isOneLine = (password: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a password can't hold
  password !== "" && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(password);

/**
 * When a basic credential ends, by what its password says of itself or by its kind; null for one that lasts, or
 * whose end can't be known. For Google's, which don't say, and old ones of ECR it is the latest moment.
 * @param now when it was got
 */
export function expiryOf({ username, password, expiresAt }: BasicCredential, now: Date): Date | null {
  if (expiresAt !== null) return expiresAt;
  const text = password.reveal();
  // https://cloud.google.com/docs/authentication/token-types#access
  if (/^ya29\./.test(text)) return new Date(now.getTime() + hour);
  if (username === "AWS") return epoch(payloadOf(text).expiration) ?? new Date(now.getTime() + 12 * hour);
  const [head, claims, signature] = text.split(".");
  if (head === undefined || claims === undefined || signature === undefined) return null;
  return /^eyJ/.test(head) ? epoch(payloadOf(base64Of(claims)).exp) : null;
}

const base64Of = (base64Url: string): string => base64Url.replaceAll("-", "+").replaceAll("_", "/");

function payloadOf(encoded: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decodeBase64(encoded) ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Seconds since 1970, where they are a date. */
function epoch(seconds: unknown): Date | null {
  return typeof seconds === "number" ? dateOf(seconds * 1000) : null;
}

/** The date; null for one that has passed: a token just fetched isn't over, so one of the clocks is wrong. */
export const laterThan = (now: Date, date: Date | null): Date | null =>
  date !== null && date > now ? date : null;

/** A time as a date; null where it is none. */
export function dateOf(time: number | string): Date | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date;
}
