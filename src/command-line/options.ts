// Turns the flags as given into the options of each command.

import type {
  CheckOptions,
  FindingFormat,
  RefreshOptions,
  ScheduleId,
  SetupOptions,
  Store,
} from "../flow.ts";
import type { Values } from "../mechanisms/types.ts";
import { type RegistryId, registryIds } from "../registries/index.ts";
import { type MethodId, methodIds } from "../registries/types.ts";
import { didYouMean } from "../text/nearest.ts";
import { CliError } from "../values/errors.ts";

/** The flags as given; a flag that may be repeated has several values. */
export interface Given {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly switches: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

const stores: readonly Store[] = ["baseten", "print", "none"];
const schedules: readonly ScheduleId[] = ["github-actions", "cron", "kubernetes"];
const formats: readonly FindingFormat[] = ["text", "github", "sarif"];

/** A usage error; without a hint it points at the help. */
export const usage = (message: string, hint?: string): CliError =>
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

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The values of the flags named, under their camel-cased names; those not given are left out. */
function texts<K extends string>(
  { values }: Given,
  names: readonly string[],
): { readonly [P in K]?: string } {
  const pairs = names.flatMap((name) => {
    const value = values.get(name)?.[0];
    return value === undefined ? [] : [[camel(name), value]];
  });
  return Object.fromEntries(pairs);
}

/** Like `texts` for one flag that takes one of a closed list. */
function choice<K extends string, T extends string>(
  { values }: Given,
  name: K,
  known: readonly T[],
): { readonly [P in K]?: T } {
  const value = values.get(name)?.[0];
  return (value === undefined ? {} : { [name]: oneOf(`--${name}`, value, known) }) as { [P in K]?: T };
}

const common = ({ switches }: Given) => ({
  apiKeyStdin: switches.has("api-key-stdin"),
  json: switches.has("json"),
  yes: switches.has("yes"),
  quiet: switches.has("quiet"),
});

/** @throws CliError `usage` for several projects or a value that isn't known. */
export function setupOptions(projects: readonly string[], given: Given, version: string): SetupOptions {
  const [project = ".", extra] = projects;
  if (extra !== undefined) throw usage(`setup takes one project, not "${project}" and "${extra}".`);
  if ((given.values.get("aws-profile") ?? []).length > 1) throw usage("--aws-profile is given twice.");
  const { switches } = given;
  const named = [
    ...["image", "aws-profile", "access-key-id-secret", "secret-access-key-secret", "secret-name"],
    ...["service-account-key", "aws-role-arn", "aws-region", "gcp-service-account", "username"],
    ...["workload-identity-provider", "impersonate-service-account", "remote", "team"],
  ];
  return {
    project,
    version,
    ...texts<keyof Values | "image" | "serviceAccountKey" | "remote" | "team">(given, named),
    ...choice<"registry", RegistryId>(given, "registry", registryIds),
    ...choice<"method", MethodId>(given, "method", methodIds),
    ...choice(given, "store", stores),
    passwordStdin: switches.has("password-stdin"),
    fromDocker: switches.has("from-docker"),
    verify: !switches.has("no-verify"),
    dryRun: switches.has("dry-run"),
    ...common(given),
  };
}

const projectsOptions = (projects: readonly string[], given: Given) => ({
  projects: projects.length === 0 ? ["."] : projects,
  recursive: given.switches.has("recursive"),
  awsProfiles: profilesByAccount(given.values.get("aws-profile") ?? []),
  ...texts<"impersonateServiceAccount" | "remote" | "team" | "output">(given, [
    "impersonate-service-account",
    "remote",
    "team",
    "output",
  ]),
  ...common(given),
});

/** `prod` is for every account; `123456789012=prod` for that one. */
function profilesByAccount(texts: readonly string[]): ReadonlyMap<string, string> {
  const profiles = new Map<string, string>();
  for (const text of texts) {
    const [, account = "*", profile = text] = /^(\d{12})=(.+)$/.exec(text) ?? [];
    if (profiles.has(account)) throw usage("--aws-profile names two profiles for the same account.");
    profiles.set(account, profile);
  }
  return profiles;
}

export const refreshOptions = (
  projects: readonly string[],
  given: Given,
  version: string,
): RefreshOptions => ({
  ...projectsOptions(projects, given),
  ...choice(given, "schedule", schedules),
  verify: !given.switches.has("no-verify"),
  dryRun: given.switches.has("dry-run"),
  version,
});

export const checkOptions = (projects: readonly string[], given: Given, version: string): CheckOptions => ({
  ...projectsOptions(projects, given),
  online: given.switches.has("online"),
  fix: given.switches.has("fix"),
  strict: given.switches.has("strict"),
  format: choice(given, "format", formats).format ?? "text",
  version,
});
