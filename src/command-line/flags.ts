// Which flags are there? One entry is all there is to say of a flag: options, parsing and help come from it.
import type { ValueKey } from "../mechanisms/types.ts";
import { registryIds } from "../registries/index.ts";
import { methodIds } from "../registries/types.ts";
import { dashed } from "../text/shell.ts";
import { type CommandName, commandNames, type Flag, type OptionsOf } from "./types.ts";

export { type CommandName, commandNames, type Flag } from "./types.ts";

const target = { group: "What to set up", on: ["setup"] } as const;
const ecr = { group: "Amazon ECR", on: ["setup"] } as const;
const google = { group: "Google Artifact Registry", on: ["setup"] } as const;
const user = { group: "A user and a token", on: ["setup"] } as const;
const secret = { group: "Where the secret goes", on: commandNames } as const;
const several = { group: "Refreshing and checking", on: ["refresh", "check"] } as const;
const run = { group: "How to run", on: commandNames } as const;

/** What a recipe may need is told by a flag of `setup`. */
type ValueFlag = Flag & { readonly on: readonly ["setup", ...CommandName[]]; readonly value: string };

// In the order of the help. A value of the recipes that has no entry here doesn't compile.
const table = {
  registry: { ...target, value: "<id>", of: registryIds, help: "where the image is:" },
  method: { ...target, value: "<id>", of: methodIds, help: "how Baseten signs in:" },
  image: { ...target, value: "<reference>", help: "set base_image.image" },
  pin: { ...target, help: "write the image's digest in place of its tag" },

  awsProfile: { ...ecr, value: "<name>", help: "the AWS profile to use" },
  awsProfiles: {
    ...ecr,
    on: ["refresh", "check"],
    name: "aws-profile",
    value: "<name>",
    byAccount: true,
    help: "the AWS profile, or <account>=<name> for each",
  },
  accessKeyIdSecret: { ...ecr, value: "<name>", help: "name of the access key id's secret" },
  secretAccessKeySecret: { ...ecr, value: "<name>", help: "name of the secret access key's secret" },
  awsRoleArn: { ...ecr, value: "<arn>", help: "the role that Baseten assumes" },
  awsRegion: { ...ecr, value: "<region>", help: "the registry's region; default: the image's" },

  /** A path; `-` is standard input. */
  serviceAccountKey: {
    ...google,
    value: "<file>",
    gives: "service-account-key",
    readsStdin: "-",
    help: "the JSON key; - is standard input",
  },
  secretName: { ...google, value: "<name>", help: "name of the service account key's secret" },
  gcpServiceAccount: { ...google, value: "<email>", help: "the service account (OIDC)" },
  workloadIdentityProvider: { ...google, value: "<resource>", help: "projects/…/providers/… (OIDC)" },
  impersonateServiceAccount: { ...google, on: commandNames, value: "<email>", help: "passed to gcloud" },

  username: { ...user, value: "<name>", help: "the registry user" },
  passwordStdin: { ...user, gives: "basic", readsStdin: true, help: "read the token from standard input" },
  fromDocker: { ...user, gives: "basic", help: "use what `docker login` stored" },

  grant: {
    ...target,
    value: "<how>",
    of: ["create", "shell", "terraform"],
    help: "make the missing role, user or account, or print how:",
  },
  organization: { ...target, value: "<id>", help: "Baseten's, for a role's trust" },

  store: {
    ...secret,
    on: ["setup"],
    value: "<where>",
    of: ["baseten", "print", "none"],
    help: "in Baseten, on standard output, nowhere:",
  },
  team: { ...secret, value: "<name>", help: "Baseten team" },
  remote: { ...secret, value: "<name>", help: "remote of ~/.trussrc or the baseten CLI" },
  apiKeyStdin: { ...secret, readsStdin: true, help: "read the Baseten API key from standard input" },

  recursive: { ...several, shorts: "r", help: "every Truss config.yaml below" },
  schedule: {
    ...several,
    on: ["refresh"],
    value: "<kind>",
    of: ["github-actions", "gitlab-ci", "cron", "kubernetes"],
    help: "print a schedule that renews:",
  },
  online: { ...several, on: ["check"], help: "also ask Baseten and the registry" },
  fix: { ...several, on: ["check"], help: "apply the fixes that edit config.yaml" },
  strict: { ...several, on: ["check"], help: "warnings fail too" },
  format: {
    ...several,
    on: ["check"],
    value: "<kind>",
    of: ["text", "github", "sarif"],
    default: "text",
    help: "what the findings are printed as:",
  },
  output: { ...several, value: "<file>", help: "write the schedule or SARIF there" },

  verify: { ...run, on: ["setup", "refresh"], name: "no-verify", negated: true, help: "skip the pull check" },
  dryRun: { ...run, on: ["setup", "refresh"], help: "only show what would be done" },
  json: { ...run, help: "one JSON document on standard output; no prompts" },
  yes: { ...run, shorts: "y", help: "take every default" },
  quiet: { ...run, shorts: "q", help: "only the result" },
  color: { ...run, name: "no-color", global: true, help: "no colour; NO_COLOR works too" },
  version: { ...run, shorts: "Vv", global: true, help: "print the version" },
  help: { ...run, shorts: "h", global: true, help: "print this help" },
} as const satisfies Readonly<Record<ValueKey, ValueFlag>> & Readonly<Record<string, Flag>>;

type Flags = typeof table;

/** The key of a flag's entry. */
export type FlagKey = keyof Flags;

/** Every flag under its key, in the order of the help. */
export const flags = Object.entries(table) as readonly [FlagKey, Flag][];

/** The flag as it is typed, such as `--aws-profile`, for use in messages. */
export function flagOf(key: FlagKey): `--${string}` {
  const { name }: Flag = table[key];
  return name === undefined ? dashed(key) : `--${name}`;
}

/** What the command line says to `setup`, after `args.ts` checked it. */
export interface SetupOptions extends OptionsOf<"setup", Flags> {
  /** A folder with config.yaml, or the file. */
  readonly project: string;
  /** This tool's exact version, for the schedule that is offered. */
  readonly version: string;
}

interface Several {
  /** Folders with config.yaml, or the files; never empty. */
  readonly projects: readonly string[];
  /** This tool's exact version, for the schedule or SARIF. */
  readonly version: string;
}

/** What the command line says to `refresh`. */
export interface RefreshOptions extends OptionsOf<"refresh", Flags>, Several {}

/** What the command line says to `check`. */
export interface CheckOptions extends OptionsOf<"check", Flags>, Several {}

export type ScheduleId = Flags["schedule"]["of"][number];
