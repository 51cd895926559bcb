// May somebody be asked, and what is said where nobody can be?
import { CliError } from "../values/errors.ts";
import type { InteractiveWorld, World } from "../world/types.ts";

/** Whether somebody is there to ask. */
export const canAsk = (world: World): world is InteractiveWorld => world.prompter !== null;

export type Asks = Pick<World, "prompter" | "terminal">;

/** The failure when a value is needed and nobody can be asked. */
export const missingFlag = (flag: string, what: string): CliError =>
  new CliError("missing-flag", `${flag} is missing: ${what}`, {
    hint: `Add ${flag}, or run it on a terminal without --yes and --json to be asked.`,
  });

/** A dim line above a prompt: why it is asked, and the page that explains it. */
export function sayWhy(world: Asks, why: string, link?: string): void {
  world.terminal.say(world.terminal.dim(`  ${why}${link === undefined ? "" : ` ${link}`}`));
}
