// Settles which image is to be pulled, and so the registry: flag, config.yaml, one of those that exist, or typed.

import { canAsk } from "../credential/ask.ts";
import { awsProfilesOf } from "../credential/aws-profile.ts";
import type { SetupOptions, Situation } from "../flow.ts";
import { findRegistry, type RegistryId, registries, registryById } from "../registries/index.ts";
import type { Registry, Target } from "../registries/types.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { InteractiveWorld, World } from "../world/types.ts";
import { askImage, imageProblem } from "./ask-image.ts";
import { isPythonOnly } from "./python.ts";

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

/**
 * Settles the image and its registry; null when somebody wants none.
 * @throws CliError `missing-flag` (`--image`) when there is none and nobody can be asked.
 */
export async function askTarget(
  { config, truss, python }: Situation,
  options: SetupOptions,
  world: World,
): Promise<Found | null> {
  const known = options.image ?? truss.image;
  if (known !== null) return locate(known, options.registry);
  const pythonOnly = isPythonOnly({ config, python });
  if (!canAsk(world))
    throw missingFlag(
      "--image",
      pythonOnly ? "Python names the image, and isn't read." : `${config.shown} names no base_image.image.`,
    );
  if (!pythonOnly)
    world.terminal.show(
      `  ${config.shown} names no image, so Truss takes its own: nothing has to be set up.`,
    );
  world.terminal.show("  For a private one, type or paste it as docker pull takes it.");
  const text = await askNewImage(options, world);
  // An image says where it is; `--registry` was only needed to list what is there.
  return text === "" ? null : findRegistry(parseImage(text));
}

/** Asks for an image, and offers to list those of the registries whose programs can. Empty: none is wanted. */
async function askNewImage(options: SetupOptions, world: InteractiveWorld): Promise<string> {
  if (options.registry !== undefined) return chooseImage(registryById(options.registry), options, world);
  const lists = registries.filter(({ listing }) => listing !== undefined);
  const picked = await world.prompter.search({
    message: "Which image?",
    choices: [
      { value: none, name: "None", description: "Truss's own image" },
      ...lists.map(({ id, title }) => ({ value: id, name: `One of mine on ${title}` })),
    ],
    other: true,
  });
  if (picked === none) return "";
  const listed = lists.find(({ id }) => id === picked);
  if (listed !== undefined) return chooseImage(listed, options, world);
  return imageProblem(picked) === null ? picked : askImage(picked, world);
}

const none = "none";

/** Chooses among what the registry's program lists; where it lists nothing, the image is typed. */
async function chooseImage(
  registry: Registry,
  options: SetupOptions,
  world: InteractiveWorld,
): Promise<string> {
  const listing = listRepositories(registry, options, world);
  const listed = await world.terminal.progress(`Looking for images on ${registry.title}`, listing);
  if (listed.length === 0) return typeImage(registry, world);
  const choices = listed.map((name) => ({ value: name, name }));
  const name = await world.prompter.search({ message: "Which repository?", choices, other: true });
  const path = name.slice(name.indexOf("/") + 1);
  const suffix = registry.listing?.suffix ?? ":";
  if (!listed.includes(name)) return imageProblem(name) === null ? name : askImage(name, world);
  const whole = (rest: string): string => (rest.startsWith(name) ? rest : `${name}${suffix}${rest}`);
  const rest = await world.prompter.input({
    message: suffix === ":" ? `Which tag of ${path}?` : `Which image in ${path}, with its tag?`,
    problem: (value) => (value === "" ? "Type it, such as 1.0." : imageProblem(whole(value))),
  });
  return whole(rest);
}

function typeImage({ example }: Registry, world: InteractiveWorld): Promise<string> {
  const why = `As docker pull takes it, such as ${example}`;
  return world.prompter.input({ message: "Which image?", why, problem: imageProblem });
}

/**
 * What the registry's own CLI lists, such as `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper`.
 * Empty when the CLI is missing, logged out or denied: the image is then typed, and nothing is lost.
 */
async function listRepositories(
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
  const result = await world.exec(command);
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
