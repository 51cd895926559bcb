// How much longer does one thing take than another, on a machine that other things slow down?

/** Does it once; resolves to the milliseconds it took. */
export type Timed = () => Promise<number>;

/** What is measured, what it is held against, and how many times as long it may take. */
export interface Comparison {
  readonly name: string;
  readonly floor: { readonly name: string; readonly run: Timed };
  readonly run: Timed;
  /** Null: told, not judged. */
  readonly aim: number | null;
}

const pairs = 15;

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Prints the ratio of the medians. Floor and subject take turns, so that a busy moment hits both.
 * @returns whether the aim was met.
 */
export async function compare({ name, floor, run, aim }: Comparison): Promise<boolean> {
  const times = { floor: [] as number[], subject: [] as number[] };
  await floor.run();
  await run();
  for (let pair = 0; pair < pairs; pair++) {
    times.floor.push(await floor.run());
    times.subject.push(await run());
  }
  const [base, subject] = [median(times.floor), median(times.subject)];
  const ratio = subject / base;
  const met = aim === null || ratio <= aim;
  const judged = aim === null ? "" : ` (aim ${aim.toFixed(2)}${met ? "" : ", MISSED"})`;
  say(`${ratio.toFixed(2)} × ${floor.name}${judged}  ${name}: ${ms(subject)} against ${ms(base)}`);
  return met;
}

/** Prints a median that is a time and no ratio. @returns whether the aim was met. */
export async function measure(
  name: string,
  run: Timed,
  { runs, aimMs }: { readonly runs: number; readonly aimMs: number },
): Promise<boolean> {
  const times: number[] = [];
  for (let count = 0; count < runs; count++) times.push(await run());
  const met = median(times) <= aimMs;
  say(`${ms(median(times))} (aim ${ms(aimMs)}${met ? "" : ", MISSED"})  ${name}`);
  return met;
}

/** A line of the result. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

const ms = (time: number): string => `${time >= 100 ? time.toFixed(0) : time.toFixed(1)} ms`;
