// Python that names an image isn't read, and that is said.
import { dirname } from "node:path";
import type { Project } from "../config/projects.ts";
import { pythonIn, pythonSentence } from "../config/python-files.ts";
import type { CheckOptions } from "../flow.ts";
import type { World } from "../world/types.ts";

/** Says which Python beside the projects that were named isn't read. */
export async function sayUnread(
  projects: readonly Project[],
  { recursive, format }: CheckOptions,
  world: World,
): Promise<void> {
  if (recursive || format !== "text") return;
  for (const { path } of projects) {
    const python = await pythonIn(dirname(path), world);
    if (python.length > 0) world.terminal.say(`  ${pythonSentence(python)}, and check reads no Python.`);
  }
}
