// Is a file either replaced as a whole or left alone?
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFiles } from "../../src/world/files.ts";

const files = createFiles();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const onWindows = process.platform === "win32";

let folder: string;
let config: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
  config = join(folder, "config.yaml");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o7777;

describe("replace", () => {
  test("writes what is new, and leaves nothing else behind", async () => {
    await writeFile(config, "old");
    expect(await files.replace(config, bytes("old"), bytes("new\r\n"))).toBe("written");
    expect(await readFile(config, "utf8")).toBe("new\r\n");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  test.skipIf(onWindows).each([0o600, 0o644, 0o664, 0o755, 0o200])("keeps the mode %o", async (wanted) => {
    await writeFile(config, "old");
    await chmod(config, wanted);
    await files.replace(config, bytes("old"), bytes("new"));
    expect(await mode(config)).toBe(wanted);
  });

  test.skipIf(onWindows)("gives a new file the usual mode", async () => {
    expect(await files.replace(config, null, bytes("new"))).toBe("written");
    expect(await mode(config)).toBe(0o666 & ~process.umask());
  });

  test.skipIf(onWindows).each([
    ["to a file", "real.yaml"],
    ["to a file in another folder", "other/real.yaml"],
    ["to a link", "link"],
  ])("replaces the target of a link %s", async (_, to) => {
    await mkdir(join(folder, "other"));
    await writeFile(join(folder, "real.yaml"), "old");
    await writeFile(join(folder, "other/real.yaml"), "old");
    await symlink("real.yaml", join(folder, "link"));
    await symlink(to, config);
    expect(await files.replace(config, bytes("old"), bytes("new"))).toBe("written");
    expect((await lstat(config)).isSymbolicLink()).toBe(true);
    expect((await lstat(join(folder, to))).isSymbolicLink()).toBe(to === "link");
    expect(await readFile(join(folder, to), "utf8")).toBe("new");
  });

  test.skipIf(onWindows)("makes the target of a link to nothing", async () => {
    await symlink("later.yaml", config);
    expect(await files.replace(config, null, bytes("new"))).toBe("written");
    expect(await readFile(join(folder, "later.yaml"), "utf8")).toBe("new");
    expect((await lstat(config)).isSymbolicLink()).toBe(true);
  });

  test.each<[string, string | null, string | null]>([
    ["another text", "else", "old"],
    ["a file where there was none", "else", null],
    ["no file where there was one", null, "old"],
  ])("does nothing when there is %s now", async (_, now, expected) => {
    if (now !== null) await writeFile(config, now);
    const before = await readdir(folder);
    expect(await files.replace(config, expected === null ? null : bytes(expected), bytes("new"))).toBe(
      "changed",
    );
    expect(await readdir(folder)).toEqual(before);
    if (now !== null) expect(await readFile(config, "utf8")).toBe(now);
  });

  test("leaves a read-only file alone, for root too", async () => {
    await writeFile(config, "old");
    await chmod(config, 0o444);
    await expect(files.replace(config, bytes("old"), bytes("new"))).rejects.toMatchObject({ code: "EACCES" });
    expect(await readFile(config, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  test("fails as the system does where there is no folder", async () => {
    const path = join(folder, "nowhere", "config.yaml");
    await expect(files.replace(path, null, bytes("new"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("leaves nothing behind when the last step fails", async () => {
    await mkdir(config);
    // A folder can't be read as a file, nor replaced by one.
    await expect(files.replace(config, null, bytes("new"))).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });
});

test("read, kind and list tell what is there and what isn't", async () => {
  await writeFile(config, "a");
  await mkdir(join(folder, "model"));
  await symlink("config.yaml", join(folder, "to-file"));
  await symlink("model", join(folder, "to-folder"));
  expect(await files.read(config)).toEqual(Buffer.from("a"));
  expect(await files.read(join(folder, "none"))).toBeNull();
  expect(await files.read(join(config, "below"))).toBeNull();
  expect(await files.kind(config)).toBe("file");
  expect(await files.kind(folder)).toBe("folder");
  expect(await files.kind(join(folder, "none"))).toBeNull();
  expect(await files.list(join(folder, "none"))).toEqual([]);
  expect(await files.list(folder)).toEqual([
    { name: "config.yaml", kind: "file" },
    { name: "model", kind: "folder" },
    { name: "to-file", kind: "file" },
    { name: "to-folder", kind: "other" },
  ]);
});
