// When does a line of cron fire? For lines that name minutes and hours only.

/** The minutes of the day, sorted. @throws Error for what cron would not take */
export function minutesOf(cron: string): number[] {
  const [minute = "", hour = "", ...days] = cron.split(" ");
  if (days.join(" ") !== "* * *") throw new Error(`Not a daily line: ${cron}`);
  return field(hour, 23).flatMap((h) => field(minute, 59).map((m) => h * 60 + m));
}

function field(text: string, last: number): number[] {
  const values = text.split(",").flatMap((part) => {
    const [, range, from, to, step = "1"] = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined || Number(step) < 1) throw new Error(`Not a field of cron: ${text}`);
    const start = range === "*" ? 0 : Number(from);
    const end = range === "*" ? last : Number(to ?? from);
    if (start > end || end > last) throw new Error(`Out of range: ${text}`);
    return Array.from(
      { length: Math.floor((end - start) / Number(step)) + 1 },
      (_, i) => start + i * Number(step),
    );
  });
  return values.sort((a, b) => a - b);
}
