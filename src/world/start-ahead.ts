// How can a program run before the part that asks for it is loaded? It is started ahead. The part that asks goes its own
// way; where the first program that it runs is this very command, it gets what runs already. Else that is stopped, and
// nothing of it is used.
import { isDeepStrictEqual } from "node:util";
import type { Exec, PlainCommand, World } from "./types.ts";

export interface StartedAhead {
  /** For the part that comes to the same command. */
  readonly world: World;
  /** Stops what nobody asked for. */
  end(): void;
}

/** Starts the command. */
export function startAhead(world: World, command: PlainCommand): StartedAhead {
  const stop = new AbortController();
  const running = world.exec(command, stop.signal);
  // Whoever asks for it hears of a failure.
  running.catch(() => {});
  let waits = true;
  const end = (): void => {
    if (waits) stop.abort();
    waits = false;
  };
  const exec: Exec = (asked, given) => {
    if (waits && isDeepStrictEqual(asked, command)) {
      waits = false;
      return running;
    }
    end();
    return world.exec(asked, given);
  };
  return { world: { ...world, exec }, end };
}
