// One error type for everything a user may meet: what failed, and what to do next.

/** Exit codes, the same numbers as baseten-cli's. https://github.com/basetenlabs/baseten-cli */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130;

const exitCodes = {
  internal: 1,
  "cli-missing": 1,
  "cli-failed": 1,
  "cli-timeout": 1,
  "output-lost": 1,
  usage: 2,
  "missing-flag": 2,
  "not-signed-in": 3,
  "access-denied": 3,
  "pull-denied": 3,
  "api-key-missing": 3,
  "api-key-rejected": 3,
  "config-not-found": 4,
  "file-not-found": 4,
  "team-not-found": 4,
  "api-not-found": 4,
  "file-unreadable": 5,
  "invalid-config": 5,
  "config-changed": 5,
  "config-unwritable": 5,
  "invalid-credential": 5,
  "invalid-value": 5,
  "invalid-image": 5,
  "registry-mismatch": 5,
  "api-refused": 5,
  "api-unavailable": 6,
  interrupted: 130,
} as const satisfies Record<string, ExitCode>;

/** The closed union of what can go wrong; each code is stable, for scripts. */
export type ErrorCode = keyof typeof exitCodes;

/** The exit code of an error code. */
export const exitCodeOf = (code: ErrorCode): ExitCode => exitCodes[code];

export interface CliErrorDetails {
  /** What to do next: a command to run or a page to open. */
  readonly hint?: string;
  /** A block of YAML to paste, when the file could not be edited safely. */
  readonly paste?: string;
  /** The command that signs in again, when that is what it takes; it may ask, or open a browser. */
  readonly signIn?: SignInCommand;
  readonly cause?: unknown;
}

/** A program and what it is told, to be run in the person's own terminal. */
export interface SignInCommand {
  readonly file: "aws" | "gcloud" | "az";
  readonly args: readonly string[];
}

/**
 * A failure with a sentence for the user. `message` says what failed, `hint` the next step.
 * Neither may hold a secret, nor another program's arguments or output.
 */
export class CliError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly paste: string | undefined;
  readonly signIn: SignInCommand | undefined;

  constructor(code: ErrorCode, message: string, details: CliErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "CliError";
    this.code = code;
    this.hint = details.hint;
    this.paste = details.paste;
    this.signIn = details.signIn;
  }
}

/** Ctrl+C, wherever it was pressed: exit 130, without a sentence. */
export const interrupted = (): CliError => new CliError("interrupted", "Stopped. Nothing was changed.");

/** The failure when a value is needed and nobody can be asked. `flag` may be two: `--a and --b`. */
export const missingFlag = (flag: string, what: string): CliError =>
  new CliError("missing-flag", `${flag} ${flag.includes(" and ") ? "are" : "is"} missing: ${what}`, {
    hint: `Add ${flag}, or run it on a terminal without --yes and --json to be asked.`,
  });

/** Esc at a question: the one before it is asked again. At the first there is nothing to go back to. */
export class Back extends Error {
  constructor() {
    super("Back to the question before.");
    this.name = "Back";
  }
}
