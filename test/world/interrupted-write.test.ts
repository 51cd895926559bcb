// A program that is stopped in the middle of writing leaves no temporary file behind.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createFiles } from "../../src/world/files.ts";

test("a half-written temporary file goes at exit, the old file stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "config.yaml");
  await writeFile(path, "old\n");
  let cleanUp = (): void => {};
  const files = createFiles({
    atExit: (given) => {
      cleanUp = given;
    },
  });
  const writing = files.replace(path, Buffer.from("old\n"), Buffer.alloc(20_000_000, "n"));
  writing.catch(() => {});
  const hasTemporary = async () => (await readdir(folder)).length === 2;
  await expect.poll(hasTemporary, { interval: 0, timeout: 5000 }).toBe(true);
  cleanUp();
  expect(await readdir(folder)).toEqual(["config.yaml"]);
  expect(await readFile(path, "utf8")).toBe("old\n");
  await expect(writing).rejects.toMatchObject({ code: "config-unwritable" });
});
