// A cloud takes a while to know what was just made; until then it says that there is no such thing.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
import type { World } from "../world/types.ts";

/** How long to try, in ms. */
export const patienceMs = 60_000;
/** The wait before each further try, in ms; the last one repeats. */
const waits = [1000, 2000, 3000, 5000];

/** What is said meanwhile. */
export const newKeyLabel = (cloud: string): string => `${cloud} needs up to a minute to know a new key`;

/**
 * Tries until it gives something that isn't too early, for a minute at most; then gives or throws what came last.
 * @param tooEarly whether a failure or a result may come of being too early
 */
export async function patiently<T>(
  attempt: () => Promise<T>,
  tooEarly: (outcome: { readonly result: T } | { readonly error: unknown }) => boolean,
  label: string,
  world: Pick<World, "sleep" | "now" | "terminal">,
): Promise<T> {
  const deadline = world.now().getTime() + patienceMs;
  const again = async (): Promise<T> => {
    for (let count = 0; ; count += 1) {
      const outcome = await attempt().then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      const wait = waits[Math.min(count, waits.length - 1)] ?? patienceMs;
      const late = world.now().getTime() + wait > deadline;
      if (late || !tooEarly(outcome)) {
        if ("result" in outcome) return outcome.result;
        throw outcome.error;
      }
      await world.sleep(wait);
    }
  };
  return world.terminal.progress(label, again());
}
