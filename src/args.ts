// Reads the command line: argv in, options or a usage error out.
import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { CliError } from "./errors.ts";
import { type Flag, flags } from "./flags.ts";
import type { SetupOptions, Store } from "./flow.ts";
import { type MethodId, methodIds, type RegistryId, registryIds } from "./registries/types.ts";

export const commandNames = ["setup"] as const;
export type CommandName = (typeof commandNames)[number];

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "setup"; readonly options: SetupOptions };

const stores: readonly Store[] = ["baseten", "print", "none"];

/** `did you mean --x?` when something known is near; null otherwise. */
export function didYouMean(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const best = closest(given, known);
  const shared = [...best].filter((letter) => given.includes(letter)).length;
  return shared >= best.length / 2 ? best : null;
}

const usage = (message: string, hint?: string): CliError =>
  new CliError("usage", message, { hint: hint ?? "create-registry-auth --help lists the flags." });

function oneOf<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((id) => id === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, known);
  throw usage(
    `${flag} doesn't know "${value}".`,
    `${near === null ? "" : `Did you mean ${near}? `}It takes ${known.join(", ")}.`,
  );
}

interface Read {
  readonly text: ReadonlyMap<string, string>;
  readonly set: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

function readTokens(argv: readonly string[]): Read {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      flags.map((flag) => [
        flag.name,
        { type: flag.value === null ? "boolean" : "string", ...(flag.short ? { short: flag.short } : {}) },
      ]),
    ) as Record<string, { type: "boolean" | "string"; short?: string }>,
    strict: false,
    tokens: true,
  });
  const text = new Map<string, string>();
  const set = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find((known) => known.name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName);
    if (flag.value === null) {
      if (token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
      set.add(flag.name);
    } else {
      if (text.has(flag.name)) throw usage(`${token.rawName} is given twice.`);
      text.set(flag.name, textOf(flag, token.rawName, token.value));
    }
  }
  return { text, set, positionals };
}

function textOf(flag: Flag, rawName: string, value: string | undefined): string {
  if (value === undefined || value === "") throw usage(`${rawName} needs a value: ${rawName} ${flag.value}`);
  // `--image --yes` is a forgotten value, never a value; `-` alone is stdin.
  if (value.startsWith("--")) throw usage(`${rawName} needs a value: ${rawName} ${flag.value}`);
  return value;
}

function unknownFlag(rawName: string): CliError {
  const near = didYouMean(
    rawName,
    flags.map((flag) => `--${flag.name}`),
  );
  // A password may stand where a flag was misspelt, so only the flag's own name is repeated.
  return usage(`There is no flag ${rawName}.`, near === null ? undefined : `Did you mean ${near}?`);
}

/**
 * Reads argv without the program's own name.
 * @throws CliError `usage` with the flag's name and, where one is near, what was meant.
 */
export function readArgs(argv: readonly string[]): Invocation {
  const { text, set, positionals } = readTokens(argv);
  if (set.has("help")) return { kind: "help" };
  if (set.has("version")) return { kind: "version" };
  const [first, ...rest] = positionals;
  const named = commandNames.find((name) => name === first);
  const projects = named === undefined ? positionals : rest;
  const [project = ".", extra] = projects;
  if (extra !== undefined) throw usage(`setup takes one project, not "${project}" and "${extra}".`);
  refuseClashes(text, set);
  return { kind: "setup", options: setupOptions(project, text, set) };
}

function setupOptions(
  project: string,
  text: ReadonlyMap<string, string>,
  set: ReadonlySet<string>,
): SetupOptions {
  const optional = <K extends string, V>(key: K, flag: string, read?: (value: string) => V) => {
    const value = text.get(flag);
    return (value === undefined ? {} : { [key]: read ? read(value) : value }) as { [P in K]?: V };
  };
  return {
    project,
    ...optional("registry", "registry", (id): RegistryId => oneOf("--registry", id, registryIds)),
    ...optional("method", "method", (id): MethodId => oneOf("--method", id, methodIds)),
    ...optional<"image", string>("image", "image"),
    ...optional<"awsProfile", string>("awsProfile", "aws-profile"),
    ...optional<"accessKeyIdSecret", string>("accessKeyIdSecret", "access-key-id-secret"),
    ...optional<"secretAccessKeySecret", string>("secretAccessKeySecret", "secret-access-key-secret"),
    ...optional<"secretName", string>("secretName", "secret-name"),
    ...optional<"serviceAccountKey", string>("serviceAccountKey", "service-account-key"),
    ...optional<"awsRoleArn", string>("awsRoleArn", "aws-role-arn"),
    ...optional<"awsRegion", string>("awsRegion", "aws-region"),
    ...optional<"gcpServiceAccount", string>("gcpServiceAccount", "gcp-service-account"),
    ...optional<"workloadIdentityProvider", string>("workloadIdentityProvider", "workload-identity-provider"),
    ...optional<"impersonateServiceAccount", string>(
      "impersonateServiceAccount",
      "impersonate-service-account",
    ),
    ...optional<"username", string>("username", "username"),
    ...optional("store", "store", (where): Store => oneOf("--store", where, stores)),
    ...optional<"remote", string>("remote", "remote"),
    ...optional<"team", string>("team", "team"),
    passwordStdin: set.has("password-stdin"),
    fromDocker: set.has("from-docker"),
    apiKeyStdin: set.has("api-key-stdin"),
    verify: !set.has("no-verify"),
    dryRun: set.has("dry-run"),
    json: set.has("json"),
    yes: set.has("yes"),
    quiet: set.has("quiet"),
  };
}

/** Standard input can be read once, and a credential has one source. */
function refuseClashes(text: ReadonlyMap<string, string>, set: ReadonlySet<string>): void {
  const sources = [
    set.has("password-stdin") ? "--password-stdin" : null,
    set.has("from-docker") ? "--from-docker" : null,
    text.has("service-account-key") ? "--service-account-key" : null,
  ].filter((name) => name !== null);
  if (sources.length > 1)
    throw usage(`${sources.join(" and ")} don't go together.`, "Name one source for the credential.");
  const readers = [
    set.has("password-stdin") ? "--password-stdin" : null,
    set.has("api-key-stdin") ? "--api-key-stdin" : null,
    text.get("service-account-key") === "-" ? "--service-account-key -" : null,
  ].filter((name) => name !== null);
  if (readers.length > 1)
    throw usage(
      `${readers.join(" and ")} both read standard input.`,
      "Set BASETEN_API_KEY instead of --api-key-stdin.",
    );
}
