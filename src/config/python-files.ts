// Does a folder's Python use Truss? Chains and training jobs name their image in Python, which is never edited.
import { join } from "node:path";
import type { World } from "../world/types.ts";

/** A file whose Python is a Chain's or a training job's. */
export interface PythonFile {
  readonly kind: "chain" | "training";
  /** The file's name in the folder. */
  readonly name: string;
}

/** https://docs.baseten.co/development/chain/overview, https://docs.baseten.co/training/overview */
const imports = [
  ["chain", /^\s*(?:import|from)\s+truss_chains\b/m],
  ["training", /^\s*(?:import|from)\s+truss_train\b/m],
] as const;

/** So many files of a folder are looked at; a Chain or a training job is a handful. */
const mostFiles = 100;

/** The first file of each kind in a folder, not below it; empty where its Python has nothing to do with Truss. */
export async function pythonIn(
  folder: string,
  { files }: Pick<World, "files">,
): Promise<readonly PythonFile[]> {
  const found = new Map<PythonFile["kind"], PythonFile>();
  const scripts = (await files.list(folder)).filter(
    ({ name, kind }) => kind === "file" && name.endsWith(".py"),
  );
  for (const { name } of scripts.slice(0, mostFiles)) {
    const text = Buffer.from((await files.read(join(folder, name)).catch(() => null)) ?? []).toString("utf8");
    for (const [kind, pattern] of imports)
      if (!found.has(kind) && pattern.test(text)) found.set(kind, { kind, name });
  }
  return [...found.values()];
}

/** `chain.py is a Truss Chain` */
export const pythonSentence = (files: readonly PythonFile[]): string =>
  files
    .map(({ name, kind }) => `${name} is ${kind === "chain" ? "a Truss Chain" : "a training job"}`)
    .join(", ");
