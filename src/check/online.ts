// Asks Baseten and the registry about a config.yaml: are the secrets there, can the image be pulled?

import { runAttempts } from "../credential/fetch.ts";
import { foundInDocker } from "../credential/given.ts";
import { storedSecrets, type WhichBaseten } from "../credential/in-baseten.ts";
import { provePull } from "../credential/prove.ts";
import type { Values } from "../mechanisms/types.ts";
import type { Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { agedKey, differencesOf, whoIsBaseten } from "./cloud-side.ts";
import { findAgedKey, findNotGranted, signsInAs } from "./findings/let-in.ts";
import { findInPull, findMissing, isTold, pullsAs, registrySecrets } from "./findings/outside.ts";
import type { Finding, View, ViewImage } from "./findings/types.ts";

export interface OnlineOptions extends WhichBaseten {
  readonly awsProfiles: ReadonlyMap<string, string>;
  readonly impersonateServiceAccount?: string;
}

/**
 * Inspects one file after the other; asks Baseten and each registry once, and never a person.
 * What it is made of takes a file's findings, and gives them with the answers in place of guesses.
 */
export function onlineInspector(options: OnlineOptions, outside: World) {
  // Stdin can be read once.
  const world = { ...outside, readStdin: once(() => outside.readStdin()) };
  const asked = whoIsBaseten(options, world);
  const [oidc, assumed] = [once(() => asked("oidc")), once(() => asked("assume-role"))];
  const who = (how: "oidc" | "assume-role") => (how === "oidc" ? oidc() : assumed());
  const storedNames = once(async () => (await storedSecrets(options, world)).secrets.map(({ name }) => name));
  const signIns = new Map<string, Promise<SignIn>>();
  const signInTo = (image: ViewImage): Promise<SignIn> => {
    const known = signIns.get(image.target.host) ?? signIn(image, options, world);
    signIns.set(image.target.host, known);
    return known;
  };
  const withPull = async (found: readonly Finding[], view: View, image: ViewImage) => {
    const as = pullsAs(view, image);
    // Nobody gets in there without signing in, which is found already.
    if (as === "anybody" && image.target.open === "never") return found;
    const signed = as === "anybody" ? { credential: null } : await signInTo(image);
    const tried = "reason" in signed ? signed : await provePull(image.target, signed.credential, world);
    const sure = isTold(as, tried) ? found.filter(({ code }) => code !== "perhaps-private") : found;
    return [...sure, ...findInPull(view, image, as, tried)];
  };
  const inTheCloud = async (view: View): Promise<readonly Finding[]> => {
    const as = signsInAs(view);
    if (as === null) return [];
    const identity = profileFor(as.target, options);
    if (as.method.id === "iam") {
      const aged = await agedKey(as, identity, world);
      return aged === null ? [] : [findAgedKey(view, aged)];
    }
    if (as.method.typed !== null) return [];
    const looking = differencesOf(as, who, identity, world);
    const differs = await world.terminal.progress("Looking whether Baseten is let in", looking);
    return differs === null ? [] : findNotGranted(view, as, differs);
  };
  return async (view: View, found: readonly Finding[]): Promise<readonly Finding[]> => {
    const secrets = registrySecrets(view);
    const any = secrets.needed.length + secrets.others.length > 0;
    const missing = any ? findMissing(view, secrets, await storedNames()) : [];
    const all = [...found, ...missing];
    if (view.image === null) return all;
    return [...(await withPull(all, view, view.image)), ...(await inTheCloud(view))];
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** The profile that flags name for the image's account. */
function profileFor(
  { account = "" }: Target,
  { awsProfiles }: OnlineOptions,
): { readonly awsProfile?: string } {
  const awsProfile = awsProfiles.get(account) ?? awsProfiles.get("*");
  return awsProfile === undefined ? {} : { awsProfile };
}

/** A credential from this machine, or why there is none. */
type SignIn = { readonly credential: BasicCredential } | { readonly reason: string };

async function signIn(image: ViewImage, options: OnlineOptions, world: World): Promise<SignIn> {
  const { registry, target } = image;
  const values: Values = {
    ...profileFor(target, options),
    ...(options.impersonateServiceAccount === undefined
      ? {}
      : { impersonateServiceAccount: options.impersonateServiceAccount }),
  };
  const attempts = registry.methods.flatMap((method) => method.fetch(target, values));
  try {
    if (attempts.length > 0) {
      const fetching = runAttempts(attempts, world);
      return {
        credential: await world.terminal.progress(`Fetching a token for ${registry.title}`, fetching),
      };
    }
    const given = await foundInDocker(target, world);
    if (given?.credential.kind === "basic") return { credential: given.credential };
    return { reason: `This machine has no credential for ${target.host}.` };
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted")
      return { reason: `${error.message} ${error.hint ?? ""}`.trim() };
    throw error;
  }
}
