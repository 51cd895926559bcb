// Reads what stands in the project: its config, its image, and the secrets its own code uses.
import { basename, dirname, join, relative, resolve } from "node:path";
import { notUtf8, readBytes } from "../config/file.ts";
import { mentionedIn } from "../config/mentions.ts";
import { type PythonFile, pythonIn } from "../config/python-files.ts";
import { readTruss, type TrussConfig } from "../config/truss.ts";
import type { ConfigFile, SetupOptions, Situation } from "../flow.ts";
import { hostSecret } from "../mechanisms/registry-secret.ts";
import { findRegistry } from "../registries/index.ts";
import { CliError } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";
import type { World } from "../world/types.ts";

type Reads = Pick<World, "files" | "cwd" | "prompter">;

const nothing: TrussConfig = { image: null, dockerAuth: null, secrets: [] };

/**
 * Reads the project. A config that can't be read safely comes back as `refusal`, so that the caller can
 * still tell what to paste.
 * @throws CliError `file-not-found` when there is no such folder, `invalid-image` for an unreadable image.
 */
export async function detect(options: SetupOptions, world: Reads): Promise<Situation> {
  const config = await readConfig(options.project, world);
  const python = await pythonIn(dirname(config.path), world);
  const { truss, refusal } = readOrRefuse(config, python, world);
  const text = options.image ?? truss.image;
  // A config the tool can't edit may still name an image; so may one whose image is malformed.
  const found = text === null ? null : findRegistry(parseImage(text));
  // Only the secrets of a sign-in that is there already may be left over.
  const signsIn = truss.dockerAuth !== null || truss.secrets.some((name) => name.startsWith(hostSecret("")));
  const mentioned = await mentionedIn(config, signsIn ? truss.secrets : [], world);
  return { config, truss, refusal, found, python, mentioned };
}

async function readConfig(project: string, world: Reads): Promise<ConfigFile> {
  const given = resolve(world.cwd, project);
  const kind = await world.files.kind(given);
  if (kind === null)
    throw new CliError("file-not-found", `There is no ${project}.`, {
      hint: "Name a folder that holds a config.yaml, or the file itself.",
    });
  const path = kind === "folder" ? await configIn(given, world) : given;
  const shown = relative(world.cwd, path) || path;
  const bytes = await readBytes({ path, shown }, world);
  if (bytes === null) return { path, shown, bytes, text: `model_name: ${modelName(given)}\n` };
  return { path, shown, bytes, text: Buffer.from(bytes).toString("utf8") };
}

/** config.yaml, or the config.yml that somebody wrote instead and that is then refused by its name. */
async function configIn(folder: string, world: Reads): Promise<string> {
  const path = join(folder, "config.yaml");
  if ((await world.files.kind(path)) !== null) return path;
  const misnamed = join(folder, "config.yml");
  return (await world.files.kind(misnamed)) === "file" ? misnamed : path;
}

const modelName = (folder: string): string => JSON.stringify(basename(folder) || "model");

function readOrRefuse(
  config: ConfigFile,
  python: readonly PythonFile[],
  world: Reads,
): { truss: TrussConfig; refusal: CliError | null } {
  const refuse = (refusal: CliError) => ({ truss: nothing, refusal });
  if (config.path.endsWith(".yml"))
    return refuse(
      new CliError("invalid-config", `${config.shown}: Truss reads config.yaml only, not .yml.`, {
        hint: `Rename it: mv ${config.shown} ${config.shown.replace(/\.yml$/, ".yaml")}`,
      }),
    );
  if (config.bytes === null) {
    if (world.prompter !== null || python.length > 0) return { truss: nothing, refusal: null };
    return refuse(
      new CliError("config-not-found", `There is no ${config.shown}.`, {
        hint: "Run it in a Truss folder, or make one: truss init",
      }),
    );
  }
  if (!Buffer.from(config.text, "utf8").equals(config.bytes)) return refuse(notUtf8(config.shown));
  try {
    return { truss: readTruss(config.text), refusal: null };
  } catch (error) {
    if (error instanceof CliError) return refuse(error);
    throw error;
  }
}
