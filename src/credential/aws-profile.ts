// Reads the AWS profiles of this machine, and settles which one is used.

import { join } from "node:path";
import type { SetupOptions } from "../flow.ts";
import { type AwsProfile, readAwsProfiles } from "../programs/aws/profiles.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { canAsk } from "./ask.ts";

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

/** Those of the image's account first; else in their order. */
export const nearestFirst = (
  profiles: readonly AwsProfile[],
  account: string | undefined,
): readonly AwsProfile[] => [
  ...profiles.filter((profile) => isNear(profile, account)),
  ...profiles.filter((profile) => !isNear(profile, account)),
];

const isNear = (profile: AwsProfile, account: string | undefined): boolean =>
  account !== undefined && profile.account === account;

/** What the files say of a profile, as `this image's account · SSO corp`. */
export function noteOf(profile: AwsProfile, account: string | undefined): string {
  const { signIn, session } = profile;
  const where = isNear(profile, account)
    ? ["this image's account"]
    : profile.account === null
      ? []
      : [`account ${profile.account}`];
  return [...where, session === null ? signIn : `${signIn} ${session}`].join(" · ");
}

/** A profile that is settled without a question; null leaves it to `aws`, which finds credentials by itself. */
export interface SettledProfile {
  readonly profile: string | null;
  /** The variable that settled it; null where a flag did, or where there is no other. */
  readonly variable: string | null;
}

/**
 * The variable that settles whose credentials `aws` takes, in the order in which it looks.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-quickstart.html
 */
export function profileOfEnv(env: World["env"]): SettledProfile | null {
  if (env.AWS_ACCESS_KEY_ID) return { profile: null, variable: "AWS_ACCESS_KEY_ID" };
  // A profile on the command line would turn this one off.
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN)
    return { profile: null, variable: "AWS_WEB_IDENTITY_TOKEN_FILE" };
  const variable = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"].find((name) => env[name]);
  return variable === undefined ? null : { profile: env[variable] ?? null, variable };
}

/** The profile, where flags, variables and the files leave nothing to ask; null where several may serve. */
export async function settledProfile(
  options: Pick<SetupOptions, "awsProfile">,
  world: Pick<World, "files" | "env" | "home">,
): Promise<SettledProfile | null> {
  if (options.awsProfile !== undefined) return { profile: options.awsProfile, variable: null };
  const named = profileOfEnv(world.env);
  if (named !== null) return named;
  const [only, second] = await awsProfilesOf(world);
  if (second !== undefined) return null;
  // The default one is taken without its name, which would turn off what goes before it.
  return { profile: only === undefined || only.name === "default" ? null : only.name, variable: null };
}

/**
 * Settles the AWS profile; null lets `aws` find credentials by itself (environment, role of the machine).
 * Asked only when there is more than one; what is taken unasked is said where nobody can be asked.
 * @param account the one that owns the image, whose profiles come first
 * @throws CliError `missing-flag` (`--aws-profile`).
 */
export async function askProfile(
  options: Pick<SetupOptions, "awsProfile">,
  world: World,
  account?: string,
): Promise<string | null> {
  const settled = await settledProfile(options, world);
  if (settled === null) return chooseProfile(await awsProfilesOf(world), world, account);
  // Where somebody is asked, the header has it.
  if (settled.variable !== null && !canAsk(world)) world.terminal.say(takenLine(settled));
  return settled.profile;
}

/** Says what was taken without a question. */
const takenLine = ({ profile, variable }: SettledProfile): string =>
  profile === null
    ? `  AWS credentials of the environment (${variable})`
    : `  AWS profile ${profile} (${variable})`;

async function chooseProfile(
  profiles: readonly AwsProfile[],
  world: World,
  account: string | undefined,
): Promise<string> {
  const names = profiles.map(({ name }) => name);
  if (world.prompter === null) {
    const others = names.filter((name) => name !== "default").join(", ");
    if (!names.includes("default"))
      throw missingFlag("--aws-profile", `this machine has the profiles ${names.join(", ")}.`);
    world.terminal.say(`  AWS profile default; there are also ${others}: --aws-profile takes another.`);
    return "default";
  }
  const ordered = nearestFirst(profiles, account);
  const ask = {
    message: "Which AWS profile?",
    why: "AWS is asked with the permissions of the profile.",
    choices: ordered.map((profile) => ({
      value: profile.name,
      name: profile.name,
      description: noteOf(profile, account),
    })),
  };
  if (names.length > 8) return world.prompter.search(ask);
  const [first] = ordered;
  const standard = first !== undefined && isNear(first, account) ? first.name : "default";
  return world.prompter.select({ ...ask, ...(names.includes(standard) ? { default: standard } : {}) });
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
