// What does a pull check mean for the user? Pure: every sentence about a PullResult is here.

import { isRunnable } from "./manifest.ts";
import type { Denied, PullResult, Unreachable, UnsafeRealm, Verdict, Warning } from "./result.ts";

/** `team/whisper:3`, or with a digest `team/whisper@sha256:…`. */
const named = ({ repository, reference }: PullResult): string =>
  `${repository}${reference.includes(":") ? "@" : ":"}${reference}`;

/** What signed in, so that a refusal speaks of what the person can mend. */
export type SignIn =
  /** A user and a password that a person typed. */
  | "typed"
  /** The same, on standard input. */
  | "piped"
  /** A token that a program of this machine gave. */
  | "fetched"
  | "docker"
  | "access-key"
  | "service-account-key"
  /** Nobody told. */
  | "credential";

const refusals: Readonly<Record<SignIn, { readonly what: string; readonly next: string }>> = {
  typed: { what: "this user and password", next: "Check both, or make a new token." },
  piped: {
    what: "this user with the password on standard input",
    next: "Check both, or make a new token.",
  },
  fetched: { what: "the token that was fetched", next: "Sign in with an account that may pull." },
  docker: { what: "the credential that docker login stored", next: "Sign in again with docker login." },
  "access-key": { what: "the token of this access key", next: "Take the key of a user that may pull." },
  "service-account-key": {
    what: "this service account's key",
    next: "The key may be deleted or disabled: make a new one.",
  },
  credential: { what: "the credential", next: "Make a new one, or sign in again." },
};

/** A registry as people call it: Docker Hub's API is at a host that nobody types. */
const called = (host: string): string => (host === "registry-1.docker.io" ? "Docker Hub" : host);

/** What came of it and the next step, in one or two sentences. */
export function describePull(pull: PullResult, signIn: SignIn = "credential"): string {
  const result = { ...pull, host: called(pull.host) };
  switch (result.kind) {
    case "pulled":
      return result.anonymous
        ? `${named(result)} can be pulled without a credential.`
        : `${named(result)} can be pulled.`;
    case "denied":
      return describeDenied(result, signIn);
    case "rate-limited":
      return `${result.host} limits how often it may be asked. ${waiting(result.retryAfterSeconds)}`;
    case "unreachable":
      return describeUnreachable(result);
    case "unsafe-realm":
      return describeUnsafe(result);
    case "unknown-challenge":
      return `${result.host} doesn't offer to sign in with a user and password. Check that it is a registry that Docker can sign in to.`;
  }
}

function describeUnsafe({ host, problem, realm }: PullResult & UnsafeRealm): string {
  const where = {
    malformed: `${host} names no valid address to sign in at`,
    "not-https": `${host} asks to sign in at ${realm}, which isn't https`,
    "private-address": `${host} asks to sign in at ${realm}, which is a private address`,
  }[problem];
  return `${where}. No credential was sent there; ask who runs the registry to correct its token address.`;
}

const waiting = (seconds: number | null): string =>
  seconds === null || seconds === 0
    ? "Wait a few minutes, then try again."
    : `Wait ${seconds} seconds, then try again.`;

function describeDenied(result: PullResult & Denied, signIn: SignIn): string {
  const { host, repository } = result;
  if (result.cause === "not-found") return describeMissing(result);
  if (result.anonymous)
    return `${host} doesn't let anyone pull ${named(result)} without signing in. Give a credential that may read ${repository}.`;
  switch (result.cause) {
    case "credential":
      return `${host} doesn't accept ${refusals[signIn].what}. ${refusals[signIn].next}`;
    case "expired":
      return `The credential for ${host} has expired. Fetch a new one, then try again.`;
    case "access":
      return `${host} accepts the credential, but doesn't let it pull ${repository}. Check the name, and grant this user read access to it.`;
  }
}

