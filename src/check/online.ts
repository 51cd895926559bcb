// What do Baseten and the registry say of a config.yaml: are the secrets there, can the image be pulled?

import { collidingNames } from "../baseten/collisions.ts";
import { foundInDocker } from "../credential/given.ts";
import { storedSecrets, type WhichBaseten } from "../credential/stored-secrets.ts";
import { verdictOf } from "../distribution/describe.ts";
import { isProxied } from "../distribution/proxied.ts";
import { checkPull } from "../distribution/pull.ts";
import type { Values } from "../mechanisms/types.ts";
import type { Attempt } from "../programs/types.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { credentialName } from "./findings/listed-secrets.ts";
import { neededSecrets } from "./findings/methods.ts";
import type { Finding, View, ViewImage } from "./findings/types.ts";
import { finding, lastPair, secretNames, textAt } from "./findings/view.ts";

export interface OnlineOptions extends WhichBaseten {
  readonly awsProfiles: ReadonlyMap<string, string>;
  readonly impersonateServiceAccount?: string;
}

/** Runs the CLI commands that give a token. */
type RunAttempts = (attempts: readonly Attempt[], world: World) => Promise<BasicCredential>;

/** Inspects one file after the other; asks Baseten and each registry once, and never a person. */
export function onlineInspector(options: OnlineOptions, run: RunAttempts, world: World) {
  const stored = once(() => storedSecrets(options, world));
  const signIns = new Map<string, Promise<SignIn>>();
  const signInTo = (image: ViewImage): Promise<SignIn> => {
    const known = signIns.get(image.target.host) ?? signIn(image, options, run, world);
    signIns.set(image.target.host, known);
    return known;
  };
  return async (view: View): Promise<readonly Finding[]> => {
    const names = pullSecrets(view);
    const missing = names.length === 0 ? [] : missingSecrets(view, names, await stored());
    return [...missing, ...(view.image === null ? [] : await provePull(view, view.image, signInTo, world))];
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** The listed or needed secrets that sign in to a registry. */
function pullSecrets(view: View): readonly string[] {
  const method = textAt(view, view.dockerAuth, "auth_method")?.toUpperCase() ?? "";
  const needed = neededSecrets(method, (field) => textAt(view, view.dockerAuth, field)).map(
    ({ name }) => name,
  );
  return [
    ...new Set([...needed, ...secretNames(view).filter((name) => name.startsWith("DOCKER_REGISTRY_"))]),
  ];
}

function missingSecrets(view: View, names: readonly string[], stored: readonly string[]): readonly Finding[] {
  return names.flatMap((name) => {
    if (stored.includes(name)) return [];
    const at = view.secrets === null ? undefined : lastPair(view.document, view.secrets, name)?.key;
    const place = at ?? lastPair(view.document, view.root, "base_image")?.key;
    const [other] = collidingNames(name, stored);
    if (other !== undefined)
      return [finding(view, "secret-name-collides", place, ["secrets", name], { name, other })];
    return [finding(view, "secret-not-stored", place, ["secrets", name], { name })];
  });
}

/** A credential from this machine, or why there is none. */
type SignIn = { readonly credential: BasicCredential } | { readonly reason: string };

async function signIn(
  image: ViewImage,
  options: OnlineOptions,
  run: RunAttempts,
  world: World,
): Promise<SignIn> {
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
      const fetching = run(attempts, world);
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

async function provePull(
  view: View,
  image: ViewImage,
  signInTo: (image: ViewImage) => Promise<SignIn>,
  world: World,
): Promise<readonly Finding[]> {
  const at = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "image")?.value;
  const here = (code: Finding["code"], args: Finding["args"]): readonly Finding[] => [
    finding(view, code, at, ["base_image", "image"], args),
  ];
  const byToken = secretNames(view).includes(credentialName(image)) && view.dockerAuth === null;
  const open = !byToken && view.dockerAuth === null;
  const signed = open ? null : await signInTo(image);
  if (signed !== null && "reason" in signed) return here("pull-not-proved", { reason: signed.reason });
  const check = checkPull({ target: image.target, credential: signed?.credential ?? null }, world.fetch, {
    proxied: isProxied(image.target.apiHost, world.env),
  });
  const result = await world.terminal.progress(
    `Checking that ${image.target.image.repository} can be pulled`,
    check,
  );
  const { verdict, warnings } = verdictOf(result);
  if (verdict.status === "pulled")
    return warnings.length === 0 ? [] : here("no-linux-amd64", { platforms: verdict.platforms.join(", ") });
  // With docker_auth Baseten signs in as somebody else, so only a missing image is missing for it too.
  const sure =
    open || byToken || (result.kind === "denied" && result.cause === "not-found" && result.tags !== null);
  const code = verdict.status === "denied" && sure ? "pull-denied" : "pull-not-proved";
  return here(code, { reason: verdict.reason ?? "" });
}
