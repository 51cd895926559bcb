// A source of choices that a seed repeats.

export interface Random {
  /** A whole number from 0 up to, but not, `below`. */
  below(below: number): number;
  /** True so often in a hundred. */
  chance(percent: number): boolean;
  one<T>(items: readonly T[]): T;
  /** Each item with that chance, in their order. */
  some<T>(items: readonly T[], percent: number): T[];
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32, public domain: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    one: (items) => items[below(items.length)] as (typeof items)[number],
    some: (items, percent) => items.filter(() => next() * 100 < percent),
    shuffled: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
  };
}
