// Python that names an image isn't read, and that is said: a Chain's, a training job's.
import { dirname, resolve } from "node:path";
import { findProjects, type Project } from "../config/projects.ts";
import { type PythonFile, pythonIn, pythonTitle } from "../config/python-files.ts";
import type { CheckOptions } from "../flow.ts";
import { toolOf } from "../text/own-command.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";

const sentence = (files: readonly PythonFile[]): string =>
  files.map((file) => `${file.name} is ${pythonTitle(file)}`).join(", ");

/**
 * The config files to check.
 * @throws CliError as `findProjects`; where only Python names an image, the hint says what prints it.
 */
export async function findConfigs(options: CheckOptions, world: World): Promise<readonly Project[]> {
  try {
    return await findProjects(options.projects, options.recursive, world, ["config.yaml", "config.yml"]);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "config-not-found" || options.recursive) throw error;
    const folders = options.projects.map((project) => resolve(world.cwd, project));
    const python = (await Promise.all(folders.map((folder) => pythonIn(folder, world)))).flat();
    if (python.length === 0) throw error;
    const hint = `${sentence(python)}, and check reads no Python. What belongs there is printed by: ${toolOf(world).join(" ")}`;
    throw new CliError(error.code, error.message, { hint });
  }
}

/** Says which Python beside the projects that were named isn't read. */
export async function sayUnread(
  projects: readonly Project[],
  { recursive, format }: CheckOptions,
  world: World,
): Promise<void> {
  if (recursive || format !== "text") return;
  for (const { path } of projects) {
    const python = await pythonIn(dirname(path), world);
    if (python.length > 0) world.terminal.say(`  ${sentence(python)}, and check reads no Python.`);
  }
}
