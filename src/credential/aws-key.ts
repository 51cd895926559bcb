// Settles the long-lived AWS key for AWS_IAM: a profile's, the environment's, or typed.

import type { Given, SetupOptions } from "../flow.ts";
import type { AwsProfile } from "../programs/aws/profiles.ts";
import type { Target } from "../registries/types.ts";
import { paintOf } from "../text/paint.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { canAsk } from "./ask.ts";
import { awsProfilesOf, nearestFirst, profileNamed, profileOfEnv } from "./aws-profile.ts";
import { accessKeyOf } from "./checked.ts";
import {
  type Candidate,
  candidatesOf,
  environmentKey,
  type GivenKey,
  isUsable,
  keyOf,
  unfitLine,
} from "./key-candidates.ts";
import { broadKey, ownerOf } from "./own-key.ts";
import { typeKey } from "./typed-key.ts";

/**
 * Settles the key. A person's own one may do more than pull, which is said, and asked where no flag names it.
 * @param may what may be chosen instead: another method, and to have a pull-only user made
 * @throws CliError `invalid-credential` for a temporary or malformed key, `missing-flag` (`--aws-profile`).
 */
export async function askAccessKey(
  options: Pick<SetupOptions, "awsProfile">,
  target: Target,
  may: Instead,
  world: World,
): Promise<Given | "another-method" | "make"> {
  const profiles = nearestFirst(await awsProfilesOf(world), target.account);
  if (options.awsProfile !== undefined) {
    const given = keyOf(profileNamed(profiles, options.awsProfile));
    return warned(canAsk(world) ? await withOwner(given, target, world) : given);
  }
  if (!canAsk(world)) return warned(takeKey(profiles, world));
  const candidates = candidatesOf(profiles, target, world);
  const unfit = unfitLine(profiles, world.env);
  if (candidates.length === 0 && may.make === null) return typeKey(world, unfit);
  return chooseKey(candidates, { unfit, target, may }, world);
}

const warned = (given: Given): Given => ({ ...given, warnings: [broadKey(given)] });

async function withOwner(given: GivenKey, target: Target, world: World): Promise<GivenKey> {
  const who = await ownerOf(given.credential, target, world);
  return who === null ? given : { ...given, who };
}

/** The key that is taken where nobody can be asked: the environment's, the named profile's, the only one. */
function takeKey(profiles: readonly AwsProfile[], world: World): GivenKey {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = world.env;
  if (id && secret) return environmentKey(accessKeyOf(id, secret));
  const named = profileOfEnv(world.env);
  if (named !== null && named.profile !== null) {
    world.terminal.say(`  AWS profile ${named.profile} (${named.variable})`);
    return keyOf(profileNamed(profiles, named.profile));
  }
  const usable = profiles.filter(isUsable);
  const [only] = usable;
  if (only === undefined || usable.length > 1) throw noKey(usable, profiles);
  if (profiles.length > 1)
    world.terminal.say(`  AWS profile ${only.name}, the only one with a long-lived key`);
  return keyOf(only);
}

function noKey(usable: readonly AwsProfile[], all: readonly AwsProfile[]): CliError {
  if (usable.length > 1)
    return missingFlag(
      "--aws-profile",
      `these profiles have a key: ${usable.map(({ name }) => name).join(", ")}.`,
    );
  const where = all.length === 0 ? "there is no AWS profile on this machine." : (unfitLine(all, {}) ?? "");
  return new CliError("missing-flag", `--aws-profile is missing: ${where}`, {
    hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure.",
  });
}

/** What may be chosen instead of a key that is there. */
export interface Instead {
  readonly leave: boolean;
  /** The user that would be made, as a half-line; null where none can be. */
  readonly make: string | null;
}

interface Setting {
  readonly unfit: string | null;
  readonly target: Target;
  readonly may: Instead;
}

/** Whose key: the ways to give away no more than a pull come first, a person's own key last. */
async function chooseKey(
  candidates: readonly Candidate[],
  { unfit, target, may }: Setting,
  world: InteractiveWorld,
): Promise<Given | "another-method" | "make"> {
  const [first, second] = candidates;
  // Asking AWS about each of several would take seconds.
  const only =
    second === undefined && first !== undefined ? await withOwner(first.given, target, world) : null;
  const { yellow } = paintOf(world.terminal.colour);
  if (candidates.length > 0)
    world.terminal.show(`${yellow("!")} ${broadKey(only ?? { from: "a profile" }).message}`);
  const picked = await world.prompter.select<Candidate | "make" | "type" | "leave">({
    message: "Which access key may Baseten have?",
    ...(unfit === null ? {} : { why: unfit }),
    choices: [
      ...(may.make === null
        ? []
        : [{ value: "make" as const, name: "Make a pull-only user", description: may.make }]),
      ...(may.leave
        ? [{ value: "leave" as const, name: "Another method", description: "gives away no lasting key" }]
        : []),
      { value: "type", name: "Type a key", description: "of an IAM user that may only pull" },
      ...candidates.map((candidate) => ({
        value: candidate,
        name: candidate.name,
        description: candidate.note,
      })),
    ],
  });
  if (picked === "leave") return "another-method";
  if (picked === "make") return "make";
  if (picked === "type") return typeKey(world);
  return warned(only ?? (await withOwner(picked.given, target, world)));
}
