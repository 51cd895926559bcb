// Lists the repositories that exist, to be offered when config.yaml names no image.

import { awsProfilesOf } from "../credential/aws-profile.ts";
import type { SetupOptions } from "../flow.ts";
import type { Registry } from "../registries/types.ts";
import type { World } from "../world/types.ts";

/**
 * What the registry's own CLI lists, such as `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper`.
 * Empty when the CLI is missing, logged out or denied: the image is then typed, and nothing is lost.
 */
export async function listRepositories(
  registry: Registry,
  options: SetupOptions,
  world: World,
): Promise<readonly string[]> {
  if (registry.listing === undefined) return [];
  const listing = registry.listing;
  const profiles = await awsProfilesOf(world);
  const [only, second] = world.env.AWS_ACCESS_KEY_ID ? [] : profiles;
  const profile = options.awsProfile ?? world.env.AWS_PROFILE ?? (second ? undefined : only?.name);
  const region =
    options.awsRegion ??
    world.env.AWS_REGION ??
    world.env.AWS_DEFAULT_REGION ??
    profiles.find(({ name }) => name === (profile ?? "default"))?.region;
  const known = {
    ...(region === undefined || region === null ? {} : { region }),
    ...(profile === undefined ? {} : { awsProfile: profile }),
  };
  const first = await settle(listing.context ?? null, world);
  const command = listing.command({ ...known, ...(first === null ? {} : { project: first }) });
  if (command === null) return [];
  const result = await world.terminal.progress(
    `Looking for images on ${registry.title}`,
    world.exec(command),
  );
  return result.status === "ok" ? listing.read(result.stdout) : [];
}

async function settle(
  context: NonNullable<Registry["listing"]>["context"] | null,
  world: World,
): Promise<string | null> {
  if (context === null || context === undefined) return null;
  const result = await world.exec(context.command);
  return result.status === "ok" ? context.read(result.stdout) : null;
}
