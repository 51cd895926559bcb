// Reads the command line: argv in, options or a usage error out.
import { parseArgs } from "node:util";
import { didYouMean } from "../text/nearest.ts";
import {
  type CheckOptions,
  type CommandName,
  commandNames,
  type Flag,
  flagOf,
  flags,
  type RefreshOptions,
  type SetupOptions,
} from "./flags.ts";
import {
  commandNamed,
  type Given,
  ownFlags,
  refuseClashes,
  refuseForeignFlags,
  refuseMistaken,
  refuseSecret,
  unknownFlag,
  usage,
} from "./usage.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help"; readonly command?: CommandName }
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
  const { given, positionals } = readTokens(argv);
  const [first, ...rest] = positionals;
  const named = commandNames.find((name) => name === first);
  if (first === "help") return help(rest[0] === "help" ? undefined : rest[0]);
  if (given.has("--help")) return help(named);
  if (given.has("--version")) return { kind: "version" };
  const command = named ?? "setup";
  const projects = named === undefined ? positionals : rest;
  refuseMistaken(command, named === undefined, projects);
  refuseForeignFlags(command, given);
  refuseClashes(command, given);
  const options = { ...optionsOf(command, given), version };
  // The table's types say the same as its values, which the compiler can't see.
  if (command !== "setup") {
    const several = { ...options, projects: projects.length === 0 ? ["."] : projects };
    return { kind: command, options: several } as unknown as Invocation;
  }
  const [project = ".", extra] = projects;
  if (extra !== undefined) throw usage(`setup takes one project, not "${project}" and "${extra}".`);
  return { kind: command, options: { ...options, project } } as unknown as Invocation;
}

const help = (text: string | undefined): Invocation =>
  text === undefined ? { kind: "help" } : { kind: "help", command: commandNamed(text) };

function readTokens(argv: readonly string[]): { given: Given; positionals: readonly string[] } {
  const options = Object.fromEntries(
    flags.map(([key, { value }]) => [
      flagOf(key).slice(2),
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const args = argv.map(withLongNames);
  // Node loads its reader of arguments only when it is called.
  const { tokens } =
    args.length === 0
      ? { tokens: [] as never[] }
      : parseArgs({ args: args.flat(), options, strict: false, tokens: true });
  const given = new Map<string, readonly string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(([key]) => flagOf(key) === token.rawName)?.[1];
    if (flag === undefined) throw unknownFlag(token.rawName);
    if (flag.value === undefined) {
      if (token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
      given.set(token.rawName, []);
    } else {
      const text = textOf(flag, token.rawName, token.value);
      given.set(token.rawName, [...(given.get(token.rawName) ?? []), text]);
    }
  }
  return { given, positionals };
}

/** `-qy` as `--quiet --yes`; parseArgs knows one letter a flag only. A letter that isn't one stays. */
function withLongNames(arg: string): readonly string[] {
  const letters = /^-([A-Za-z]+)$/.exec(arg)?.[1];
  if (letters === undefined) return [arg];
  const names = [...letters].map((letter) => flags.find(([, { shorts }]) => shorts?.includes(letter)));
  return names.every((found) => found !== undefined) ? names.map(([key]) => flagOf(key)) : [arg];
}

function textOf(flag: Flag, rawName: string, value: string | undefined): string {
  // `--image --yes` is a forgotten value, never a value; `-` alone is stdin.
  if (value === undefined || value === "" || value.startsWith("--"))
    throw usage(`${rawName} needs a value: ${rawName} ${flag.value}`);
  refuseSecret(rawName, value);
  return value;
}

/** The options of a command as the table says them, those not given too. */
function optionsOf(command: CommandName, given: Given): object {
  const own = new Map(ownFlags(command, given).map(({ key, texts }) => [key, texts]));
  const taken = flags.filter(([, flag]) => flag.on.includes(command) && !flag.global);
  const pairs = taken.map(([key, flag]) => [key, optionOf(flag, flagOf(key), own.get(key))] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

function optionOf(flag: Flag, name: string, texts: readonly string[] | undefined): unknown {
  if (flag.byAccount) return profilesByAccount(name, texts ?? []);
  if (flag.value === undefined) return (texts !== undefined) !== (flag.negated ?? false);
  const [text, another] = texts ?? [];
  if (another !== undefined) throw usage(`${name} is given twice.`);
  if (text === undefined) return flag.default;
  return flag.of === undefined ? text : oneOf(name, text, flag.of);
}

function oneOf(name: string, text: string, known: readonly string[]): string {
  const found = known.find((id) => id === text.toLowerCase());
  if (found !== undefined) return found;
  const near = didYouMean(text.toLowerCase(), known);
  throw usage(
    `${name} doesn't know "${text}".`,
    `${near === null ? "" : `Did you mean ${near}? `}It takes ${known.join(", ")}.`,
  );
}

/** `prod` is for every account; `123456789012=prod` for that one. */
function profilesByAccount(name: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const profiles = new Map<string, string>();
  for (const text of texts) {
    const [, account = "*", profile = text] = /^(\d{12})=(.+)$/.exec(text) ?? [];
    if (profiles.has(account)) throw usage(`${name} names two profiles for the same account.`);
    profiles.set(account, profile);
  }
  return profiles;
}
