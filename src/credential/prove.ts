// Proves that the image can be pulled with the credential, before anything is stored or written.
import { verdictOf } from "../distribution/describe.ts";
import { isProxied } from "../distribution/proxied.ts";
import { checkPull } from "../distribution/pull.ts";
import type { Obtained, Plan, Verdict, Warning } from "../flow.ts";
import type { World } from "../world/types.ts";

export interface Verified {
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
}

const skipped: Verdict = { status: "skipped", reason: null, platforms: [], size: null };

/** Checks the pull. OIDC can't be tried from here: Baseten signs in as itself. Never throws for a denied pull. */
export async function verify(
  plan: Plan,
  obtained: Obtained,
  wanted: boolean,
  world: World,
): Promise<Verified> {
  if (!wanted) return { verdict: skipped, warnings: [] };
  const { method, target } = plan.answers;
  if (method.typed === null)
    return unverifiable("Only Baseten can sign in with OIDC, so the next truss push is the proof.");
  if (obtained.refused !== null)
    return { verdict: { ...skipped, status: "denied", reason: obtained.refused }, warnings: [] };
  if (obtained.signIn === null) return unverifiable("The credential could not be tried from here.");
  const check = checkPull({ target, credential: obtained.signIn }, world.fetch, {
    proxied: isProxied(target.apiHost, world.env),
  });
  return verdictOf(
    await world.terminal.progress(`Checking that ${target.image.repository} can be pulled`, check),
  );
}

const unverifiable = (reason: string): Verified => ({
  verdict: { ...skipped, status: "unverifiable", reason },
  warnings: [],
});
