// What does the command line say that can't be meant, and how is that told?
import { didYouMean } from "../text/nearest.ts";
import { CliError } from "../values/errors.ts";
import { looksSecret } from "../values/looks-secret.ts";
import { type CommandName, commandNames, type Flag, type FlagKey, flagOf, flags } from "./flags.ts";

/** The texts of each flag given, under the flag as it is typed; a switch has none. In the order given. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** A flag of a command that is given, with its texts. */
export interface OwnFlag {
  readonly key: FlagKey;
  readonly flag: Flag;
  readonly texts: readonly string[];
}

/** The flags of a command that are given, in the order of the table. */
export const ownFlags = (command: CommandName, given: Given): readonly OwnFlag[] =>
  flags.flatMap(([key, flag]) => {
    const texts = given.get(flagOf(key));
    return texts === undefined || !flag.on.includes(command) ? [] : [{ key, flag, texts }];
  });

/** A usage error; without a hint it points at the help. */
export const usage = (message: string, hint = "create-registry-auth --help lists the flags."): CliError =>
  new CliError("usage", message, { hint });

/** A password may stand where a flag was misspelt, so only the flag's own name is repeated. */
export function unknownFlag(rawName: string): CliError {
  if (looksSecret(rawName))
    return usage("What stands where a flag belongs looks like a credential.", intoPipe);
  const near = didYouMean(
    rawName,
    flags.map(([key]) => flagOf(key)),
  );
  return usage(`There is no flag ${rawName}.`, near === null ? undefined : `Did you mean ${near}?`);
}

const intoPipe =
  "It is not repeated. A token goes in by --password-stdin, a JSON key by --service-account-key -";

/**
 * Other users of the machine can read a command line, and logs keep it.
 * @throws CliError `usage` for a flag's value that looks like a credential
 */
export function refuseSecret(rawName: string, text: string): void {
  // A registry's user may be a key's id, or anything else.
  if (rawName === flagOf("username") || !looksSecret(text)) return;
  if (rawName === flagOf("serviceAccountKey"))
    throw usage(
      `${rawName} takes the key's path, not the key: others on this machine can read a command line.`,
      `It is not repeated. Pipe it in: printf %s "$KEY" | create-registry-auth ${rawName} -`,
    );
  throw usage(`The value of ${rawName} looks like a credential.`, intoPipe);
}

/** A flag of another command would be ignored, which nobody means. */
export function refuseForeignFlags(command: CommandName, given: Given): void {
  for (const name of given.keys()) {
    const takers = flags.filter(([key]) => flagOf(key) === name).flatMap(([, { on }]) => on);
    if (takers.includes(command)) continue;
    throw usage(`${name} doesn't go with ${command}.`, `It goes with: ${takers.join(", ")}.`);
  }
}

/** Standard input can be read once, and a credential has one source. */
export function refuseClashes(command: CommandName, given: Given): void {
  // Switches first: a sentence reads best with a flag's value at its end.
  const own = [...ownFlags(command, given)].sort((one, other) => one.texts.length - other.texts.length);
  const sources = own.filter(({ flag }) => flag.gives !== undefined);
  if (sources.length > 1)
    throw usage(
      `${sources.map(({ key }) => flagOf(key)).join(" and ")} don't go together.`,
      "Name one source for the credential.",
    );
  const readers = own.filter(
    ({ flag, texts }) => flag.readsStdin === true || (flag.readsStdin === "-" && texts[0] === "-"),
  );
  if (readers.length > 1)
    throw usage(
      `${readers.map(({ key, texts }) => [flagOf(key), ...texts].join(" ")).join(" and ")} both read standard input.`,
      `Set BASETEN_API_KEY instead of ${flagOf("apiKeyStdin")}.`,
    );
}

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
  throw usage(looksSecret(word) ? "There is no such command." : `There is no command ${word}.`, hint);
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
    if (looksSecret(word))
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

/** A host or a tag that no path has. */
function isImage(word: string): boolean {
  if (/^\.{0,2}\/|\\|^[A-Za-z]:|\.ya?ml$/.test(word)) return false;
  return (
    /^[^/]+\/.+:[\w.-]+$|@sha256:/.test(word) ||
    /^(?:localhost:\d+|[\w-]+(?:\.[\w-]+)*\.(?:io|com|cn|dev|eu|us|net))(?::\d+)?\/./.test(word)
  );
}
