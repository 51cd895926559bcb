// Everything foreign enters here: child processes, files, the network, the person, the clock.
// The rest of the program sees only these interfaces, so a test replaces the world by a value.
import type { Secret } from "../values/secret.ts";

/** A program to run. Secrets fit in `env` and `input`; the type keeps them out of `args`. */
export interface Command {
  readonly file: "aws" | "gcloud" | "az" | "baseten" | "truss" | `docker-credential-${string}`;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | Secret>>;
  readonly input?: string | Secret;
  /** Milliseconds; 30,000 unless said. */
  readonly timeoutMs?: number;
}

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

export type Exec = (command: Command) => Promise<ExecResult>;

/** The file system, as far as this tool uses it. Paths are absolute. */
export interface Files {
  /** The bytes; null when there is no such file. Follows links. */
  read(path: string): Promise<Uint8Array | null>;
  /** What is there; null when nothing is. */
  kind(path: string): Promise<"file" | "folder" | "other" | null>;
  /** Names in a folder; empty when there is none. */
  list(
    path: string,
  ): Promise<readonly { readonly name: string; readonly kind: "file" | "folder" | "other" }[]>;
  /**
   * Replaces the file atomically: a temporary file beside it, fsync, rename. A link's target is replaced,
   * not the link; the mode is kept. `expected` is what must still be there (null: nothing).
   * @returns `changed` when something else is there now; then nothing was written.
   * @throws the system's error when the folder or file may not be written.
   */
  replace(path: string, expected: Uint8Array | null, bytes: Uint8Array): Promise<"written" | "changed">;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** One line under the list while the choice is highlighted. */
  readonly description?: string;
  readonly short?: string;
}

/** The prompts. A cancelled one rejects with CliError `interrupted`, one that Esc left with `Back`. */
export interface Prompter {
  select<T>(ask: { message: string; choices: readonly Choice<T>[]; default?: T }): Promise<T>;
  /** A list to search by typing; what was typed may be taken as it is when `other` makes a value of it. */
  search(ask: { message: string; choices: readonly Choice<string>[]; other?: boolean }): Promise<string>;
  input(ask: {
    message: string;
    default?: string;
    /** Put the default into the line, to be edited. */
    prefill?: boolean;
    problem?: (value: string) => string | null;
  }): Promise<string>;
  password(ask: { message: string; problem?: (value: string) => string | null }): Promise<Secret>;
  /** Several lines, none shown; ends when `complete` says so, or with an empty line. */
  paste(ask: {
    message: string;
    complete: (text: string) => boolean;
    problem?: (value: string) => string | null;
  }): Promise<Secret>;
  confirm(ask: { message: string; default: boolean }): Promise<boolean>;
}

/** Where words go. stdout carries only the result; everything else goes to stderr. */
export interface Terminal {
  /** Whether colour is wanted on stderr. */
  readonly colour: boolean;
  readonly columns: number;
  /** The text dimmed, where colour is wanted. */
  dim(text: string): string;
  /** The result, on stdout, as it is. */
  result(text: string): void;
  /** A line of narration, on stderr; `whole` keeps it on one line, so that a command in it can be copied. */
  say(line?: string, whole?: "whole"): void;
  /** A line that a question is about, on stderr; with --quiet too, where somebody is asked. */
  show(line?: string): void;
  /** Shows a spinner on stderr while the work takes longer than 300 ms. The last line is up to the caller. */
  progress<T>(label: string, work: Promise<T>): Promise<T>;
}

export interface World {
  readonly exec: Exec;
  readonly files: Files;
  readonly fetch: typeof fetch;
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
  readonly now: () => Date;
  /** Waits so many ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** A world with somebody to ask. */
export type InteractiveWorld = World & { readonly prompter: Prompter };
