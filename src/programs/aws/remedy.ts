// What mends a sign-in of AWS that has ended? It depends on how the profile at hand signs in.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html
import type { FailureFacts, Sentence, SigningIn } from "../types.ts";

interface Remedy {
  readonly hint: string;
  /** What aws is told to sign in again, where that is the remedy. */
  readonly signIn: readonly string[] | null;
}

const told =
  (...words: readonly string[]) =>
  (profile: string | null, withProfile: string): Remedy => ({
    hint: `Sign in again: aws ${words.join(" ")}${withProfile}`,
    signIn: [...words, ...(profile === null ? [] : ["--profile", profile])],
  });

/** The remedy for each way of signing in; none for a key that doesn't end, or for nothing at all. */
const remedies: Partial<Record<SigningIn["how"], (profile: string | null, withProfile: string) => Remedy>> = {
  SSO: told("sso", "login"),
  "aws login": told("login"),
  program: (_, withProfile) => ({
    hint: `Sign in to the program that gives them. Which one: aws configure get credential_process${withProfile}`,
    signIn: null,
  }),
  "temporary key": (profile) => ({
    hint: `Put new ones into ~/.aws/credentials, under [${profile ?? "default"}]: id, secret and session token.`,
    signIn: null,
  }),
  environment: () => ({
    hint: "They are in the environment: set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or unset them.",
    signIn: null,
  }),
  "web identity": () => ({
    hint: "They come of AWS_WEB_IDENTITY_TOKEN_FILE: have a new token written there; in CI, run the job again.",
    signIn: null,
  }),
};

/** The remedy for whoever signs in; null where that isn't known, or has none of its own. */
export function remedyOf({ signsIn, withSource }: FailureFacts): Remedy | null {
  return signsIn === null ? null : (remedies[signsIn.how]?.(signsIn.profile, withSource) ?? null);
}

/** The hint that fits how the profile signs in, or else these words. */
export const fitting =
  (otherwise: Sentence): Sentence =>
  (facts) =>
    remedyOf(facts)?.hint ?? otherwise(facts);

/** What aws is told then. */
export const again = (facts: FailureFacts): readonly string[] | null => remedyOf(facts)?.signIn ?? null;
