// What does Truss itself read in a config.yaml? Asked once for many, since it takes seconds to load.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output, program } from "./programs.ts";

const script = fileURLToPath(new URL("../truss_load.py", import.meta.url));

/** A config as Truss loads it. */
export interface Loaded {
  readonly image: string | null;
  /** Keys that have a value. */
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  readonly secrets: Readonly<Record<string, string | null>>;
  /** Everything else it read. */
  readonly rest: object;
  /** Fields for which `truss push` refuses the file, such as `base_image.secrets`. */
  readonly refusedByPush: readonly string[];
}

/** Why a file isn't loaded. The fields are as above; none when it is the YAML. */
export interface NotLoaded {
  readonly error: string;
  readonly fields: readonly string[];
}

export type LoadOutcome = Loaded | NotLoaded;

export const isLoaded = (outcome: LoadOutcome | undefined): outcome is Loaded =>
  outcome !== undefined && !("error" in outcome);

/** Loads the texts, in their order, with `TrussConfig.from_yaml`. */
export async function loadWithTruss(texts: readonly string[]): Promise<readonly LoadOutcome[]> {
  const folder = await mkdtemp(join(tmpdir(), "truss-load-"));
  try {
    const paths = texts.map((_, index) => join(folder, `${index}.yaml`));
    await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? "", text)));
    const env = { HOME: folder, PATH: "/usr/bin:/bin" };
    return JSON.parse(await output(program("TRUSS_PYTHON"), [script], { env, input: JSON.stringify(paths) }));
  } finally {
    await rm(folder, { recursive: true });
  }
}
