// Which sign-in of the `baseten` CLI is used, and whose is it? Nobody is asked here.
import type { FoundCli, FoundKeyring } from "../baseten/api-key.ts";
import { type CliSignIn, readSignIn, signInCommand } from "../baseten/baseten-cli.ts";
import { type CliProfile, cliProfiles, pickProfile } from "../baseten/cli-profiles.ts";
import { loginCommand } from "../baseten/cli-refusals.ts";
import { sameRemote } from "../baseten/remote.ts";
import { identified, workspaceOfRemote } from "../baseten/workspace.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";

/** A sign-in that the CLI may have for what was found. */
export type FoundSignIn = FoundKeyring | FoundCli;

/** `another`: it works, but Truss's own sign-in is another workspace's. `none`: there is no fitting one. */
export type CliWay =
  | { readonly kind: "signed-in"; readonly signIn: CliSignIn }
  | { readonly kind: "another"; readonly signIn: CliSignIn; readonly error: CliError }
  | { readonly kind: "choose"; readonly profiles: readonly CliProfile[]; readonly error: CliError }
  | { readonly kind: "none"; readonly error: CliError };

/**
 * Finds the sign-in, and asks Baseten whose it is.
 * @throws CliError as `identified`
 */
export async function findSignIn(
  found: FoundSignIn,
  world: Pick<World, "exec" | "files" | "env" | "home" | "platform">,
): Promise<CliWay> {
  const profiles = await cliProfiles(world);
  if (found.kind === "cli" && found.profile !== null)
    return known(profiles.all.find(({ name }) => name === found.profile) ?? nobody, world);
  const picked = pickProfile(profiles, found.kind === "cli" ? null : found.remoteUrl);
  if (picked.kind === "choose") {
    const names = picked.profiles.map(({ name }) => name).join(", ");
    const error = missingFlag("--remote", `the baseten CLI has the profiles ${names}.`);
    return { kind: "choose", profiles: picked.profiles, error };
  }
  if (found.kind === "cli")
    return picked.kind === "none" ? none(found, profiles.all) : known(picked.profile, world);
  const profile = picked.kind === "none" ? await kept(found, profiles.all, world) : picked.profile;
  return profile === null ? none(found, profiles.all) : compared(found, profile, world);
}

/** The sign-in, or the reason why there is none to take unasked. @throws CliError */
export async function onlySignIn(found: FoundSignIn, world: World): Promise<CliSignIn> {
  const way = await world.terminal.progress("Asking the baseten CLI", findSignIn(found, world));
  if (way.kind === "signed-in") return way.signIn;
  throw way.error;
}

/** `profile bot of Acme` */
export const signInText = ({ profile, workspace }: CliSignIn): string =>
  [...(profile === null ? [] : [`profile ${profile}`]), ...(workspace === null ? [] : [workspace])].join(
    " · ",
  );

type Unnamed = Pick<CliSignIn, "profile" | "remoteUrl">;
const nobody: Unnamed = { profile: null, remoteUrl: null };
const unnamed = (profile: CliProfile | Unnamed): Unnamed =>
  "name" in profile ? { profile: profile.name, remoteUrl: profile.remoteUrl } : profile;

/** Somebody named it, or nothing else is signed in: there is nothing to compare it with. */
async function known(profile: CliProfile | Unnamed, world: Pick<World, "exec">): Promise<CliWay> {
  return { kind: "signed-in", signIn: await signInAs(profile, world) };
}

/** The sign-in of a profile, with its workspace. @throws CliError as `identified` */
export const signInAs = (profile: CliProfile | Unnamed, world: Pick<World, "exec">): Promise<CliSignIn> =>
  identified(unnamed(profile), world);

/** A CLI that keeps its sign-ins elsewhere may still say that it has one for this remote. */
async function kept(
  { remoteUrl }: FoundKeyring,
  profiles: readonly CliProfile[],
  { exec }: Pick<World, "exec">,
): Promise<Unnamed | null> {
  if (profiles.length > 0) return null;
  const told = readSignIn(await exec(signInCommand()));
  if (told.kind !== "signed-in") return null;
  return told.remoteUrl === null || sameRemote(told.remoteUrl, remoteUrl) ? told : null;
}

/** Truss and the CLI sign in apart from each other, so one may be another organization's. */
async function compared(
  { remote }: FoundKeyring,
  profile: CliProfile | Unnamed,
  world: Pick<World, "exec">,
): Promise<CliWay> {
  const [signIn, expected] = await Promise.all([signInAs(profile, world), workspaceOfRemote(remote, world)]);
  if (expected === null || signIn.workspace === null || expected === signIn.workspace)
    return { kind: "signed-in", signIn };
  const message = `~/.trussrc [${remote}] is ${expected}, and the baseten CLI is signed in to ${signIn.workspace}.`;
  const hint =
    signIn.profile === null
      ? `Set BASETEN_API_KEY, or sign in to ${expected} with: ${loginCommand(signIn)}`
      : `To use ${signIn.workspace}, add --remote ${signIn.profile}. For ${expected}, set BASETEN_API_KEY.`;
  return { kind: "another", signIn, error: new CliError("api-key-missing", message, { hint }) };
}

function none(found: FoundSignIn, profiles: readonly CliProfile[]): CliWay {
  if (found.kind === "cli")
    return { kind: "none", error: new CliError("api-key-missing", "The baseten CLI isn't signed in.") };
  const { remote, remoteUrl, kept: place } = found;
  const others = profiles.map(({ name, remoteUrl: url }) => `${name} at ${url ?? "no remote"}`).join(", ");
  const elsewhere = others === "" ? "" : ` The baseten CLI is signed in elsewhere: ${others}.`;
  const message = `The sign-in of ~/.trussrc [${remote}] is ${place}.${elsewhere}`;
  const hint = `Set BASETEN_API_KEY, or sign in with: ${loginCommand({ profile: null, remoteUrl })}`;
  return { kind: "none", error: new CliError("api-key-missing", message, { hint }) };
}
