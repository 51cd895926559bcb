// With -r, is a folder or file that can't be read named, and the rest found?
import { expect, test } from "vitest";
import { findProjects } from "../../src/config/projects.ts";
import { fileTrouble } from "../../src/values/file-trouble.ts";
import { fakeWorld } from "../support/world.ts";

test("what can't be read is left out by name", async () => {
  const truss = "model_name: a\n";
  const world = fakeWorld({
    files: {
      "/project/a/config.yaml": truss,
      "/project/b/config.yaml": truss,
      "/project/locked/config.yaml": truss,
    },
  });
  const { files } = world;
  const closed = {
    ...files,
    list: async (path: string) => {
      if (path === "/project/locked") throw fileTrouble(path, "read", { code: "EACCES" });
      return files.list(path);
    },
    read: async (path: string) => {
      if (path === "/project/b/config.yaml") throw fileTrouble(path, "read", "pipe");
      return files.read(path);
    },
  };
  const found = await findProjects(["."], true, { ...world, files: closed });
  expect(found.map(({ shown }) => shown)).toEqual(["a/config.yaml"]);
  expect([...world.said].sort()).toEqual([
    "! Left out: /project/b/config.yaml can't be read: it is a pipe, not a file.",
    "! Left out: /project/locked can't be read: permission is denied.",
  ]);
});
