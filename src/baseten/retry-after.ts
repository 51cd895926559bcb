// How long does a server that limits requests ask to wait?
import { readJson } from "../text/json.ts";

/**
 * The wait that a Retry-After header asks for, in ms: whole seconds, or an HTTP date. Null when it says neither.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes almost anything; an HTTP date begins with a day's name.
  if (!/^[a-z]{3,9},? /i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The wait that the API's own body asks for, in ms: `{"error", "retry_after": 37}`, in seconds. Null when it doesn't. */
export function retryAfterIn(text: string): number | null {
  const seconds = Number(readJson(text).retry_after ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : null;
}