function describeMissing(result: PullResult & Denied): string {
  const { host, repository, reference, tags } = result;
  if (tags === null)
    return `${host} finds no ${named(result)}. Check the name; a registry may also say so when this user has no access to it.`;
  const what = reference.includes(":") ? "image with this digest" : `tag ${reference}`;
  if (tags.length === 0) return `${repository} has no ${what}, nor any tags yet. Push the image first.`;
  return `${repository} has no ${what}. Tags that exist: ${tags.join(", ")}.`;
}

function describeUnreachable({ why, at: asked, detail }: Unreachable): string {
  const name = called(asked);
  // Behind a proxy or a firewall the host itself has to be let through.
  const at = name === asked ? asked : `${name} (${asked})`;
  const code = detail === null ? "" : ` (${detail})`;
  switch (why) {
    case "network":
      return `${at} can't be reached${code}. Check the host's name and your network.`;
    case "timeout":
      return `${at} didn't answer in time${code}. Try again, or check your network.`;
    case "proxy":
      return `The proxy didn't let the request to ${at} through${code}. Check HTTPS_PROXY and NO_PROXY.`;
    case "tls":
      return `The certificate of ${at} isn't trusted${code}. If your network uses its own authority, set NODE_EXTRA_CA_CERTS to its file.`;
    case "no-tls":
      return `${at} speaks no HTTPS that works${code}. Check the port in the image's name.`;
    case "status":
      return `${at} answered with HTTP status ${detail}. Try again later, or check that it is a registry.`;
    case "redirect":
      return `${at} redirects to another address, where no credential is sent. Use the registry's own host in the image.`;
    case "too-large":
      return `${at} sent a far larger answer than a registry does. Check that it is a registry.`;
    case "filtered":
      return `${at} doesn't let this machine in because of where it is, whatever the credential: a firewall, an allow list or a proxy. Baseten may be let in.`;
    case "own-token":
      return `${at} doesn't take the token that its own sign-in service just gave. The password is right; ask who runs the registry.`;
    case "malformed":
      return `${at} doesn't answer like a registry. Check the host's name, or sign in to your network.`;
  }
}

/**
 * The verdict of a pull check, and what to know besides.
 * Only a refusal is `denied`; what says nothing about the image leaves it `unverifiable`, and the run goes on.
 */
export function verdictOf(
  result: PullResult,
  signIn?: SignIn,
): {
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
} {
  if (result.kind !== "pulled") {
    const status = result.kind === "denied" ? "denied" : "unverifiable";
    return {
      verdict: { status, reason: describePull(result, signIn), platforms: [], size: null },
      warnings: [],
    };
  }
  const { platforms, size, anonymous } = result;
  const reason = anonymous ? describePull(result) : null;
  return {
    verdict: { status: "pulled", reason, platforms, size },
    warnings: [
      ...platformWarning(result, platforms),
      ...artifactWarning(result, result.artifact),
      ...untriedWarning(result),
    ],
  };
}

/** Images built on a Mac are for arm64 unless one says otherwise; Baseten's machines can't run them. */
function platformWarning(result: PullResult, platforms: readonly string[]): readonly Warning[] {
  if (platforms.length === 0 || platforms.some(isRunnable)) return [];
  const message = `${named(result)} is built for ${platforms.join(", ")}, and Baseten runs linux/amd64. Build it again with: docker build --platform linux/amd64`;
  return [{ code: "platform-missing", message }];
}

/** Charts, models and signatures are kept in registries too, and no build can start from one. */
function artifactWarning(result: PullResult, artifact: string | undefined): readonly Warning[] {
  if (artifact === undefined) return [];
  const message = `${named(result)} holds ${artifact}, which is no container image. Check the name and tag.`;
  return [{ code: "not-an-image", message }];
}

function untriedWarning(result: PullResult): readonly Warning[] {
  if (!result.untried) return [];
  const message = `${result.host} lets anyone pull ${named(result)}, so the credential was not tried. A wrong one would not have been noticed.`;
  return [{ code: "credential-not-tried", message }];
}
