// Which image, on which registry, as far as a glance at the project's config.yaml tells?
import { join, relative, resolve } from "node:path";
import { glanceAtImage, maySignIn } from "../config/glance.ts";
import type { ConfigFile, SetupOptions } from "../flow.ts";
import { findRegistry } from "../registries/index.ts";
import type { Registry, Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { World } from "../world/types.ts";

/** A project whose image needs a sign-in. */
export interface Glanced {
  /** Whether it may be set up already. */
  readonly setUp: boolean;
  readonly config: ConfigFile;
  readonly registry: Registry;
  readonly target: Target;
}

/**
 * Looks at the project, and makes something of what is seen.
 * @returns null where that isn't certain, or a registry may let anybody pull and is asked before anything else
 */
export async function glance<T>(
  { project }: Pick<SetupOptions, "project">,
  world: Pick<World, "files" | "cwd">,
  make: (glanced: Glanced) => Promise<T | null>,
): Promise<T | null> {
  const path = join(resolve(world.cwd, project), "config.yaml");
  try {
    const bytes = await world.files.read(path);
    const text = Buffer.from(bytes ?? []).toString("utf8");
    const image = glanceAtImage(text);
    if (bytes === null || image === null) return null;
    const { registry, target } = findRegistry(parseImage(image));
    if (target.open === undefined || target.publicBecause !== undefined) return null;
    const config = { path, shown: relative(world.cwd, path), bytes, text };
    return await make({ setUp: maySignIn(text), config, registry, target });
  } catch (error) {
    // Whatever it is, the set-up meets it too and has the words for it.
    if (error instanceof CliError) return null;
    throw error;
  }
}
