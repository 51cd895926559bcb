// Types only; read this first. What each step makes of the one before:
// Situation → Answers → Obtained → Verdict → Plan → Applied. Each is readonly; a step makes a new value.

import type { SecretInfo, Team } from "./baseten/api.ts";
import type { CliSignIn } from "./baseten/baseten-cli.ts";
import type { Connection } from "./baseten/client.ts";
import type { Mentions } from "./config/mentions.ts";
import type { PythonFile } from "./config/python-files.ts";
import type { TrussConfig } from "./config/truss.ts";
import type { Warning } from "./distribution/result.ts";
import type { GrantPlan } from "./grant/read-grant.ts";
import type { Mechanism, Values } from "./mechanisms/types.ts";
import type { Method, Registry, Target } from "./registries/types.ts";
import type { CliError, ExitCode } from "./values/errors.ts";
import type { BasicCredential, Credential, Secret } from "./values/secret.ts";

export type {
  CheckOptions,
  RefreshOptions,
  ScheduleId,
  SetupOptions,
} from "./command-line/flags.ts";
export type { Verdict, Warning } from "./distribution/result.ts";

/** How a command ended, when nothing stopped it. */
export interface Outcome {
  /** For --json; the caller prints it. */
  readonly document: object;
  readonly exitCode: ExitCode;
  /** Takes back what was written: for when a value that is only in the document could not be printed. */
  readonly undo?: () => Promise<void>;
}

/** What Baseten told of the place where the secrets go. */
interface InBaseten {
  readonly team: Team | null;
  /** The secrets that are there already. */
  readonly existing: readonly SecretInfo[];
  /** The `--remote` that leads there again; null where none is needed. */
  readonly remote: string | null;
}

/** Where the secrets go, and what the plan screen needs to know about it. */
export type Destination =
  | (InBaseten & { readonly where: "baseten-api"; readonly connection: Connection })
  | (InBaseten & { readonly where: "baseten-cli"; readonly signIn: CliSignIn })
  /** A dry run contacts nobody. */
  | { readonly where: "baseten-dry"; readonly team: string | null }
  | { readonly where: "print" | "none" };

/** config.yaml as it was read. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** As to be shown: relative to where the command was started. */
  readonly shown: string;
  /** The bytes; null while there is no file. */
  readonly bytes: Uint8Array | null;
  readonly text: string;
}

/** What stands in the folder, before anything is asked. */
export interface Situation {
  readonly config: ConfigFile;
  readonly truss: TrussConfig;
  /** Why the file can't be edited safely; null when it can. */
  readonly refusal: CliError | null;
  /** Where the image is; null while none is known. */
  readonly found: { readonly registry: Registry; readonly target: Target } | null;
  /** The Chain's or training job's own Python in the folder. */
  readonly python: readonly PythonFile[];
  /** Secrets that config.yaml itself, or the code beside it, names; those stay. */
  readonly mentioned: Mentions;
}

/** What the person or the flags settled about the recipe. */
export interface Answers {
  readonly registry: Registry;
  readonly target: Target;
  readonly method: Method;
  /** The method's own, or its alias where the config has that. */
  readonly mechanism: Mechanism;
  readonly values: Values;
  /** A credential already in hand: typed, from stdin, a file or Docker. Null: fetched by CLI, or none. */
  readonly given: Given | null;
  /** The name of the secret that a training job beside config.yaml needs: the user and password in plain. */
  readonly training?: string;
  /** The account of the program that fetches the credential, where its files tell it. */
  readonly account?: string;
}

/** How a credential in hand was come by. */
export type Origin = "typed" | "stdin" | "file" | "docker" | "program" | "profile" | "environment" | "made";

/** A credential in hand. */
export interface Given {
  readonly credential: Credential;
  /** Where it came from, as `profile prod`; a file as it was named. */
  readonly from: string;
  readonly origin: Origin;
  /** Who signs in with it, where a program told: an ARN. */
  readonly who?: string;
  readonly warnings?: readonly Warning[];
}

/** What will be done, to be shown and then carried out. */
export interface Plan {
  readonly answers: Answers;
  /** What is made in the cloud first; null where nothing is. */
  readonly grant: GrantPlan | null;
  readonly destination: Destination;
  readonly config: {
    readonly file: ConfigFile;
    readonly text: string;
    readonly changed: boolean;
    /** Unified; empty when nothing changes. */
    readonly diff: string;
  };
  /** Names in Baseten; empty for OIDC. */
  readonly secrets: readonly PlannedSecret[];
  /** What Python needs, to be printed; null where the project has none. */
  readonly python: PythonPart | null;
  /** Whether secrets of these names are in Baseten already and stay as they are. */
  readonly keeps: boolean;
  /** Whether a credential is needed at all: to store or to verify. */
  readonly needsCredential: boolean;
  /** The commands that may run, as the user would type them. */
  readonly commands: readonly string[];
  readonly warnings: readonly Warning[];
}

/** What belongs into a Chain's or a training job's Python. */
export interface PythonPart {
  readonly text: string;
  readonly files: readonly PythonFile[];
  /** Whether Python alone names the image: then there is no config.yaml. */
  readonly alone: boolean;
}

export interface PlannedSecret {
  readonly name: string;
  /** The one it replaces; null when it is new or nobody asked Baseten. */
  readonly replaces: SecretInfo | null;
}

/** What is stored, and what proves it: the two differ for AWS_IAM and OIDC. */
export interface Obtained {
  readonly secrets: readonly { readonly name: string; readonly value: Secret }[];
  readonly signIn: BasicCredential | null;
  /** Why AWS refused the key; null when it didn't. */
  readonly refused: string | null;
  readonly expiresAt: Date | null;
  readonly warnings: readonly Warning[];
}

/** What was done. */
export interface Applied {
  readonly secrets: readonly StoredSecret[];
  readonly written: boolean;
}

export interface StoredSecret {
  readonly name: string;
  readonly stored: "baseten" | "printed" | "no";
  /** Only when printed. */
  readonly value?: Secret;
  readonly team: string | null;
  /** ISO 8601; null when it doesn't expire by itself. */
  readonly expiresAt: string | null;
}
