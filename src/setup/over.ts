// What is said where nothing is left to set up, or somebody leaves it as it is.
import { paintOf } from "../text/paint.ts";
import type { World } from "../world/types.ts";
import type { Known } from "./known.ts";

/** Why anyone can pull the image; null where that isn't why it is over. */
const publicBecause = ({ over, found }: Known): string | null =>
  over !== undefined || found === undefined
    ? null
    : (found.target.publicBecause ?? `Anyone can pull ${found.target.image.text}.`);

/** Says how it ended. */
export function sayOver(known: Known, world: World): void {
  const tick = paintOf(world.terminal.colour).green("✔");
  const why = publicBecause(known);
  if (known.over === "no-image") world.terminal.say(`${tick} No private image. Nothing to set up.`);
  if (known.over === "printed") world.terminal.say(`${tick} Printed. Nothing was made, stored or written.`);
  if (known.over === "leave") world.terminal.say(`${tick} Left as it is.`);
  if (why === null) return;
  world.terminal.say(`${tick} ${why} Nothing to set up.`);
  if (known.found?.registry.id === "docker-hub")
    world.terminal.say("  To sign in all the same, for its pull limit: --method token");
}

/** The document of `setup --json`; `diff` is of an image that was pinned. */
export function overJson(known: Known, diff: string): object {
  const { found, situation } = known;
  const why = publicBecause(known);
  return {
    registry: found?.registry.id ?? null,
    method: null,
    identity: null,
    host: found?.target.host ?? null,
    image: found?.target.image.text ?? null,
    config: { path: situation.config.shown, changed: diff !== "", diff },
    secrets: [],
    grant: [],
    ...(known.script === undefined ? {} : { script: known.script }),
    python: null,
    verdict: { status: why === null ? "skipped" : "public", reason: why, platforms: [] },
    warnings: why === null ? [] : [{ code: "public-image", message: why }],
  };
}
