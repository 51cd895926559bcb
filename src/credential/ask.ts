// May somebody be asked, and what is said above a question?
import type { InteractiveWorld, World } from "../world/types.ts";

/** Whether somebody is there to ask. */
export const canAsk = (world: World): world is InteractiveWorld => world.prompter !== null;

export type Asks = Pick<World, "prompter" | "terminal">;

/** A dim line above a prompt: why it is asked, and the page that explains it. */
export function sayWhy(world: Asks, why: string, link?: string): void {
  world.terminal.show(world.terminal.dim(`  ${why}${link === undefined ? "" : ` ${link}`}`));
}
