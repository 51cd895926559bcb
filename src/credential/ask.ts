// May somebody be asked, and what stands below a question?
import type { InteractiveWorld, World } from "../world/types.ts";

/** Whether somebody is there to ask. */
export const canAsk = (world: World): world is InteractiveWorld => world.prompter !== null;

export type Asks = Pick<World, "prompter" | "terminal">;

/** What stands below a question: where its answer comes from, and the page that explains it. */
export const because = (why: string, link?: string): string => (link === undefined ? why : `${why} ${link}`);
