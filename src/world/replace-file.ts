// How is a file replaced so that it is either the old one or the new one, never half of it?
import type { Stats } from "node:fs";
import * as system from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileTrouble } from "../values/file-trouble.ts";
import { oddity, orNull, readFile } from "./read-file.ts";

/** What the replacing does with the disk, so that a test can look on, or come between. */
export type Disk = Pick<
  typeof system,
  "open" | "readdir" | "readlink" | "realpath" | "rename" | "stat" | "unlink"
>;

/**
 * Replaces a file, or makes it, with the owner and mode of the old one. Not kept are its hard links, which then name
 * the old text, and extended attributes.
 * @param expected what must still be there; null: nothing.
 * @param temporaries holds the path of the half-written file while there is one.
 * @returns `changed` when something else is there now; then nothing was written.
 * @throws CliError `config-unwritable`, `file-unreadable`
 */
export async function replaceFile(
  path: string,
  expected: Uint8Array | null,
  bytes: Uint8Array,
  { disk = system, temporaries }: { readonly disk?: Disk; readonly temporaries: Set<string> },
): Promise<"written" | "changed"> {
  try {
    const target = await targetOf(path, disk);
    const old = await orNull(disk.stat(target));
    const odd = old && oddity(old);
    if (odd) throw fileTrouble(path, "written", odd);
    if (!(await stillThere(target, expected))) return "changed";
    if (old && (old.mode & 0o222) === 0) throw fileTrouble(path, "written", "read-only");
    await removeLeftovers(target, disk);
    return await put(target, old, expected, bytes, { disk, temporaries });
  } catch (error) {
    throw fileTrouble(path, "written", error);
  }
}

async function put(
  target: string,
  old: Stats | null,
  expected: Uint8Array | null,
  bytes: Uint8Array,
  { disk, temporaries }: { readonly disk: Disk; readonly temporaries: Set<string> },
): Promise<"written" | "changed"> {
  const temporary = join(dirname(target), temporaryName(basename(target)));
  temporaries.add(temporary);
  try {
    // `x`: what stands there already, a planted link too, isn't ours to write to.
    const handle = await disk.open(temporary, "wx", old ? 0o600 : 0o666);
    await fill(handle, old, bytes);
    // Checked again at the last moment: an editor may have saved meanwhile.
    if (!(await stillThere(target, expected))) {
      await disk.unlink(temporary);
      return "changed";
    }
    await renameOver(temporary, target, disk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") await disk.unlink(temporary).catch(() => {});
    throw error;
  } finally {
    temporaries.delete(temporary);
  }
  await syncFolder(dirname(target), disk);
  return "written";
}

/** Milliseconds until the next try, where another program has the old file open. */
const pausesMs = [10, 40, 150, 400];

/** Windows refuses to replace a file that is open elsewhere: an editor's, a virus scanner's, mostly for a moment. */
async function renameOver(temporary: string, target: string, disk: Disk): Promise<void> {
  for (const pause of pausesMs) {
    try {
      return await disk.rename(temporary, target);
    } catch (error) {
      if (!["EBUSY", "EPERM", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await after(pause);
    }
  }
  await disk.rename(temporary, target);
}

/** Writes and syncs the new file, with owner and mode of the old one. Closes it in any case. */
async function fill(handle: system.FileHandle, old: Stats | null, bytes: Uint8Array): Promise<void> {
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

/** Names this process, so that a later run can tell whose it was. */
const temporaryName = (name: string): string =>
  `.${name}.${process.pid}-${Math.random().toString(36).slice(2, 10)}.tmp`;

/** Removes the temporary files of runs that were killed in the middle. Those of a run that lives are left. */
async function removeLeftovers(target: string, disk: Disk): Promise<void> {
  const prefix = `.${basename(target)}.`;
  const names = await disk.readdir(dirname(target)).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) && /^(\d+)-[a-z0-9]+\.tmp$/.exec(name.slice(prefix.length))?.[1];
    if (pid && !isAlive(Number(pid))) await disk.unlink(join(dirname(target), name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Follows links to the end, also where the last one points to nothing yet. */
async function targetOf(path: string, disk: Disk): Promise<string> {
  const real = await orNull(disk.realpath(path));
  if (real !== null) return real;
  const link = await disk.readlink(path).catch(() => null);
  return link === null ? path : targetOf(resolve(dirname(path), link), disk);
}

async function stillThere(path: string, expected: Uint8Array | null): Promise<boolean> {
  const found = await readFile(path);
  if (found === null || expected === null) return found === expected;
  return Buffer.compare(found, expected) === 0;
}

/** Makes the rename last through a power cut. Windows can't sync a folder, and some file systems refuse. */
async function syncFolder(path: string, disk: Disk): Promise<void> {
  try {
    const folder = await disk.open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {}
}
