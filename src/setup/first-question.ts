// What the wizard shows and asks first where a glance at config.yaml is enough to know it, so that it can be on the screen
// before what sets up is loaded. The set-up comes to the same question by itself, or asks another: see world/ahead.ts.
import type { SetupOptions } from "../flow.ts";
import type { Ahead, World } from "../world/types.ts";
import { glance } from "./glanced.ts";
import { impliedMethod, likelyMethod, methodQuestion, saysHow } from "./method.ts";
import { header, titleOf } from "./screen.ts";
import { whoRows } from "./who.ts";

/**
 * The header and the question of the method, for a project that isn't set up and whose flags leave both open.
 * @returns null where that isn't certain
 */
export async function firstQuestion(options: SetupOptions, world: World): Promise<Ahead | null> {
  if (options.image !== undefined || options.registry !== undefined || saysHow(options)) return null;
  return glance(options, world, async ({ setUp, config, registry, target }) => {
    if (setUp || registry.methods.length === 1 || impliedMethod(registry, options) !== undefined) return null;
    const question = methodQuestion(registry, null, likelyMethod(registry, target, options));
    const title = titleOf(registry.title, target);
    const who = await whoRows(registry, options, world);
    return { lines: [...header(config, target.image.text, title), ...who, ""], question };
  });
}
