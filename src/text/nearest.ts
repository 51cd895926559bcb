// Which known word was meant?
import { closest, distance } from "fastest-levenshtein";

/** The known word that is nearest, when a slip of the finger explains the difference; null otherwise. */
export function didYouMean(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const best = closest(given, known);
  return distance(given, best) <= Math.max(2, Math.floor(best.length / 3)) && given.length > 2 ? best : null;
}
