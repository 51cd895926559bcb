// Which config.yaml files are meant? Folders, files, or with --recursive every Truss project below.
import { dirname, join, relative, resolve } from "node:path";
import { type Limit, limitTo, mostAtOnce } from "../values/concurrency.ts";
import { CliError } from "../values/errors.ts";
import { FileTrouble } from "../values/file-trouble.ts";
import type { World } from "../world/types.ts";
import { pythonIn, pythonSentence } from "./python-files.ts";

type Reads = Pick<World, "files" | "cwd" | "terminal">;

/** A project's config file. */
export interface Project {
  /** Absolute. */
  readonly path: string;
  /** As to be shown: relative to where the command was started. */
  readonly shown: string;
  /** What was read to see that it is a Truss config; null when it wasn't read yet. */
  readonly bytes: Uint8Array | null;
}

/**
 * Finds the config files, in the order given, each once. A recursive search skips dot-folders, node_modules and links, and files that are no Truss config.
 * @param names what the file may be called in a folder; the first that is there counts
 * @throws CliError `file-not-found` for a path that isn't there, `config-not-found` for a folder without a config
 */
export async function findProjects(
  projects: readonly string[],
  recursive: boolean,
  world: Reads,
  names: readonly string[] = ["config.yaml"],
): Promise<readonly Project[]> {
  const found = new Map<string, Project>();
  const limit = limitTo(mostAtOnce);
  for (const project of projects) {
    const given = resolve(world.cwd, project);
    const kind = await world.files.kind(given);
    if (kind === null)
      throw new CliError("file-not-found", `There is no ${project}.`, {
        hint: "Name a folder that holds a config.yaml, or the file itself.",
      });
    const before = found.size;
    const add = (path: string, bytes: Uint8Array | null = null): void => {
      found.set(path, { path, shown: relative(world.cwd, path) || path, bytes });
    };
    if (kind !== "folder") add(given);
    else if (recursive)
      for (const { path, bytes } of await below(given, names, world, limit)) add(path, bytes);
    else {
      const path = await configIn(given, names, world);
      if (path === null)
        throw notFound(`There is no ${join(project, "config.yaml")}.`, await instead(given, world));
      add(path);
    }
    if (found.size === before && kind === "folder" && recursive && projects.length === 1)
      throw notFound(
        `There is no Truss config.yaml in ${project} or below.`,
        "Name the folder that your Truss projects are in.",
      );
  }
  return [...found.values()];
}

/** What to do where a folder has no config.yaml. */
async function instead(folder: string, world: Reads): Promise<string> {
  const python = await pythonIn(folder, world);
  return python.length === 0
    ? "truss init makes one; -r looks in the folders below."
    : `${pythonSentence(python)}, and Python isn't read. What belongs there is printed by: create-registry-auth`;
}

const notFound = (message: string, hint: string): CliError =>
  new CliError("config-not-found", message, { hint });

async function configIn(folder: string, names: readonly string[], world: Reads): Promise<string | null> {
  for (const name of names) {
    const path = join(folder, name);
    if ((await world.files.kind(path)) === "file") return path;
  }
  return null;
}

/** Waiting for the disk is most of the time that a large tree takes, so several folders are read at once. */
async function below(
  folder: string,
  names: readonly string[],
  world: Reads,
  limit: Limit,
): Promise<readonly { path: string; bytes: Uint8Array }[]> {
  const { own, folders } = await limit(() => inFolder(folder, names, world));
  const nested = folders.map((name) => below(join(folder, name), names, world, limit));
  return [...own, ...(await Promise.all(nested)).flat()];
}

/** The project that a folder is, if it is one, and the names of the folders in it that may be others. */
async function inFolder(folder: string, names: readonly string[], world: Reads) {
  const entries = (await orLeaveOut(world.files.list(folder), world)) ?? [];
  const folders = entries.flatMap(({ name, kind }) =>
    kind === "folder" && !name.startsWith(".") && name !== "node_modules" ? [name] : [],
  );
  const here = names.find((name) => entries.some((entry) => entry.name === name && entry.kind === "file"));
  if (here === undefined) return { own: [], folders };
  const path = join(folder, here);
  const bytes = await orLeaveOut(trussAt(path, world, { listed: true }), world);
  return { own: bytes === null ? [] : [{ path, bytes }], folders };
}

/** The result; null, and a line that says so, where a file or folder can't be read: the rest goes on. */
async function orLeaveOut<T>(work: Promise<T>, { terminal }: Reads): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    terminal.say(`! Left out: ${error.message}`);
    return null;
  }
}

/** A key that only Truss gives a meaning, at the start of a line or anywhere in JSON. */
const trussKey =
  /(?:^|[{,])["' \t\ufeff]*(?:model_(?:name|class_name|module_dir|metadata)|base_image|docker_auth|docker_server|trt_llm|external_package_dirs|python_version|secrets|build_commands)["']?\s*:/m;

/** A Truss's config.yaml; null for another tool's, which is nobody's business here, and for none. */
export async function trussAt(
  path: string,
  { files }: Pick<World, "files">,
  known: { readonly listed?: boolean } = {},
): Promise<Uint8Array | null> {
  const bytes = await files.read(path, known);
  return bytes !== null && trussKey.test(Buffer.from(bytes).toString("utf8")) ? bytes : null;
}

/** The root of the repository that a folder is in, absolute; null where it is in none. */
export async function repositoryRoot(
  folder: string,
  { files }: Pick<World, "files">,
): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    // A file in a worktree or submodule. https://git-scm.com/docs/gitrepository-layout
    if ((await files.kind(join(at, ".git")).catch(() => null)) !== null) return at;
    if (at === dirname(at)) return null;
  }
}
