// What is said of a command's failure that is known by a fragment of its output.
import type { ErrorCode } from "../values/errors.ts";

/** What a sentence may tell of the command that failed. */
export interface FailureFacts {
  readonly profile: string | null;
  /** ` --profile prod`, to be put behind a command; empty without a profile. */
  readonly withProfile: string;
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
}
