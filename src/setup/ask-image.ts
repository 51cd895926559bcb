// Asks for an image in place of one that can't be read, or can't be pulled.
import { CliError } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { InteractiveWorld } from "../world/types.ts";

/** A sentence why a text is no image, or null. */
export function imageProblem(text: string): string | null {
  try {
    parseImage(text);
    return null;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}

/** Asks for an image in place of another. */
export const askImage = (before: string, world: InteractiveWorld): Promise<string> =>
  world.prompter.input({ message: "Which image?", default: before, prefill: true, problem: imageProblem });
