// What does the command line say that can't be meant, and how is that told?
import { didYouMean } from "../text/nearest.ts";
import { CliError } from "../values/errors.ts";
import { type CommandName, type Flag, type FlagKey, flagOf, flags } from "./flags.ts";

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
  const near = didYouMean(
    rawName,
    flags.map(([key]) => flagOf(key)),
  );
  return usage(`There is no flag ${rawName}.`, near === null ? undefined : `Did you mean ${near}?`);
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
