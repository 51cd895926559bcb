// Settles which image is to be pulled, and so the registry: flag, config.yaml, a list of what exists, or typed.

import type { Asks } from "../credential/ask.ts";
import { awsProfilesOf } from "../credential/aws-profile.ts";
import type { SetupOptions, Situation } from "../flow.ts";
import { findRegistry, type RegistryId, registries, registryById } from "../registries/index.ts";
import type { Registry, Target } from "../registries/types.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { World } from "../world/types.ts";

export interface Found {
  readonly registry: Registry<RegistryId>;
  readonly target: Target;
}

/**
 * Finds the registry of an image, or takes the one the user named.
 * @throws CliError `registry-mismatch` when the image isn't on the registry named by `--registry`.
 */
export function locate(text: string, wanted: SetupOptions["registry"]): Found {
  const image = parseImage(text);
  const found = findRegistry(image);
  if (wanted === undefined || wanted === found.registry.id) return found;
  const registry = registryById(wanted);
  const target = registry.match(image);
  if (target !== null) return { registry, target };
  // GitLab and Quay are installed under any host name, which only the user can tell.
  if (registry.selfHosted && found.registry.id === "other") return { registry, target: found.target };
  throw new CliError(
    "registry-mismatch",
    `${text} is on ${found.registry.title}, not on ${registry.title}.`,
    { hint: `Leave --registry out, or name an image such as ${registry.example} with --image.` },
  );
}

function imageProblem(text: string, wanted: SetupOptions["registry"]): string | null {
  try {
    locate(text, wanted);
    return null;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}

/**
 * Settles the image and its registry.
 * @throws CliError `missing-flag` (`--image`) when there is none and nobody can be asked.
 */
export async function askTarget(situation: Situation, options: SetupOptions, world: World): Promise<Found> {
  const known = options.image ?? situation.truss.image;
  if (known !== null) return locate(known, options.registry);
  if (world.prompter === null)
    throw missingFlag("--image", `${situation.config.shown} names no base_image.image.`);
  const registry = await askRegistry(options, world);
  const listed = await listRepositories(registry, options, world);
  const start =
    listed.length === 0
      ? ""
      : await world.prompter.search({
          message: "Which repository?",
          choices: listed.map((name) => ({ value: name, name })),
          other: true,
        });
  const suffix = registry.listing?.suffix ?? "";
  const text = await world.prompter.input({
    message: start === "" ? "Which image?" : "Complete it",
    why: `The image your model runs in, such as ${registry.example}`,
    ...(start === "" ? {} : { default: listed.includes(start) ? start + suffix : start, prefill: true }),
    problem: (value) => imageProblem(value, registry.id),
  });
  return locate(text, registry.id);
}

async function askRegistry(options: SetupOptions, world: Asks): Promise<Registry<RegistryId>> {
  if (options.registry !== undefined) return registryById(options.registry);
  if (world.prompter === null) throw missingFlag("--registry", "which registry is the image on?");
  const id = await world.prompter.select({
    message: "Which registry is the image on?",
    why: "config.yaml names no image yet, which would tell the registry.",
    choices: registries.map((registry) => ({
      value: registry.id,
      name: registry.title,
      description: registry.example,
    })),
  });
  return registryById(id);
}

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
