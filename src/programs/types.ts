// What a program of this machine gives, and what is said when it fails. Commands are values; only world/ performs.
import type { ErrorCode } from "../values/errors.ts";
import type { BasicCredential, Secret } from "../values/secret.ts";
import type { Command } from "../world/types.ts";
import type { AwsSignIn } from "./aws/profiles.ts";

/** One way to fetch a credential by a CLI that may be on the machine. */
export interface Attempt {
  readonly command: Command;
  /**
   * Reads the command's output. `now` is for lifetimes that the output doesn't state.
   * Null when the output is not what the CLI is known to print.
   * @throws CliError `registry-mismatch` when it is a credential for another registry.
   */
  readonly read: (stdout: Secret, now: Date) => BasicCredential | null;
}

/** A command that tells one thing about the machine's sign-in; null when it knows nothing. */
export interface Probe<T = string> {
  readonly command: Command;
  readonly read: (stdout: Secret) => T | null;
}

/** What a listing may need to know. */
export interface ListingValues {
  readonly region?: string;
  readonly project?: string;
  readonly awsProfile?: string;
}

/** How to list the repositories that exist, for a project that names no image yet. */
export interface Listing {
  /** Tells the project that `command` needs. */
  readonly context?: Probe;
  /** Null while a value it can't do without is missing. */
  readonly command: (values: ListingValues) => Command | null;
  /** What follows a listed name: `:` where it is an image without its tag, `/` where images are in it. */
  readonly suffix: ":" | "/";
  /** Reads `host/path` of each; empty when the output is not what the CLI is known to print. */
  readonly read: (stdout: Secret) => readonly string[];
}

/** How aws comes by the credentials of a command. */
export interface SigningIn {
  readonly how: AwsSignIn | "environment" | "web identity";
  /** The profile to name when signing in, a role's source among them; null where none has to be named. */
  readonly profile: string | null;
}

/** What a sentence may tell of the command that failed. */
export interface FailureFacts {
  readonly profile: string | null;
  /** ` --profile prod`, to be put behind a command; empty without a profile. */
  readonly withProfile: string;
  /** Null where it isn't known. */
  readonly signsIn: SigningIn | null;
  /** ` --profile prod` for the profile that signs in; empty where none has to be named. */
  readonly withSource: string;
  /** Whether the command was given the user's own key. */
  readonly ownKey: boolean;
  /** The first two words behind the program, such as `ecr get-authorization-token`. */
  readonly action: string;
  readonly serviceAccount: string | null;
  readonly project: string | null;
  readonly name: string | null;
  readonly user: string | null;
}

export type Sentence = (facts: FailureFacts) => string;

/** One failure that is known. Any fragment is enough, in any case, anywhere in what was printed. */
export interface KnownFailure {
  readonly fragments: readonly string[];
  /** An exit code that alone tells it. */
  readonly exitCode?: number;
  readonly code: ErrorCode;
  readonly message: Sentence;
  readonly hint: Sentence;
  /** What the program is told to sign in again, where that is the remedy. */
  readonly signIn?: (facts: FailureFacts) => readonly string[] | null;
}

/** A wrong clock, for whoever `by` is: what is signed is then refused, whatever the credential. */
export const wrongClock = (by: string): Pick<KnownFailure, "code" | "message" | "hint"> => ({
  code: "cli-failed",
  message: () => `This machine's clock is wrong, so ${by} refuses what is signed with it.`,
  hint: () => "Set it right, then run this again. It says now: date -u",
});

/** A certificate that a program doesn't trust. */
export const foreignCertificate = (
  program: string,
  hint: string,
): Pick<KnownFailure, "code" | "message" | "hint"> => ({
  code: "cli-failed",
  message: () =>
    `${program} doesn't trust the certificate it is shown; a company's proxy often shows its own.`,
  hint: () => hint,
});
