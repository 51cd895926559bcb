// What of the file system does this tool use? Whatever goes wrong there has a sentence.
import { type Dirent, readdir as readdirByCallback, rmSync, type Stats } from "node:fs";
import * as system from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileTrouble } from "../values/file-trouble.ts";
import { orNull, readFile } from "./read-file.ts";
import { type Disk, replaceFile } from "./replace-file.ts";
import type { Files } from "./types.ts";

// It costs a third less than that of node:fs/promises, which counts where a thousand folders are listed.
const readdir = promisify(readdirByCallback);

type Kind = "file" | "folder" | "other";

export interface FilesOptions {
  /** Is given what removes a half-written temporary file when the program is stopped meanwhile. */
  readonly atExit?: (cleanUp: () => void) => void;
  /** Ends the reading of a pipe. */
  readonly signal?: AbortSignal;
  /** How long a pipe may give nothing, in ms; 5,000 unless said. */
  readonly silenceMs?: number;
  /** The disk that is written to; this machine's unless a test says otherwise. */
  readonly disk?: Disk;
}

/** The file system of this machine. Only regular files are opened or replaced; nothing waits for a pipe. */
export function createFiles({ atExit, signal, silenceMs = 5000, disk = system }: FilesOptions = {}): Files {
  const temporaries = new Set<string>();
  atExit?.(() => {
    for (const path of temporaries) rmSync(path, { force: true });
  });
  return {
    read: (path, { listed = false } = {}) => readFile(path, { listed }),
    receive: (path) => readFile(path, { pipe: { silenceMs, ...(signal ? { signal } : {}) } }),
    kind,
    list,
    makeFolder,
    replace: (path, expected, bytes) => replaceFile(path, expected, bytes, { disk, temporaries }),
  };
}

async function kind(path: string): Promise<Kind | null> {
  try {
    const found = await orNull(system.stat(path));
    return found && kindOf(found);
  } catch (error) {
    throw fileTrouble(path, "read", error);
  }
}

/** Links to files count as files; links to folders as `other`, so that a walk can't go in circles. */
async function list(path: string): Promise<readonly { name: string; kind: Kind }[]> {
  try {
    const entries = (await orNull(readdir(path, { withFileTypes: true }))) ?? [];
    const named = entries.map(async (entry) => {
      const linksToFile = entry.isSymbolicLink() && (await isFile(join(path, entry.name)));
      return { name: entry.name, kind: linksToFile ? "file" : kindOf(entry) };
    });
    return (await Promise.all(named)).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw fileTrouble(path, "read", error);
  }
}

/** A link that can't be followed is no file, and no reason to give the whole folder up. */
const isFile = (path: string): Promise<boolean> =>
  system.stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const kindOf = (entry: Stats | Dirent): Kind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";

async function makeFolder(path: string): Promise<void> {
  try {
    await system.mkdir(path, { recursive: true });
  } catch (error) {
    throw fileTrouble(path, "written", error);
  }
}
