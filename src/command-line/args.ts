// Reads the command line: argv in, options or a usage error out.
import { parseArgs } from "node:util";
import type { CheckOptions, RefreshOptions, SetupOptions } from "../flow.ts";
import { didYouMean } from "../text/nearest.ts";
import type { CliError } from "../values/errors.ts";
import { type CommandName, commandNames, type Flag, flags } from "./flags.ts";
import { checkOptions, type Given, refreshOptions, setupOptions, usage } from "./options.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "setup"; readonly options: SetupOptions }
  | { readonly kind: "refresh"; readonly options: RefreshOptions }
  | { readonly kind: "check"; readonly options: CheckOptions };

/**
 * Reads argv without the program's own name.
 * @param version this tool's, which schedules and SARIF name
 * @throws CliError `usage` with the flag's name and, where one is near, what was meant.
 */
export function readArgs(argv: readonly string[], version: string): Invocation {
  const given = readTokens(argv);
  if (given.switches.has("help")) return { kind: "help" };
  if (given.switches.has("version")) return { kind: "version" };
  const [first, ...rest] = given.positionals;
  const named = commandNames.find((name) => name === first);
  const command = named ?? "setup";
  const projects = named === undefined ? given.positionals : rest;
  refuseForeignFlags(command, given);
  refuseClashes(given);
  if (command === "setup") return { kind: command, options: setupOptions(projects, given, version) };
  if (command === "refresh") return { kind: command, options: refreshOptions(projects, given, version) };
  return { kind: command, options: checkOptions(projects, given, version) };
}

function readTokens(argv: readonly string[]): Given {
  const options = Object.fromEntries(
    flags.map(({ name, value, short }) => [
      name,
      { type: value === null ? ("boolean" as const) : ("string" as const), ...(short ? { short } : {}) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const values = new Map<string, readonly string[]>();
  const switches = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find((known) => known.name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName);
    if (flag.value === null) {
      if (token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
      switches.add(flag.name);
    } else {
      const before = values.get(flag.name) ?? [];
      if (before.length > 0 && !flag.repeatable) throw usage(`${token.rawName} is given twice.`);
      values.set(flag.name, [...before, textOf(flag, token.rawName, token.value)]);
    }
  }
  return { values, switches, positionals };
}

function textOf(flag: Flag, rawName: string, value: string | undefined): string {
  // `--image --yes` is a forgotten value, never a value; `-` alone is stdin.
  if (value === undefined || value === "" || value.startsWith("--"))
    throw usage(`${rawName} needs a value: ${rawName} ${flag.value}`);
  return value;
}

/** A password may stand where a flag was misspelt, so only the flag's own name is repeated. */
function unknownFlag(rawName: string): CliError {
  const near = didYouMean(
    rawName,
    flags.map((flag) => `--${flag.name}`),
  );
  return usage(`There is no flag ${rawName}.`, near === null ? undefined : `Did you mean ${near}?`);
}

/** A flag of another command would be ignored, which nobody means. */
function refuseForeignFlags(command: CommandName, { values, switches }: Given): void {
  for (const name of [...values.keys(), ...switches]) {
    const flag = flags.find((known) => known.name === name);
    if (flag === undefined || flag.commands.includes(command)) continue;
    throw usage(`--${name} doesn't go with ${command}.`, `It goes with: ${flag.commands.join(", ")}.`);
  }
}

/** Standard input can be read once, and a credential has one source. */
function refuseClashes({ values, switches }: Given): void {
  const key = values.get("service-account-key")?.[0];
  const password = switches.has("password-stdin") ? ["--password-stdin"] : [];
  const sources = [
    ...password,
    ...(switches.has("from-docker") ? ["--from-docker"] : []),
    ...(key === undefined ? [] : ["--service-account-key"]),
  ];
  if (sources.length > 1)
    throw usage(`${sources.join(" and ")} don't go together.`, "Name one source for the credential.");
  const readers = [
    ...password,
    ...(switches.has("api-key-stdin") ? ["--api-key-stdin"] : []),
    ...(key === "-" ? ["--service-account-key -"] : []),
  ];
  if (readers.length > 1)
    throw usage(
      `${readers.join(" and ")} both read standard input.`,
      "Set BASETEN_API_KEY instead of --api-key-stdin.",
    );
}
