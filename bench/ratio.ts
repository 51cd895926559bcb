// How much longer does one thing take than another, on a machine that other things slow down?

/** What was spent: milliseconds, and KiB at the peak. */
export interface Spent {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

/** Does it once; resolves to what it took, or to milliseconds alone. */
export type Timed = () => Promise<Spent | number>;

/** What is measured, what it is held against, and how many times as long it may take. */
export interface Comparison {
  readonly name: string;
  readonly floor: { readonly name: string; readonly run: Timed };
  readonly run: Timed;
  /** Null: told, not judged. */
  readonly aim: number | null;
  /** The aim of CPU time, where it is another. */
  readonly aimCpu?: number;
  /** What the peak memory may be, as a ratio. */
  readonly aimRss?: number;
}

const pairs = 15;

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @returns whether the aim was met. */
export async function compare(comparison: Comparison): Promise<boolean> {
  const { name, floor, run } = comparison;
  return compareAll(floor, [{ ...comparison, name, run }]);
}

/**
 * Holds subjects against one floor. All take turns, so that a busy moment hits each; a ratio is the median of those of
 * the turns, with the smallest and the largest beside it.
 * @returns whether every aim was met.
 */
export async function compareAll(
  floor: Comparison["floor"],
  subjects: readonly Omit<Comparison, "floor">[],
): Promise<boolean> {
  const turn = async () => {
    const base = spentOf(await floor.run());
    const each: Spent[] = [];
    for (const { run } of subjects) each.push(spentOf(await run()));
    return { base, each };
  };
  await turn();
  const turns: Awaited<ReturnType<typeof turn>>[] = [];
  for (let pair = 0; pair < pairs; pair++) turns.push(await turn());
  const told = subjects.map(({ name, aim, aimCpu = aim, aimRss = null }, at) => {
    const ratios = (part: keyof Spent) => turns.map(({ base, each }) => (each[at]?.[part] ?? 0) / base[part]);
    const walls = ratios("wall");
    const range = `${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)}`;
    const cpu = median(ratios("cpu"));
    const rss = median(ratios("rss"));
    // On a busy machine the clock alone is luck; CPU time is steadier.
    const met = [
      median(walls) <= (aim ?? Infinity),
      !(cpu > (aimCpu ?? Infinity)),
      !(rss > (aimRss ?? Infinity)),
    ];
    say(
      [
        `${median(walls).toFixed(2)} [${range}] × ${floor.name}${judgement(aim, met[0])}  ${name}: `,
        `${ms(median(turns.map(({ each }) => each[at]?.wall ?? 0)))} against ${ms(median(turns.map(({ base }) => base.wall)))}`,
        Number.isFinite(cpu) ? `; CPU ${cpu.toFixed(2)}${judgement(aimCpu, met[1])}` : "",
        Number.isFinite(rss) ? `; memory ${rss.toFixed(2)}${judgement(aimRss, met[2])}` : "",
      ].join(""),
    );
    return met.every(Boolean);
  });
  return told.every(Boolean);
}

const judgement = (aim: number | null, met = true): string =>
  aim === null ? "" : ` (aim ${aim.toFixed(2)}${met ? "" : ", MISSED"})`;

/** Where only the time is known, nothing is said of the rest. */
const spentOf = (spent: Spent | number): Spent =>
  typeof spent === "number" ? { wall: spent, cpu: Number.NaN, rss: Number.NaN } : spent;

/** Prints a median that is a time and no ratio. @returns whether the aim was met. */
export async function measure(
  name: string,
  run: () => Promise<number>,
  { runs, aimMs }: { readonly runs: number; readonly aimMs: number | null },
): Promise<boolean> {
  const times: number[] = [];
  for (let count = 0; count < runs; count++) times.push(await run());
  const met = aimMs === null || median(times) <= aimMs;
  const judged = aimMs === null ? "" : ` (aim ${ms(aimMs)}${met ? "" : ", MISSED"})`;
  const range = `${ms(Math.min(...times))}–${ms(Math.max(...times))}`;
  say(`${ms(median(times))} [${range}]${judged}  ${name}`);
  return met;
}

const lines: string[] = [];

/** A line of the result. */
export function say(line: string): void {
  lines.push(line);
  process.stdout.write(`${line}\n`);
}

/** All that was printed so far. */
export const said = (): string => `${lines.join("\n")}\n`;

const ms = (time: number): string => `${time >= 100 ? time.toFixed(0) : time.toFixed(1)} ms`;
