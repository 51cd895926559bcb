// What was typed before a question stood on the screen was meant for something else.
import { setImmediate as turn } from "node:timers/promises";
import { interrupted } from "../values/errors.ts";

/** A terminal's keys, which can be told to come one by one. */
type Keys = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/**
 * Drops what was typed before the question stood on the screen: it was meant for something else. What the terminal
 * holds back for a whole line comes at once when it is told to hold nothing; a few turns of the loop read it all.
 * @throws CliError `interrupted` where Ctrl+C is in it
 */
export async function dropTypedAhead(input: NodeJS.ReadableStream): Promise<void> {
  const keys: Keys = input;
  if (keys.isTTY !== true || keys.setRawMode === undefined) return;
  let stopped = false;
  // A terminal that is told to hold nothing makes no signal of Ctrl+C.
  const drop = (typed: unknown): void => {
    stopped ||= String(typed).includes("\u0003");
  };
  keys.setRawMode(true);
  keys.on("data", drop);
  keys.resume();
  for (let turns = 0; turns < 3; turns += 1) await turn();
  keys.off("data", drop);
  keys.pause();
  if (!stopped) return;
  keys.setRawMode(false);
  throw interrupted();
}

/**
 * Starts a prompt that takes all that was typed since then. By itself it would drop what comes before it has drawn
 * anything, where its input says that it is a terminal; nothing else of it looks at that.
 */
export function takingAll<T>(input: NodeJS.ReadableStream, start: () => T): T {
  const keys: Keys = input;
  const { isTTY } = keys;
  keys.isTTY = false;
  try {
    return start();
  } finally {
    if (isTTY === undefined) delete keys.isTTY;
    else keys.isTTY = isTTY;
  }
}
