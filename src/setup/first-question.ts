// What the wizard shows and asks first where a glance at config.yaml is enough to know it, so that it can be on the screen
// before what sets up is loaded. The set-up comes to the same question by itself, or asks another: see world/ahead.ts.
import { join, relative, resolve } from "node:path";
import { glanceAtImage } from "../config/glance.ts";
import type { SetupOptions } from "../flow.ts";
import { findRegistry } from "../registries/index.ts";
import { CliError } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { Ahead, World } from "../world/types.ts";
import { impliedMethod, likelyMethod, methodQuestion, saysHow } from "./method.ts";
import { header, titleOf } from "./screen.ts";
import { whoRows } from "./who.ts";

/**
 * The header and the question of the method, for a project that isn't set up and whose flags leave both open.
 * @returns null where that isn't certain
 */
export async function firstQuestion(options: SetupOptions, world: World): Promise<Ahead | null> {
  if (options.image !== undefined || options.registry !== undefined || saysHow(options)) return null;
  const path = join(resolve(world.cwd, options.project), "config.yaml");
  try {
    const bytes = await world.files.read(path);
    const text = bytes === null ? null : glanceAtImage(Buffer.from(bytes).toString("utf8"));
    if (bytes === null || text === null) return null;
    const { registry, target } = findRegistry(parseImage(text));
    // A registry that may let anybody pull is asked before anything else is.
    const open = target.open === undefined || target.publicBecause !== undefined;
    if (open || registry.methods.length === 1 || impliedMethod(registry, options) !== undefined) return null;
    const file = { path, shown: relative(world.cwd, path), bytes, text };
    const question = methodQuestion(registry, null, likelyMethod(registry, target, options));
    const title = titleOf(registry.title, target);
    const who = await whoRows(registry, options, world);
    return { lines: [...header(file, target.image.text, title), ...who, ""], question };
  } catch (error) {
    // Whatever it is, the set-up meets it too and has the words for it.
    if (error instanceof CliError) return null;
    throw error;
  }
}
