// Can the image be pulled with the credential? Proved before anything is stored or written.

import { isProxied } from "../distribution/address.ts";
import { type SignIn, verdictOf } from "../distribution/describe.ts";
import { checkPull } from "../distribution/pull.ts";
import type { PullResult } from "../distribution/result.ts";
import type { Answers, Given, Obtained, Origin, Verdict, Warning } from "../flow.ts";
import type { Target } from "../registries/types.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";

/** What a pull check comes to. */
export interface Verified {
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
  /** What the registry answered; null when it wasn't asked. */
  readonly result: PullResult | null;
}

/** The same, when it was asked. */
export interface Proof extends Verified {
  readonly result: PullResult;
}

/** Pulls as far as a registry lets one know, anonymously without a credential. Never throws for what it answers. */
export async function provePull(
  target: Target,
  credential: BasicCredential | null,
  { fetch, env, terminal }: Pick<World, "fetch" | "env" | "terminal">,
  signIn?: SignIn,
): Promise<Proof> {
  const checking = checkPull({ target, credential }, fetch, { proxied: isProxied(target.apiHost, env) });
  const result = await terminal.progress(`Checking that ${target.image.repository} can be pulled`, checking);
  return { result, ...verdictOf(result, signIn) };
}

/** What is said of a check that wasn't made. */
export const skipped: Verdict = { status: "skipped", reason: null, platforms: [], size: null };

/** Proves what was obtained. */
export async function prove(
  { target, given }: Pick<Answers, "target" | "given">,
  obtained: Obtained,
  world: Pick<World, "fetch" | "env" | "terminal">,
): Promise<Verified> {
  if (obtained.refused !== null)
    return {
      verdict: { ...skipped, status: "denied", reason: obtained.refused },
      warnings: [],
      result: null,
    };
  if (obtained.signIn === null) return unproved("The credential could not be tried from here.");
  return provePull(target, obtained.signIn, world, signInOf(given));
}

/** What a refusal is about. */
function signInOf(given: Given | null): SignIn {
  if (given === null) return "fetched";
  const { credential, origin } = given;
  if (credential.kind !== "basic") return credential.kind;
  const origins: Partial<Record<Origin, SignIn>> = { typed: "typed", stdin: "piped", docker: "docker" };
  return origins[origin] ?? "credential";
}

const unproved = (reason: string): Verified => ({
  verdict: { ...skipped, status: "unverifiable", reason },
  warnings: [],
  result: null,
});
