// Asks Baseten and the registry about a config.yaml: are the secrets there, can the image be pulled?

import { runAttempts } from "../credential/fetch.ts";
import { foundInDocker } from "../credential/given.ts";
import { storedSecrets, type WhichBaseten } from "../credential/in-baseten.ts";
import { provePull } from "../credential/prove.ts";
import type { Values } from "../mechanisms/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
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
export function onlineInspector(options: OnlineOptions, world: World) {
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
  return async (view: View, found: readonly Finding[]): Promise<readonly Finding[]> => {
    const secrets = registrySecrets(view);
    const any = secrets.needed.length + secrets.others.length > 0;
    const missing = any ? findMissing(view, secrets, await storedNames()) : [];
    const all = [...found, ...missing];
    return view.image === null ? all : withPull(all, view, view.image);
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** A credential from this machine, or why there is none. */
type SignIn = { readonly credential: BasicCredential } | { readonly reason: string };

async function signIn(image: ViewImage, options: OnlineOptions, world: World): Promise<SignIn> {
  const { registry, target } = image;
  const awsProfile = options.awsProfiles.get(target.account ?? "") ?? options.awsProfiles.get("*");
  const values: Values = {
    ...(awsProfile === undefined ? {} : { awsProfile }),
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
