// Settles the long-lived AWS key for AWS_IAM: a profile's, the environment's, or typed.

import type { SetupOptions } from "../flow.ts";
import type { AwsProfile } from "../programs/aws/profiles.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import { checkAccessKey } from "../values/password.ts";
import { type AccessKey, Secret } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { canAsk, sayWhy } from "./ask.ts";
import { awsProfilesOf, profileNamed } from "./aws-profile.ts";

/** A key and where it came from, as `profile prod`. */
export interface FoundKey {
  readonly key: AccessKey;
  readonly from: string;
}

const accessKey = (id: string, secret: string): AccessKey =>
  checkAccessKey({
    kind: "access-key",
    accessKeyId: new Secret(id),
    secretAccessKey: new Secret(secret),
  });

/**
 * Settles the key.
 * @throws CliError `invalid-credential` for a temporary or malformed key, `missing-flag` (`--aws-profile`).
 */
export async function askAccessKey(options: SetupOptions, world: World): Promise<FoundKey> {
  const profiles = await awsProfilesOf(world);
  const named = options.awsProfile ?? world.env.AWS_PROFILE;
  if (named) return keyOf(profileNamed(profiles, named));
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = world.env;
  const temporary = Boolean(world.env.AWS_SESSION_TOKEN) || (id?.startsWith("ASIA") ?? false);
  if (id && secret && !(temporary && world.prompter !== null))
    return { key: accessKey(id, secret), from: "the environment" };
  const usable = profiles.filter((profile) => profile.accessKey !== null);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return keyOf(only);
  if (!canAsk(world)) throw noKey(usable, profiles);
  return only === undefined ? typeKey(world) : chooseKey(usable, world);
}

function keyOf(profile: AwsProfile): FoundKey {
  if (profile.accessKey === null)
    throw new CliError(
      "invalid-credential",
      `Profile ${profile.name} has no long-lived access key${profile.sso ? "; it signs in with SSO" : ""}.`,
      {
        hint: "AWS_IAM needs one: aws iam create-access-key --user-name <user>. Or take --method oidc, which needs none.",
      },
    );
  const { accessKeyId, secretAccessKey } = profile.accessKey;
  return { key: accessKey(accessKeyId.reveal(), secretAccessKey.reveal()), from: `profile ${profile.name}` };
}

function noKey(usable: readonly AwsProfile[], all: readonly AwsProfile[]): CliError {
  if (usable.length > 1)
    return missingFlag(
      "--aws-profile",
      `these profiles have a key: ${usable.map(({ name }) => name).join(", ")}.`,
    );
  const where = all.length === 0 ? "no AWS profile" : "no profile with a long-lived key";
  return new CliError("missing-flag", `--aws-profile is missing: there is ${where} on this machine.`, {
    hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure.",
  });
}

async function chooseKey(usable: readonly AwsProfile[], world: InteractiveWorld): Promise<FoundKey> {
  sayWhy(world, "Its access key is stored in Baseten, so take one that may do no more than pull.");
  const picked = await world.prompter.select<AwsProfile | null>({
    message: "Which AWS profile's key?",
    choices: [
      ...usable.map((profile) => ({ value: profile, name: profile.name })),
      { value: null, name: "Type a key", description: "nothing is shown" },
    ],
  });
  return picked === null ? typeKey(world) : keyOf(picked);
}

/** The sentence why a key can't serve, or null. */
function keyProblem(id: string, secret: string): string | null {
  try {
    accessKey(id, secret);
    return null;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}

/** Any well-formed secret, to check an id before its secret is typed. */
const anySecret = "x".repeat(40);

/** Asks for a key. */
export async function typeKey(world: InteractiveWorld): Promise<FoundKey> {
  sayWhy(
    world,
    "A key of an IAM user that may pull.",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  );
  const id = await world.prompter.input({
    message: "Access key id",
    problem: (value) => keyProblem(value.trim(), anySecret),
  });
  const secret = await world.prompter.password({
    message: "Secret access key",
    problem: (value) => keyProblem(id.trim(), value.trim()),
  });
  return { key: accessKey(id.trim(), secret.reveal().trim()), from: "the key you typed" };
}
