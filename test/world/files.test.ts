// Is a file either replaced as a whole or left alone?
import { spawnSync } from "node:child_process";
import * as system from "node:fs/promises";
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
import type { Disk } from "../../src/world/replace-file.ts";

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
    await expect(files.replace(config, bytes("old"), bytes("new"))).rejects.toMatchObject({
      code: "config-unwritable",
      message: `${config} can't be written: it is read-only.`,
    });
    expect(await readFile(config, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
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

describe("a file that was listed", () => {
  const listed = (path: string) => files.read(path, { listed: true });

  test("is read, through a link too", async () => {
    await writeFile(config, "a");
    expect(await listed(config)).toEqual(Buffer.from("a"));
    if (onWindows) return;
    await symlink("config.yaml", join(folder, "link"));
    expect(await listed(join(folder, "link"))).toEqual(Buffer.from("a"));
  });

  test("may be gone meanwhile", async () => {
    expect(await listed(config)).toBeNull();
    expect(await listed(join(config, "below"))).toBeNull();
  });

  test.skipIf(onWindows).each([
    ["pipe", () => spawnSync("mkfifo", [config])],
    ["folder", () => mkdir(config)],
  ])("may be a %s meanwhile, which isn't waited for", async (what, make) => {
    await make();
    await expect(listed(config)).rejects.toThrow(`${config} can't be read: it is a ${what}, not a file.`);
  });
});

describe("step by step", () => {
  /** The real disk, with something else at one step. */
  const on = (changes: Partial<Disk>) => createFiles({ disk: { ...system, ...changes } });
  const wrapped = (wrap: (handle: system.FileHandle) => Partial<system.FileHandle>): Partial<Disk> => ({
    open: async (...given: Parameters<typeof system.open>) => {
      const handle = await system.open(...given);
      return Object.assign(handle, wrap(handle));
    },
  });
  beforeEach(() => writeFile(config, "old"));

  test("a save by an editor in the last moment is kept", async () => {
    const late = on(
      wrapped((handle) => {
        const sync = handle.sync.bind(handle);
        return {
          sync: async () => {
            await sync();
            await writeFile(config, "saved meanwhile");
          },
        };
      }),
    );
    expect(await late.replace(config, bytes("old"), bytes("new"))).toBe("changed");
    expect(await readFile(config, "utf8")).toBe("saved meanwhile");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  /** Windows refuses so while a scanner or an editor has the old file open. */
  const held = (times: number, code: string): Partial<Disk> => {
    let left = times;
    return {
      rename: async (from, to) => {
        left -= 1;
        if (left >= 0) throw Object.assign(new Error(code), { code });
        await system.rename(from, to);
      },
    };
  };

  test.each(["EBUSY", "EPERM", "EACCES"])("a file that is open elsewhere for a moment: %s", async (code) => {
    expect(await on(held(2, code)).replace(config, bytes("old"), bytes("new"))).toBe("written");
    expect(await readFile(config, "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  test("a file that stays open elsewhere is left as it is", async () => {
    const replaced = on(held(99, "EBUSY")).replace(config, bytes("old"), bytes("new"));
    await expect(replaced).rejects.toMatchObject({ code: "config-unwritable" });
    expect(await readFile(config, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  test("the old file's owner and mode are given before the rename, and the new text is synced", async () => {
    const steps: string[] = [];
    const { uid, gid } = await stat(config);
    const seen = on({
      open: async (path, flags, mode) => {
        const handle = await system.open(path, flags, mode);
        const what = path === folder ? "folder" : "new file";
        if (what === "new file") steps.push(`open ${String(flags)} ${Number(mode).toString(8)}`);
        const sync = handle.sync.bind(handle);
        return Object.assign(handle, {
          chown: async (...given: number[]) => void steps.push(`chown ${given}`),
          sync: () => {
            steps.push(`sync ${what}`);
            return sync();
          },
        });
      },
      rename: async (from, to) => {
        steps.push("rename");
        await system.rename(from, to);
      },
    });
    await seen.replace(config, bytes("old"), bytes("new"));
    expect(steps).toEqual(["open wx 600", `chown ${uid},${gid}`, "sync new file", "rename", "sync folder"]);
  });

  test.each<[string, Partial<Disk>]>([
    ["a full disk", wrapped(() => ({ writeFile: () => Promise.reject(failure("ENOSPC")) }))],
    ["a disk that doesn't sync", wrapped(() => ({ sync: () => Promise.reject(failure("EIO")) }))],
    ["a rename that fails", { rename: () => Promise.reject(failure("EROFS")) }],
  ])("nothing is left behind by %s", async (_, changes) => {
    await expect(on(changes).replace(config, bytes("old"), bytes("new"))).rejects.toMatchObject({
      code: "config-unwritable",
    });
    expect(await readFile(config, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  test("what is planted where the temporary file goes is neither written nor removed", async () => {
    const other = join(folder, "other");
    await writeFile(other, "theirs");
    const planted = on({
      open: async (path, flags, mode) => {
        if (path !== folder) await symlink(other, String(path));
        return system.open(path, flags, mode);
      },
    });
    await expect(planted.replace(config, bytes("old"), bytes("new"))).rejects.toMatchObject({
      code: "config-unwritable",
    });
    expect(await readFile(other, "utf8")).toBe("theirs");
    expect((await readdir(folder)).length).toBe(3);
  });

  test("the temporary file of a run that was killed goes, that of one that lives stays", async () => {
    const { pid } = spawnSync("true");
    const dead = join(folder, `.config.yaml.${pid}-abc.tmp`);
    const alive = `.config.yaml.${process.ppid}-abc.tmp`;
    const foreign = ".config.yaml.swp";
    for (const name of [dead, join(folder, alive), join(folder, foreign)]) await writeFile(name, "half");
    await files.replace(config, bytes("old"), bytes("new"));
    expect(await readdir(folder)).toEqual([alive, foreign, "config.yaml"].sort());
  });
});

const failure = (code: string): Error => Object.assign(new Error(code), { code });
