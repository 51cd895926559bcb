// How does aws come by its credentials for a command? Asked once it failed, so that the remedy is this very profile's.
import type { AwsProfile } from "../programs/aws/profiles.ts";
import type { SigningIn } from "../programs/types.ts";
import { CliError } from "../values/errors.ts";
import type { Command, World } from "../world/types.ts";
import { awsProfilesOf, profileOfEnv } from "./aws-profile.ts";

/** A role may be taken by a role; more than so many are a circle. */
const longestChain = 5;

/** Null for another program, a key that the command was given, or where the files don't tell. */
export async function signingIn(
  { file, args, env: given }: Command,
  world: Pick<World, "files" | "env" | "home">,
): Promise<SigningIn | null> {
  if (file !== "aws" || given?.AWS_ACCESS_KEY_ID !== undefined) return null;
  const flag = args[args.indexOf("--profile") + 1];
  const stated = args.includes("--profile") && flag !== undefined ? flag : null;
  const named = stated === null ? profileOfEnv(world.env) : null;
  if (named?.variable === "AWS_ACCESS_KEY_ID") return { how: "environment", profile: null };
  if (named?.variable === "AWS_WEB_IDENTITY_TOKEN_FILE") return { how: "web identity", profile: null };
  const profile = stated ?? named?.profile ?? null;
  const source = sourceOf(await readable(world), profile ?? "default");
  if (source === null) return null;
  // Without a profile's name aws takes the default one, or the one that a variable names.
  return {
    how: source.signIn,
    profile: stated === null && source.name === (profile ?? "default") ? null : source.name,
  };
}

/** The profile that signs in: a role's is the one it is taken with. */
function sourceOf(profiles: readonly AwsProfile[], name: string): AwsProfile | null {
  let found = profiles.find((profile) => profile.name === name);
  for (let step = 0; step < longestChain && found?.signIn === "role"; step += 1) {
    const { source } = found;
    found = profiles.find((profile) => profile.name === source);
  }
  return found === undefined || found.signIn === "role" ? null : found;
}

/** A file that can't be read is told by aws itself. */
async function readable(world: Pick<World, "files" | "env" | "home">): Promise<readonly AwsProfile[]> {
  try {
    return await awsProfilesOf(world);
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return [];
    throw error;
  }
}
