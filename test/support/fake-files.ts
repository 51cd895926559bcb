// What is on the disk of a test? A map from absolute paths to bytes.
import { posix } from "node:path";
import { fileTrouble } from "../../src/values/file-trouble.ts";
import type { Files } from "../../src/world/types.ts";

/** A file: its text or bytes, and its mode when that matters. */
export type FileStub = string | Uint8Array | { readonly bytes: string | Uint8Array; readonly mode?: number };

interface Entry {
  readonly bytes: Uint8Array;
  readonly mode: number;
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

const entryOf = (stub: FileStub): Entry =>
  typeof stub === "string" || stub instanceof Uint8Array
    ? { bytes: bytesOf(stub), mode: 0o644 }
    : { bytes: bytesOf(stub.bytes), mode: stub.mode ?? 0o644 };

/** A disk in memory. */
export interface FakeDisk {
  readonly files: Files;
  /** Paths that were replaced, in order. */
  readonly written: readonly string[];
  /** A file's text; null when there is none. */
  text(path: string): string | null;
  mode(path: string): number | null;
  /** Changes a file behind the program's back; null removes it. */
  put(path: string, stub: FileStub | null): void;
}

/**
 * @param folders empty folders; the folders of files are there anyway.
 * @param beforeReplace called before each `replace` looks at the disk: the moment for another program's change.
 */
export function fakeFiles(
  stubs: Readonly<Record<string, FileStub>>,
  folders: readonly string[] = [],
  beforeReplace: (disk: FakeDisk, path: string) => void = () => {},
): FakeDisk {
  const made = [...folders];
  const entries = new Map(Object.entries(stubs).map(([path, stub]) => [path, entryOf(stub)]));
  const written: string[] = [];
  const inside = (path: string): string[] => {
    const prefix = path.endsWith("/") ? path : `${path}/`;
    return [...entries.keys(), ...made].filter((other) => other.startsWith(prefix));
  };
  const isFolder = (path: string): boolean => made.includes(path) || inside(path).length > 0;
  const kind: Files["kind"] = async (path) => (entries.has(path) ? "file" : isFolder(path) ? "folder" : null);
  const read: Files["read"] = async (path) => {
    if (!entries.has(path) && isFolder(path)) throw fileTrouble(path, "read", "folder");
    return entries.get(path)?.bytes ?? null;
  };
  const disk: FakeDisk = {
    written,
    text: (path) => {
      const entry = entries.get(path);
      return entry ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(entry.bytes) : null;
    },
    mode: (path) => entries.get(path)?.mode ?? null,
    put: (path, stub) => void (stub === null ? entries.delete(path) : entries.set(path, entryOf(stub))),
    files: {
      read,
      receive: read,
      kind,
      list: async (path) => {
        const names = inside(path).map((other) => posix.relative(path, other).split("/")[0] ?? "");
        const unique = [...new Set(names)].sort();
        return Promise.all(
          unique.map(async (name) => ({ name, kind: (await kind(posix.join(path, name))) ?? "other" })),
        );
      },
      makeFolder: async (path) => void made.push(path),
      replace: async (path, expected, bytes) => {
        beforeReplace(disk, path);
        const old = entries.get(path);
        const same = old && expected ? Buffer.compare(old.bytes, expected) === 0 : !old && expected === null;
        if (!same) return "changed";
        if (old && (old.mode & 0o222) === 0) throw fileTrouble(path, "written", "read-only");
        if (!isFolder(posix.dirname(path))) throw fileTrouble(path, "written", "ENOENT");
        entries.set(path, { bytes, mode: old?.mode ?? 0o644 });
        written.push(path);
        return "written";
      },
    },
  };
  return disk;
}
