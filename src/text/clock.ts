// How is a moment told to a person: how long until then, and when is that here?

/** `in 11 h 58 m` */
export function until(expiresAt: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((Date.parse(expiresAt) - now.getTime()) / 60_000));
  if (minutes === 0) return "now";
  // Of what lasts long the hours tell nothing.
  if (minutes >= 48 * 60) return `in ${Math.floor(minutes / (24 * 60))} days`;
  return minutes < 60 ? `in ${minutes} m` : `in ${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** `2026-01-01 13:00` in the time zone of this machine; the same in every language. */
export function localTime(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** A time so many hours later. */
export const hoursAfter = (now: Date, hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
