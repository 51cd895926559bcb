// The questions that several methods share, and why an answer can't be right.
import type { Question } from "../registries/types.ts";

/** A check by pattern: the sentence, when the value doesn't match. */
export const mustMatch =
  (pattern: RegExp, sentence: string): Question["problem"] =>
  (value) =>
    pattern.test(value) ? null : sentence;

/** Why a name can't be a Baseten secret's, or null. */
export function secretNameProblem(name: string): string | null {
  if (name.trim() === "") return "A secret's name can't be empty.";
  if (name !== name.trim()) return "A secret's name can't begin or end with a space.";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return "A secret's name is one line of text.";
  return null;
}

/** Asks for the name of a secret in Baseten; the default is taken unless a flag says otherwise. */
export const secretNameQuestion = (
  key: Question["key"],
  flag: Question["flag"],
  what: string,
  byDefault: string,
): Question => ({
  key,
  flag,
  message: `Name of the secret for the ${what}`,
  why: "Baseten finds the value under this name, and config.yaml lists it.",
  default: byDefault,
  quiet: true,
  problem: secretNameProblem,
});
