// Which known word was meant?
import { closest } from "fastest-levenshtein";

/** The known word that is nearest, when it is near enough to have been meant; null otherwise. */
export function didYouMean(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const best = closest(given, known);
  const shared = [...best].filter((letter) => given.includes(letter)).length;
  return shared >= best.length / 2 ? best : null;
}
