// Reads the AWS profiles of this machine, and settles which one is used.

import { join } from "node:path";
import type { SetupOptions } from "../flow.ts";
import { type AwsProfile, readAwsProfiles } from "../programs/aws/profiles.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { sayWhy } from "./ask.ts";

/**
 * The profiles in ~/.aws/config and ~/.aws/credentials. Read from the files: `aws configure list-profiles`
 * is missing in version 1 and takes a second.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 */
export async function awsProfilesOf(
  world: Pick<World, "files" | "env" | "home">,
): Promise<readonly AwsProfile[]> {
  const text = async (variable: string, name: string): Promise<string> =>
    Buffer.from(
      (await world.files.read(world.env[variable] || join(world.home, ".aws", name))) ?? [],
    ).toString("utf8");
  return readAwsProfiles(
    await text("AWS_CONFIG_FILE", "config"),
    await text("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
  );
}

/**
 * Settles the AWS profile; null lets `aws` find credentials by itself (environment, role of the machine).
 * Asked only when there is more than one.
 * @throws CliError `missing-flag` (`--aws-profile`).
 */
export async function askProfile(options: SetupOptions, world: World): Promise<string | null> {
  if (options.awsProfile !== undefined) return options.awsProfile;
  if (world.env.AWS_PROFILE) return world.env.AWS_PROFILE;
  if (world.env.AWS_ACCESS_KEY_ID) return null;
  const profiles = await awsProfilesOf(world);
  const [only, second] = profiles;
  if (only === undefined) return null;
  if (second === undefined) return only.name;
  return chooseProfile(profiles, world);
}

async function chooseProfile(profiles: readonly AwsProfile[], world: World): Promise<string> {
  const names = profiles.map(({ name }) => name);
  if (world.prompter === null) {
    if (names.includes("default")) return "default";
    throw missingFlag("--aws-profile", `this machine has the profiles ${names.join(", ")}.`);
  }
  sayWhy(world, "Its permissions are used to fetch the token.");
  const choices = profiles.map((profile) => ({
    value: profile.name,
    name: profile.name,
    ...(profile.sso ? { description: "SSO" } : {}),
  }));
  if (names.length > 8) return world.prompter.search({ message: "Which AWS profile?", choices });
  return world.prompter.select({
    message: "Which AWS profile?",
    choices,
    ...(names.includes("default") ? { default: "default" } : {}),
  });
}

/** A profile by name. @throws CliError `invalid-value` naming the ones there are. */
export function profileNamed(profiles: readonly AwsProfile[], name: string): AwsProfile {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new CliError("invalid-value", `There is no AWS profile "${name}" on this machine.`, {
    hint:
      profiles.length === 0
        ? `aws configure --profile ${name}`
        : `There are ${profiles.map((candidate) => candidate.name).join(", ")}.`,
  });
}
