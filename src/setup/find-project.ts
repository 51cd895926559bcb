// Where there is no config.yaml: which Truss is meant? Those above, up to the repository's root, and those below.
import { dirname, join, relative, resolve } from "node:path";
import { repositoryRoot, trussAt } from "../config/projects.ts";
import { pythonIn } from "../config/python-files.ts";
import { readTruss } from "../config/truss.ts";
import { canAsk } from "../credential/ask.ts";
import type { SetupOptions } from "../flow.ts";
import { currentMechanism } from "../mechanisms/index.ts";
import { findRegistry } from "../registries/index.ts";
import { interrupted } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { InteractiveWorld, World } from "../world/types.ts";

/**
 * Settles the projects: the one named, or where that has no config.yaml and somebody can be asked, those they choose.
 * @returns folders as they may stand on the command line
 * @throws CliError `interrupted` when none is wanted
 */
export async function askProjects({ project }: SetupOptions, world: World): Promise<readonly string[]> {
  const folder = resolve(world.cwd, project);
  if (!canAsk(world) || (await world.files.kind(folder)) !== "folder") return [project];
  const entries = await world.files.list(folder);
  if (entries.some(({ name }) => name === "config.yaml" || name === "config.yml")) return [project];
  // A Chain and a training job have no config.yaml.
  if ((await pythonIn(folder, world)).length > 0) return [project];
  const found = [...(await above(folder, world)), ...(await below(folder, world))];
  return found.length === 0 ? makeOne(project, world) : choose(found, folder, project, world);
}

async function makeOne(project: string, world: InteractiveWorld): Promise<readonly string[]> {
  const message = `No config.yaml in ${project === "." ? "this folder" : project}, nor below. Make one?`;
  if (!(await world.prompter.confirm({ message, default: false }))) throw interrupted();
  return [project];
}

async function choose(
  found: readonly string[],
  folder: string,
  project: string,
  world: InteractiveWorld,
): Promise<readonly string[]> {
  const inside = found.filter((path) => path.startsWith(folder)).length;
  const where = inside === found.length ? "below" : inside === 0 ? "above" : "above and below";
  const count = `${found.length} Truss${found.length === 1 ? "" : "es"}`;
  world.terminal.show(`  No config.yaml in ${project === "." ? "this folder" : project}; ${count} ${where}.`);
  const trusses = await Promise.all(
    found.map(async (path) => {
      const shown = relative(world.cwd, path) || ".";
      return { value: [shown], name: shown, description: await describe(path, world) };
    }),
  );
  const all = trusses.flatMap(({ value }) => value);
  return world.prompter.select<readonly string[]>({
    message: "Which Truss?",
    choices: [
      ...trusses,
      ...(all.length < 2
        ? []
        : [
            { value: all, name: "All of them", description: "one after the other; what is asked once holds" },
          ]),
      { value: [project], name: "A new one here", description: "makes config.yaml" },
    ],
  });
}

/** The folder of the nearest Truss above. Outside of a repository there is no telling where the project ends. */
async function above(folder: string, world: World): Promise<readonly string[]> {
  const root = await repositoryRoot(folder, world);
  for (let at = folder; root !== null && at.startsWith(root) && at !== dirname(at); at = dirname(at)) {
    const config = join(at, "config.yaml");
    if ((await world.files.kind(config)) === "file" && (await trussAt(config, world)) !== null) return [at];
  }
  return [];
}

/** So deep, and at so many folders, is looked: enough for a repository, and soon done in a home folder. */
const deepest = 4;
const mostFolders = 2000;

async function below(folder: string, world: World): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [folder];
  let looked = 0;
  for (let depth = 0; depth < deepest && level.length > 0 && looked < mostFolders; depth += 1) {
    const next: string[] = [];
    for (const at of level) {
      looked += 1;
      if (looked > mostFolders) break;
      for (const { name, kind } of await world.files.list(at).catch(() => [])) {
        if (name.startsWith(".") || name === "node_modules") continue;
        if (kind === "folder") next.push(join(at, name));
        if (
          name === "config.yaml" &&
          kind === "file" &&
          (await trussAt(join(at, name), world).catch(() => null)) !== null
        )
          found.push(at);
      }
    }
    level = next;
  }
  return found.sort();
}

/** `Amazon ECR · set up` */
async function describe(folder: string, world: World): Promise<string> {
  try {
    const bytes = await world.files.read(join(folder, "config.yaml"));
    const truss = readTruss(Buffer.from(bytes ?? []).toString("utf8"));
    if (truss.image === null) return "no image of its own";
    const { registry, target } = findRegistry(parseImage(truss.image));
    if (target.publicBecause !== undefined) return `${registry.title} · public`;
    return `${registry.title} · ${currentMechanism(truss, target.host) === null ? "not set up" : "set up"}`;
  } catch {
    return "can't be read";
  }
}
