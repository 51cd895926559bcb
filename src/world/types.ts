// Everything foreign enters here: child processes, files, the network, the person, the clock.
// The rest of the program sees only these interfaces, so a test replaces the world by a value.
import type { SignInCommand } from "../values/errors.ts";
import type { Fetch } from "../values/network.ts";
import type { Secret } from "../values/secret.ts";

/** A program to run. Secrets fit in `env` and `input`; the type keeps them out of `args`. */
export interface Command {
  readonly file:
    | "aws"
    | "gcloud"
    | "az"
    | "doctl"
    | "gh"
    | "truss"
    | "baseten"
    | Clipboard
    | `docker-credential-${string}`;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | Secret>>;
  readonly input?: string | Secret;
  /** Milliseconds; 30,000 unless said. */
  readonly timeoutMs?: number;
}

/** A command that can be told from another by its parts: a Secret's value can't be looked at. */
export type PlainCommand = Omit<Command, "env" | "input"> & {
  readonly env?: Readonly<Record<string, string>>;
};

/** The programs that put their input on the clipboard. */
type Clipboard = "pbcopy" | "clip.exe" | "wl-copy" | "xsel";

/** How a command ended. `stdout` may hold a credential, so it is wrapped at birth. */
export type ExecResult =
  | { readonly status: "ok"; readonly stdout: Secret }
  | {
      readonly status: "failed";
      readonly exitCode: number | null;
      readonly stdout: Secret;
      readonly stderr: string;
    }
  | { readonly status: "missing" }
  | { readonly status: "timeout" };

/** Runs a command. `stop` ends it; nothing it printed counts then, and it is told as a `timeout`. */
export type Exec = (command: Command, stop?: AbortSignal) => Promise<ExecResult>;

/**
 * The file system, as far as this tool uses it. Paths are absolute. Only regular files are opened or replaced.
 * Every method throws a CliError for the system's troubles: `file-unreadable`, `config-unwritable`.
 */
export interface Files {
  /** The bytes; null when there is no such file. Follows links. `listed`: `list` has just said that it is a file. */
  read(path: string, known?: { readonly listed?: boolean }): Promise<Uint8Array | null>;
  /** Like `read`, but a pipe is read too, as far as a megabyte and as long as something comes. */
  receive(path: string): Promise<Uint8Array | null>;
  /** What is there; null when nothing is. */
  kind(path: string): Promise<"file" | "folder" | "other" | null>;
  /** Names in a folder, sorted; empty when there is none. */
  list(
    path: string,
  ): Promise<readonly { readonly name: string; readonly kind: "file" | "folder" | "other" }[]>;
  /** Makes a folder, and those above it, where they aren't there. @throws CliError `config-unwritable` */
  makeFolder(path: string): Promise<void>;
  /**
   * Replaces the file atomically: a temporary file beside it, fsync, rename. A link's target is replaced,
   * not the link; the mode is kept. `expected` is what must still be there (null: nothing).
   * @returns `changed` when something else is there now; then nothing was written.
   * @throws CliError `config-unwritable` when the folder or file may not be written.
   */
  replace(path: string, expected: Uint8Array | null, bytes: Uint8Array): Promise<"written" | "changed">;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** A half-line beside the name. */
  readonly description?: string;
  readonly short?: string;
}

/** What every question has. */
interface Ask {
  readonly message: string;
  /** Stands dimmed below the question until it is answered: where the answer comes from, and the page. */
  readonly why?: string;
}

/** A sentence why an answer can't be right, or null. */
type Problem = string | null;

/** The prompts. A cancelled one rejects with CliError `interrupted`, one that Esc left with `Back`. */
export interface Prompter {
  select<T>(
    ask: Ask & {
      choices: readonly Choice<T>[];
      default?: T;
      /** Takes the question off the screen, as if it had never been there; it rejects with `interrupted`. */
      takenBack?: AbortSignal;
    },
  ): Promise<T>;
  /** A list to search by typing; what was typed may be taken as it is when `other` makes a value of it. */
  search(ask: Ask & { choices: readonly Choice<string>[]; other?: boolean }): Promise<string>;
  /** A line in sight. What can't be right stays in it, with the problem below. */
  input(
    ask: Ask & {
      default?: string;
      /** Put the default into the line, to be edited. */
      prefill?: boolean;
      problem?: (value: string) => Problem | Promise<Problem>;
    },
  ): Promise<string>;
  /** A line of which only the size is shown. */
  password(ask: Ask & { problem?: (value: string) => Problem }): Promise<Secret>;
  /** A text that may hold a secret; what of it isn't one is shown as in `input`. */
  paste(
    ask: Ask & {
      default?: string;
      /** The beginning that may be shown; all of it where none is a secret. */
      sight: (text: string) => string;
      /** Whether a line more is to come. An empty one ends it. */
      unfinished?: (text: string) => boolean;
      problem?: (value: string) => Problem | Promise<Problem>;
    },
  ): Promise<Secret>;
  confirm(ask: { message: string; default: boolean }): Promise<boolean>;
}

/** Where words go. stdout carries only the result; everything else goes to stderr. */
export interface Terminal {
  /** Whether colour is wanted on stderr. */
  readonly colour: boolean;
  readonly columns: number;
  /** How a person reads the result; null where stdout is a file, a pipe or for a program. */
  readonly page: { readonly colour: boolean; readonly columns: number } | null;
  /** The text dimmed, where colour is wanted. */
  dim(text: string): string;
  /** The result, on stdout, as it is. A reader that has gone is no failure. @throws CliError `output-lost` */
  result(text: string): Promise<void>;
  /** A value that is nowhere else, on stdout. @throws CliError `output-lost` when it could not be written. */
  deliver(text: string): Promise<void>;
  /** A line of narration, on stderr; `whole` keeps it on one line, so that a command in it can be copied. */
  say(line?: string, whole?: "whole"): void;
  /** A line that a question is about, on stderr; with --quiet too, where somebody is asked. */
  show(line?: string): void;
  /** Takes lines that were shown last off the screen. */
  takeBack(lines: readonly string[]): void;
  /**
   * Asks the terminal to put a value on its clipboard; over SSH that is the person's own. It doesn't say whether it did.
   * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands (52)
   */
  copy(value: Secret): void;
  /** Shows a spinner on stderr while the work takes longer than 300 ms. The last line is up to the caller. */
  progress<T>(label: string, work: Promise<T>): Promise<T>;
}

export interface World {
  readonly exec: Exec;
  /**
   * Runs a program in the person's own terminal, where it may ask: a sign-in. Whether it ended well.
   * @throws CliError `interrupted`
   */
  readonly attend: (command: SignInCommand) => Promise<boolean>;
  readonly files: Files;
  readonly fetch: Fetch;
  /** Null without a terminal, in CI and with --json: then nothing is ever asked. */
  readonly prompter: Prompter | null;
  readonly terminal: Terminal;
  /** Standard input to its end; null on a terminal. Fails with `usage` when it doesn't end in time. */
  readonly readStdin: () => Promise<Secret>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths. */
  readonly cwd: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The user's number; null on Windows. */
  readonly uid: number | null;
  readonly now: () => Date;
  /** Waits so many ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** A world with somebody to ask. */
export type InteractiveWorld = World & { readonly prompter: Prompter };

/** The lines that will be shown first, and the question after them. */
export interface Ahead {
  readonly lines: readonly string[];
  readonly question: Parameters<Prompter["select"]>[0];
}
