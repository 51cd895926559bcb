// How are files read, and replaced so that each is either the old one or the new one, never half of it?
import { type Dirent, rmSync, type Stats } from "node:fs";
import {
  type FileHandle,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Files } from "./types.ts";

type Kind = "file" | "folder" | "other";

/**
 * The file system of this machine. Errors other than "not there" are the system's own.
 * @param atExit is given what removes a half-written temporary file when the program is stopped meanwhile.
 */
export function createFiles(atExit?: (cleanUp: () => void) => void): Files {
  const temporaries = new Set<string>();
  atExit?.(() => {
    for (const path of temporaries) rmSync(path, { force: true });
  });
  return {
    read,
    kind,
    list,
    replace: (path, expected, bytes) => replace(path, expected, bytes, temporaries),
  };
}

const read = (path: string): Promise<Uint8Array | null> => orNull(readFile(path));

async function kind(path: string): Promise<Kind | null> {
  const found = await orNull(stat(path));
  return found && kindOf(found);
}

/** Links to files count as files; links to folders as `other`, so that a walk can't go in circles. */
async function list(path: string): Promise<readonly { name: string; kind: Kind }[]> {
  const entries = (await orNull(readdir(path, { withFileTypes: true }))) ?? [];
  const named = entries.map(async (entry) => {
    const linksToFile = entry.isSymbolicLink() && (await kind(join(path, entry.name))) === "file";
    return { name: entry.name, kind: linksToFile ? "file" : kindOf(entry) };
  });
  return (await Promise.all(named)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function replace(
  path: string,
  expected: Uint8Array | null,
  bytes: Uint8Array,
  temporaries: Set<string>,
): Promise<"written" | "changed"> {
  const target = await targetOf(path);
  const old = await orNull(stat(target));
  if (!(await stillThere(target, expected))) return "changed";
  if (old && (old.mode & 0o222) === 0) throw readOnly(target);
  const temporary = join(dirname(target), `.${basename(target)}.${Math.random().toString(36).slice(2)}.tmp`);
  temporaries.add(temporary);
  const handle = await open(temporary, "wx", old ? 0o600 : 0o666);
  try {
    await fill(handle, old, bytes);
    // Checked again at the last moment: an editor may have saved meanwhile.
    if (!(await stillThere(target, expected))) {
      await unlink(temporary);
      return "changed";
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  } finally {
    temporaries.delete(temporary);
  }
  await syncFolder(dirname(target));
  return "written";
}

/** Writes and syncs the new file, with owner and mode of the old one. Closes it in any case. */
async function fill(handle: FileHandle, old: Stats | null, bytes: Uint8Array): Promise<void> {
  try {
    await handle.writeFile(bytes);
    if (old) {
      // Only root may give a file away; for everyone else the owner is right already or can't be kept.
      await handle.chown(old.uid, old.gid).catch(() => {});
      await handle.chmod(old.mode & 0o7777);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Follows links to the end, also where the last one points to nothing yet. */
async function targetOf(path: string): Promise<string> {
  const real = await orNull(realpath(path));
  if (real !== null) return real;
  const link = await readlink(path).catch(() => null);
  return link === null ? path : targetOf(resolve(dirname(path), link));
}

async function stillThere(path: string, expected: Uint8Array | null): Promise<boolean> {
  const found = await read(path);
  if (found === null || expected === null) return found === expected;
  return Buffer.compare(found, expected) === 0;
}

/** Makes the rename last through a power cut. Windows can't sync a folder, and some file systems refuse. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {}
}

// A rename needs no permission on the file itself, but a file made read-only is meant to stay as it is.
const readOnly = (path: string): Error =>
  Object.assign(new Error(`EACCES: permission denied, the file is read-only: '${path}'`), {
    code: "EACCES",
    path,
  });

const kindOf = (entry: Stats | Dirent): Kind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";

/** The result, or null when the path leads nowhere. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}
