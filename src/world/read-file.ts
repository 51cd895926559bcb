// How is a file read without waiting for one that is none: a pipe, a device, a folder?
import { constants, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { interrupted } from "../values/errors.ts";
import { FileTrouble, fileTrouble, type OwnTrouble } from "../values/file-trouble.ts";

/** Bytes; more than any file that this tool has a use for. */
const fileLimit = 64_000_000;
/** Bytes; a pipe's size isn't known before it is read. */
const pipeLimit = 1_000_000;
/** How often a pipe is looked at, in ms. */
const pauseMs = 20;

/** Opening must not wait for a pipe's other end. Windows has neither. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What isn't a regular file, in a word; null for one that is. */
export function oddity(found: Stats): OwnTrouble | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return "folder";
  if (found.isFIFO()) return "pipe";
  return found.isSocket() ? "socket" : "device";
}

/** The result, or null when the path leads nowhere. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

/** How a pipe is read. */
export interface PipeLimits {
  /** How long it may give nothing, in ms. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a regular file; null when there is none. With `pipe`, those of a pipe too.
 * @throws CliError `file-unreadable`; `interrupted` while a pipe is read.
 */
export async function readFile(path: string, pipe?: PipeLimits): Promise<Uint8Array | null> {
  try {
    // Looked at before it is opened: opening some devices does something.
    const found = await orNull(stat(path));
    if (found === null) return null;
    refuseOdd(path, found, pipe !== undefined);
    const handle = await open(path, openFlags);
    try {
      // And again: something else may stand there now.
      const opened = await handle.stat();
      refuseOdd(path, opened, pipe !== undefined);
      return opened.isFIFO() && pipe
        ? await readPipe(path, handle, pipe)
        : await readWhole(path, handle, opened);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileTrouble(path, "read", error);
  }
}

function refuseOdd(path: string, found: Stats, mayBePipe: boolean): void {
  const odd = oddity(found);
  if (odd !== null && !(odd === "pipe" && mayBePipe)) throw fileTrouble(path, "read", odd);
  if (found.size > fileLimit) throw fileTrouble(path, "read", "large");
}

/** A file that grows meanwhile is read no further than it was long. */
async function readWhole(path: string, handle: FileHandle, { size }: Stats): Promise<Uint8Array> {
  // Files of /proc say that they are empty, and aren't.
  const room = Buffer.allocUnsafe(size === 0 ? pipeLimit : size);
  let length = 0;
  for (;;) {
    if (length === room.length) return room;
    const { bytesRead } = await handle.read(room, length, room.length - length);
    if (bytesRead === 0) return room.subarray(0, length);
    length += bytesRead;
    if (size === 0 && length === room.length) throw fileTrouble(path, "read", "large");
  }
}

/** Looks again and again: a read that waits would keep the program from ending at Ctrl+C. */
async function readPipe(
  path: string,
  handle: FileHandle,
  { silenceMs, signal }: PipeLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let silent = 0; silent < silenceMs; silent += pauseMs) {
    for (;;) {
      const chunk = await nextChunk(handle);
      // No writer, and something came: that was the end. Nothing came: the writer is still to come.
      if (chunk === "closed" && length > 0) return Buffer.concat(chunks);
      if (typeof chunk === "string") break;
      chunks.push(chunk);
      length += chunk.length;
      silent = 0;
      if (length > pipeLimit) throw new FileTrouble(path, "read", "it is larger than 1 MB");
    }
    if (signal?.aborted) throw interrupted();
    await after(pauseMs);
  }
  throw new FileTrouble(path, "read", `nothing came out of it for ${silenceMs / 1000} seconds`);
}

async function nextChunk(handle: FileHandle): Promise<Uint8Array | "closed" | "empty"> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
    return bytesRead === 0 ? "closed" : buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return "empty";
    throw error;
  }
}
