// Is only a regular file ever opened or replaced, and does nothing wait for one that isn't?
import { execFileSync } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFiles } from "../../src/world/files.ts";
import { receivedBy } from "./receiver.ts";

const files = createFiles();
const isRoot = process.getuid?.() === 0;

let folder: string;
let path: string;
let server: Server | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "odd-files-"));
  path = join(folder, "config.yaml");
});
afterEach(async () => {
  server?.close();
  server = null;
  await rm(folder, { recursive: true, force: true });
});

/** Each way in which something else can stand where a file is due, and what is said of it. */
const odd: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ["a pipe", "it is a pipe, not a file", async () => execFileSync("mkfifo", [path])],
  ["a folder", "it is a folder, not a file", () => mkdir(path)],
  [
    "a socket",
    "it is a socket, not a file",
    () =>
      new Promise<void>((resolve) => {
        server = createServer().listen(path, resolve);
      }),
  ],
  ["links in a circle", "its links go in a circle", () => symlink("config.yaml", path)],
  [
    "a link to a pipe",
    "it is a pipe, not a file",
    async () => {
      execFileSync("mkfifo", [join(folder, "pipe")]);
      await symlink("pipe", path);
    },
  ],
  [
    "a file of a terabyte",
    "it is larger than 64 MB",
    () => writeFile(path, "").then(() => truncate(path, 1e12)),
  ],
];

describe.skipIf(process.platform === "win32")("what is no file", () => {
  test.each(odd)("isn't read: %s", async (_, reason, make) => {
    await make();
    await expect(files.read(path)).rejects.toMatchObject({
      name: "FileTrouble",
      code: "file-unreadable",
      message: `${path} can't be read: ${reason}.`,
      reason,
    });
  });

  test.each(odd)("isn't replaced: %s", async (_, reason, make) => {
    await make();
    const before = await lstat(path);
    const there = await readdir(folder);
    for (const expected of [null, new Uint8Array()])
      await expect(files.replace(path, expected, Buffer.from("new"))).rejects.toMatchObject({ reason });
    expect((await lstat(path)).ino).toBe(before.ino);
    expect(await readdir(folder)).toEqual(there);
  });

  test.runIf(isRoot)("a device is neither read nor replaced, not by root either", async () => {
    // A device of no driver: opening it fails, and nothing is behind it.
    execFileSync("mknod", [path, "c", "241", "241"]);
    const reason = "it is a device, not a file";
    await expect(files.read(path)).rejects.toMatchObject({ reason });
    for (const expected of [null, new Uint8Array()])
      await expect(files.replace(path, expected, Buffer.from("new"))).rejects.toMatchObject({ reason });
    expect((await lstat(path)).isCharacterDevice()).toBe(true);
  });
});

describe("ordinary trouble has its sentence", () => {
  test("a name that is too long", async () => {
    const long = join(folder, "x".repeat(300));
    const message = `${long} can't be read: its name is too long.`;
    await expect(files.read(long)).rejects.toMatchObject({ message });
    await expect(files.kind(long)).rejects.toMatchObject({ message });
  });

  test("links in a circle, asked for their kind", async () => {
    await symlink("config.yaml", path);
    await expect(files.kind(path)).rejects.toMatchObject({ reason: "its links go in a circle" });
  });

  test("no folder to write in", async () => {
    const nowhere = join(folder, "none", "config.yaml");
    await expect(files.replace(nowhere, null, Buffer.from(""))).rejects.toMatchObject({
      code: "config-unwritable",
      message: `${nowhere} can't be written: its folder isn't there.`,
    });
  });

  test.skipIf(isRoot)("no permission", async () => {
    await chmod(folder, 0);
    await expect(files.read(path)).rejects.toMatchObject({ reason: "permission is denied" });
    await expect(files.list(folder)).rejects.toMatchObject({ reason: "permission is denied" });
    await chmod(folder, 0o700);
  });
});

describe.skipIf(process.platform === "win32")("receive", () => {
  const quick = createFiles({ silenceMs: 300 });
  const receive = async (from: string) => {
    const bytes = await quick.receive(from);
    return bytes === null ? null : Buffer.from(bytes).toString();
  };

  test("a file is read as ever, what isn't there is null", async () => {
    await writeFile(path, "key");
    expect(await receive(path)).toBe("key");
    expect(await receive(join(folder, "none"))).toBeNull();
  });

  test("a pipe is read to its end, in pieces, whoever comes first", async () => {
    execFileSync("mkfifo", [path]);
    const reading = receive(path);
    const writer = await open(path, "w");
    await writer.write("first ");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writer.write("second");
    await writer.close();
    expect(await reading).toBe("first second");
  });

  test("a shell's <(…), whose writer has ended already", () => {
    expect(receivedBy("sleep 0.2; echo late")).toBe("late\n");
    expect(receivedBy("head -c 200000 /dev/zero | tr '\\0' x")).toHaveLength(200_000);
  });

  test("a pipe without a byte is given up, and so is one that stops", async () => {
    execFileSync("mkfifo", [path]);
    await expect(receive(path)).rejects.toMatchObject({ reason: "nothing came out of it for 0.3 seconds" });
    const reading = expect(receive(path)).rejects.toMatchObject({
      reason: "nothing came out of it for 0.3 seconds",
    });
    const writer = await open(path, "w");
    await writer.write("half");
    await reading;
    await writer.close();
  });

  test("a pipe that is slow all the while is read to its end", async () => {
    execFileSync("mkfifo", [path]);
    const reading = receive(path);
    const writer = await open(path, "w");
    for (const piece of ["a", "b", "c", "d"]) {
      await writer.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await writer.close();
    expect(await reading).toBe("abcd");
  });

  test("a pipe without an end is given up", () => {
    expect(receivedBy("cat /dev/zero")).toBe("FileTrouble: it is larger than 1 MB");
  });

  test("Ctrl+C ends it", async () => {
    execFileSync("mkfifo", [path]);
    const stop = new AbortController();
    const stoppable = createFiles({ signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(stoppable.receive(path)).rejects.toMatchObject({ code: "interrupted" });
  });
});
