// Is a word that stands without a flag what it is taken for, a project?
import { didYouMean } from "../text/nearest.ts";
import { type CommandName, commandNames, flagOf } from "./flags.ts";
import { usage } from "./usage.ts";

/** Words that other tools have for what `setup` does. */
const otherWords: Readonly<Record<string, CommandName>> = { login: "setup", init: "setup", renew: "refresh" };

/** A command that a word may have meant; null where it is a path or nothing near. */
function meant(word: string): CommandName | null {
  if (!/^[A-Za-z-]+$/.test(word)) return null;
  const lower = word.toLowerCase();
  return commandNames.find((name) => name === lower) ?? otherWords[lower] ?? near(lower);
}

function near(word: string): CommandName | null {
  const guess = didYouMean(word, commandNames);
  return commandNames.find((name) => name === guess) ?? null;
}

/** The command of that name. @throws CliError `usage` with the one that was meant */
export function commandNamed(word: string): CommandName {
  const found = commandNames.find((name) => name === word);
  if (found !== undefined) return found;
  const guess = meant(word);
  const hint = guess === null ? `It takes ${commandNames.join(", ")}.` : `Did you mean ${guess}?`;
  throw usage(holdsSecret(word) ? "There is no such command." : `There is no command ${word}.`, hint);
}

/**
 * Refuses what is no project: a misspelt command, an image, or something that may hold a secret, which is then not
 * repeated.
 * @param mayBeCommand whether the first word stands where a command could
 * @throws CliError `usage`
 */
export function refuseMistaken(
  command: CommandName,
  mayBeCommand: boolean,
  projects: readonly string[],
): void {
  for (const [index, word] of projects.entries()) {
    if (holdsSecret(word))
      throw usage(
        "What stands where a project belongs looks like a credential, so it is not repeated.",
        "Give a project's folder. A token goes in by --password-stdin, a JSON key by --service-account-key.",
      );
    if (isImage(word))
      throw usage(
        `${word} looks like an image, not a project.`,
        command === "setup"
          ? `Name it with ${flagOf("image")} ${word}`
          : `${command} reads the image from config.yaml: name its folder.`,
      );
    const guess = mayBeCommand && index === 0 ? meant(word) : null;
    if (guess !== null)
      throw usage(
        `There is no command ${word}.`,
        `Did you mean ${guess}? A folder of that name is ./${word}.`,
      );
  }
}

/** JSON, or a user and password before a host. */
const holdsSecret = (word: string): boolean => /^\s*[{[]/.test(word) || /:.*@(?!sha256:)/.test(word);

/** A host or a tag that no path has. */
function isImage(word: string): boolean {
  if (/^\.{0,2}\/|\\|^[A-Za-z]:|\.ya?ml$/.test(word)) return false;
  return (
    /^[^/]+\/.+:[\w.-]+$|@sha256:/.test(word) ||
    /^(?:localhost:\d+|[\w-]+(?:\.[\w-]+)*\.(?:io|com|cn|dev|eu|us|net))(?::\d+)?\/./.test(word)
  );
}
