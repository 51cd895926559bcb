// Which long-lived AWS keys are on this machine, and why have the other profiles none?

import type { Given } from "../flow.ts";
import type { AwsProfile } from "../programs/aws/profiles.ts";
import type { Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import { checkAccessKey, problemOf } from "../values/password.ts";
import type { AccessKey } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { noteOf, profileOfEnv } from "./aws-profile.ts";
import { accessKeyOf } from "./checked.ts";

/** A key that may be taken, and what is said of it in a list. */
export interface Candidate {
  readonly name: string;
  readonly note: string;
  readonly given: GivenKey;
}

/** A key in hand. */
export type GivenKey = Given & { readonly credential: AccessKey };

/** The key that AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY give. */
export const environmentKey = (credential: AccessKey): GivenKey => ({
  credential,
  from: "the environment",
  origin: "environment",
});

/** A profile's key. @throws CliError `invalid-credential` when it has none that serves, with why. */
export function keyOf(profile: AwsProfile): GivenKey {
  const { name, accessKey: key } = profile;
  if (key === null)
    throw new CliError(
      "invalid-credential",
      `Profile ${name} has no long-lived access key: ${why(profile)}.`,
      {
        hint: "AWS_IAM needs one: aws iam create-access-key --user-name <user>. Or take --method oidc, which needs none.",
      },
    );
  const credential = accessKeyOf(key.accessKeyId.reveal(), key.secretAccessKey.reveal());
  return { credential, from: `profile ${name}`, origin: "profile" };
}

/** Why a profile has no long-lived key. */
const why = ({ signIn }: AwsProfile): string =>
  ({
    SSO: "it signs in with SSO",
    role: "it takes on a role",
    "aws login": "it signs in with aws login",
    program: "a program gives its credentials",
    "temporary key": "its key is temporary",
    "no key": "it names no key",
    "access key": "it has one",
  })[signIn];

/** The keys that may be taken: the environment's, then the profiles' in their order. */
export const candidatesOf = (
  profiles: readonly AwsProfile[],
  target: Target,
  { env }: Pick<World, "env">,
): readonly Candidate[] => [...ofEnvironment(env), ...ofProfiles(profiles, target, env)];

/** The environment's key, where it is a whole and lasting one. */
function ofEnvironment(env: World["env"]): readonly Candidate[] {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = env;
  if (!id || !secret || isTemporary(env) || problemOf(() => accessKeyOf(id, secret)) !== null) return [];
  const given = environmentKey(accessKeyOf(id, secret));
  return [{ name: "The environment's key", note: "AWS_ACCESS_KEY_ID", given }];
}

const isTemporary = (env: World["env"]): boolean =>
  Boolean(env.AWS_SESSION_TOKEN) || (env.AWS_ACCESS_KEY_ID?.startsWith("ASIA") ?? false);

/** The profiles with a key; the one that a variable names comes first. */
function ofProfiles(
  profiles: readonly AwsProfile[],
  { account }: Target,
  env: World["env"],
): readonly Candidate[] {
  const named = profileOfEnv(env);
  const isNamed = ({ name }: AwsProfile): boolean => name === named?.profile;
  const ordered = [...profiles.filter(isNamed), ...profiles.filter((profile) => !isNamed(profile))];
  return ordered.flatMap((profile) => {
    if (!isUsable(profile)) return [];
    const note = [noteOf(profile, account), ...(isNamed(profile) ? [named?.variable] : [])].join(" · ");
    return [{ name: `Profile ${profile.name}`, note, given: keyOf(profile) }];
  });
}

/** Whether a profile has a long-lived key, and a whole one. */
export const isUsable = ({ accessKey: key }: AwsProfile): boolean =>
  key !== null && problemOf(() => checkAccessKey(key)) === null;

/** The profiles that can't serve, with the reason, as `No long-lived key: corp (SSO), deploy (role).` */
export function unfitLine(profiles: readonly AwsProfile[], env: World["env"]): string | null {
  const unfit = [
    ...(isTemporary(env) ? ["the environment (temporary key)"] : []),
    ...profiles
      .filter((profile) => !isUsable(profile))
      .map(({ name, signIn }) => `${name} (${signIn === "access key" ? "malformed key" : signIn})`),
  ];
  if (unfit.length === 0) return null;
  const more = unfit.length > 8 ? ` and ${unfit.length - 8} more` : "";
  return `No long-lived key: ${unfit.slice(0, 8).join(", ")}${more}.`;
}
