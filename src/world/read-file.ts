// How is a file read without waiting for one that is none: a pipe, a device, a folder?
import * as system from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { promisify } from "node:util";
import { interrupted } from "../values/errors.ts";
import { FileTrouble, fileTrouble, type OwnTrouble } from "../values/file-trouble.ts";

/** Bytes; more than any file that this tool has a use for. */
const fileLimit = 64_000_000;
/** Bytes; a pipe's size isn't known before it is read. */
const pipeLimit = 1_000_000;
/** How often a pipe is looked at, in ms. */
const pauseMs = 20;

/** Opening must not wait for a pipe's other end. Windows has neither. */
const openFlags = system.constants.O_RDONLY | (system.constants.O_NONBLOCK ?? 0);

// Of descriptors: FileHandles cost twice as much, which counts where a thousand files are read; and node:fs/promises takes
// a millisecond to load, which the first question would wait for.
const stat = promisify(system.stat);
const open = promisify(system.open);
const read = promisify(system.read);

/** What isn't a regular file, in a word; null for one that is. */
export function oddity(found: system.Stats): OwnTrouble | null {
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

/** How a file is read. */
interface Reading {
  /** Whether `list` has just said that it is a file: then it is opened without another look. */
  readonly listed?: boolean;
  /** A pipe is read too, and so. */
  readonly pipe?: PipeLimits;
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
export async function readFile(
  path: string,
  { listed = false, pipe }: Reading = {},
): Promise<Uint8Array | null> {
  try {
    if (!listed) {
      // Looked at before it is opened: opening some devices does something.
      const found = await orNull(stat(path));
      if (found === null) return null;
      refuseOdd(path, found, pipe !== undefined);
    }
    const file = await orNull(open(path, openFlags));
    if (file === null) return null;
    try {
      // And again: something else may stand there now. What is open answers at once.
      const opened = system.fstatSync(file);
      refuseOdd(path, opened, pipe !== undefined);
      return opened.isFIFO() && pipe ? await readPipe(path, file, pipe) : await readWhole(path, file, opened);
    } finally {
      system.closeSync(file);
    }
  } catch (error) {
    throw fileTrouble(path, "read", error);
  }
}

function refuseOdd(path: string, found: system.Stats, mayBePipe: boolean): void {
  const odd = oddity(found);
  if (odd !== null && !(odd === "pipe" && mayBePipe)) throw fileTrouble(path, "read", odd);
  if (found.size > fileLimit) throw fileTrouble(path, "read", "large");
}

/** A file that grows meanwhile is read no further than it was long. */
async function readWhole(path: string, file: number, { size }: system.Stats): Promise<Uint8Array> {
  // Files of /proc say that they are empty, and aren't.
  const room = Buffer.allocUnsafe(size === 0 ? pipeLimit : size);
  let length = 0;
  for (;;) {
    if (length === room.length) return room;
    const { bytesRead } = await read(file, room, length, room.length - length, null);
    if (bytesRead === 0) return room.subarray(0, length);
    length += bytesRead;
    if (size === 0 && length === room.length) throw fileTrouble(path, "read", "large");
  }
}

/** Looks again and again: a read that waits would keep the program from ending at Ctrl+C. */
async function readPipe(path: string, file: number, { silenceMs, signal }: PipeLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let silent = 0; silent < silenceMs; silent += pauseMs) {
    for (;;) {
      const chunk = await nextChunk(file);
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

async function nextChunk(file: number): Promise<Uint8Array | "closed" | "empty"> {
  try {
    const { bytesRead, buffer } = await read(file, Buffer.allocUnsafe(65_536), 0, 65_536, null);
    return bytesRead === 0 ? "closed" : buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return "empty";
    throw error;
  }
}
