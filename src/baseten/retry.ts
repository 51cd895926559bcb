// How long is waited before a request is sent again?

/** 429s: all waits of one operation together. */
export const patienceMs = 30_000;
/** 5xx and network errors: attempts after the first. */
export const retries = 3;

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

/**
 * Half a second, one, two, four… of which a random half is left out, so that many machines that failed together
 * don't return together. In ms.
 * @param attempt 1 for the first retry
 * @param random in [0, 1)
 */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(500 * 2 ** (attempt - 1) * (1 - random / 2));
