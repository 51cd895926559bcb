// What of the file system does this tool use? Whatever goes wrong there has a sentence.
import * as system from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileTrouble } from "../values/file-trouble.ts";
import { orNull, readFile } from "./read-file.ts";
import type { Disk } from "./replace-file.ts";
import type { Files } from "./types.ts";

// node:fs/promises takes a millisecond to load, which the first question would wait for, and a third longer for each
// folder.
const readdir = promisify(system.readdir);
const mkdir = promisify(system.mkdir);
const stat = promisify(system.stat);

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
export function createFiles({ atExit, signal, silenceMs = 5000, disk }: FilesOptions = {}): Files {
  const temporaries = new Set<string>();
  atExit?.(() => {
    for (const path of temporaries) system.rmSync(path, { force: true });
  });
  return {
    read: (path, { listed = false } = {}) => readFile(path, { listed }),
    receive: (path) => readFile(path, { pipe: { silenceMs, ...(signal ? { signal } : {}) } }),
    kind,
    list,
    makeFolder,
    async replace(path, expected, bytes) {
      const { replaceFile } = await import("./replace-file.ts");
      return replaceFile(path, expected, bytes, { temporaries, ...(disk ? { disk } : {}) });
    },
  };
}

async function kind(path: string): Promise<Kind | null> {
  try {
    const found = await orNull(stat(path));
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
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const kindOf = (entry: system.Stats | system.Dirent): Kind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fileTrouble(path, "written", error);
  }
}
