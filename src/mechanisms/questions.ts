// The questions that several mechanisms share, and why an answer can't be right.
import type { Question } from "./types.ts";

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
export const secretNameQuestion = (what: string): Question => ({
  message: `Name of the secret for the ${what}`,
  why: "Baseten finds the value under this name, and config.yaml lists the name.",
  quiet: true,
  problem: secretNameProblem,
});

/** Asks for the role that Baseten takes on. */
export const roleQuestion = (why: string, link: string): Question => ({
  message: "ARN of the role that Baseten assumes",
  why,
  link,
  problem: mustMatch(
    /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]*[\w+=,.@-]$/,
    "A role's ARN looks like arn:aws:iam::123456789012:role/baseten-ecr-access.",
  ),
});

/** Asks for the region of the registry, which its host names. */
export const regionQuestion: Question = {
  message: "Region of the registry",
  why: "Baseten asks ECR in this region, which the image's host names.",
  quiet: true,
  problem: mustMatch(/^[a-z]+(?:-[a-z]+)+-\d+$/, "A region looks like us-east-1."),
};
