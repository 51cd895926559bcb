// Where Baseten signs in as itself: is the image there, seen with the identity in hand, and is Baseten let in?
import { canAsk } from "../credential/ask.ts";
import { runAttempts } from "../credential/fetch.ts";
import { provePull, skipped, type Verified } from "../credential/prove.ts";
import { proveRole } from "../grant/aws/find-roles.ts";
import { proveAccount } from "../grant/google/prove-account.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { type Known, settled } from "./known.ts";
import { identityFor, wantedOf } from "./wanted.ts";

/** Proves as much as can be proved from here. What is yet to be made is proved when it is made. */
export async function proveGranted(known: Known, world: World): Promise<Verified> {
  const image = await seen(known, world);
  if (image.verdict.status === "denied") return image;
  // It is read back once it is made.
  if (known.grant !== undefined) return { ...image, verdict: { ...image.verdict, reason: null } };
  const differs =
    known.script === undefined ? await differences(known, world) : ["What was printed has to be made first."];
  if (differs === null) return image;
  const { verdict } = image;
  return differs.length === 0
    ? { ...image, verdict: { ...verdict, status: "granted", reason: null } }
    : { ...image, verdict: { ...verdict, status: "unverifiable", reason: differs.join(" ") } };
}

const unproved = "Can't be tried from here: only Baseten can sign in this way. truss push will show.";

/** The image, as whoever is signed in here sees it. Only one that isn't there is a refusal: this isn't who pulls. */
async function seen(known: Known, world: World): Promise<Verified> {
  const { registry, target, values } = settled(known.answers);
  const nothing = {
    verdict: { ...skipped, status: "unverifiable" as const, reason: unproved },
    warnings: [],
    result: null,
  };
  const attempts = registry.methods.flatMap((method) => method.fetch(target, values));
  if (attempts.length === 0) return nothing;
  try {
    const fetching = runAttempts(attempts, world);
    const credential = await world.terminal.progress("Looking at the image", fetching);
    const proof = await provePull(target, credential, world);
    const { result, verdict } = proof;
    if (result.kind === "denied" && result.cause === "not-found") return proof;
    const { platforms, size } = verdict;
    return { ...proof, verdict: { ...nothing.verdict, platforms, size } };
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return nothing;
    throw error;
  }
}

/** How what config.yaml names differs from what it must be; null where it can't be told. */
async function differences(known: Known, world: World): Promise<readonly string[] | null> {
  const { registry, method, target, values } = settled(known.answers);
  const quiet = canAsk(world) ? { ...world, prompter: null } : world;
  try {
    const identity = known.identity ?? (await identityFor(known, quiet));
    const wanted = known.wanted ?? (await wantedOf(known, identity, quiet));
    const goal = { registry, method, target };
    const { awsRoleArn, gcpServiceAccount, workloadIdentityProvider } = values;
    if (awsRoleArn !== undefined) return (await proveRole(awsRoleArn, goal, wanted, world, identity)).differs;
    if (gcpServiceAccount === undefined || workloadIdentityProvider === undefined) return null;
    const account = { serviceAccount: gcpServiceAccount, provider: workloadIdentityProvider };
    return (await proveAccount(account, target, wanted, world)).differs;
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return null;
    throw error;
  }
}
