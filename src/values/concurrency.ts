// How many things run at once? Never more than so many, over everything that goes through one limit.

/** Runs the work as soon as there is room for it, in the order asked; gives what it gives. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** Children and requests at once: enough to hide their waiting, few enough for a laptop and for rate limits. */
export const mostAtOnce = 8;

/**
 * Makes a limit. p-limit does the same; these lines are fewer than its bundle, and they hand the room on
 * directly, so that nobody who comes later gets in between.
 */
export function limitTo(most: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Who waited takes over this one's room, so the count stays.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/**
 * Works on up to so many items ahead of the one in use, and gives the results in the items' order.
 * Unlike `Promise.all` it never holds more than so many results.
 */
export async function* inOrder<A, B>(
  items: Iterable<A>,
  most: number,
  work: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const ahead: Promise<B>[] = [];
  const start = (item: A): void => {
    const result = work(item);
    // Awaited later; until then a failure is nobody's unhandled rejection.
    result.catch(() => {});
    ahead.push(result);
  };
  for (const item of items) {
    const first = ahead.length < most ? undefined : ahead.shift();
    if (first !== undefined) yield await first;
    start(item);
  }
  for (const result of ahead) yield await result;
}

/** What the work gives within so many ms; null when it takes longer, or fails. It goes on by itself. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([work.catch(() => null), late]).finally(() => clearTimeout(timer));
}
