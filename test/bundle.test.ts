// What is read from disk before anything is known of the command line? Only what `--help` needs.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const heavy = /(^|\/)(prompts|execa|ora|undici|run)-/;
let inputs: Metafile["inputs"];

// esbuild reads the built files as they are and tells who imports whom, and how.
beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["dist/cli.js"],
    outdir: "unused",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    write: false,
    metafile: true,
  });
  ({ inputs } = metafile);
});

/** The file and all that it imports statically. */
function loadedWith(file: string): readonly string[] {
  const loaded = new Set([file]);
  for (const each of loaded)
    for (const { path, kind } of inputs[each]?.imports ?? [])
      if (kind === "import-statement" && path in inputs) loaded.add(path);
  return [...loaded];
}

test("--help loads neither prompts nor yaml nor execa, nor any command", () => {
  const files = loadedWith("dist/cli.js");
  expect(files.filter((file) => heavy.test(file))).toEqual([]);
  expect(files.reduce((sum, file) => sum + (inputs[file]?.bytes ?? 0), 0)).toBeLessThan(42_500);
});

test("the dynamic imports are still there to be found", () => {
  const names = Object.keys(inputs).filter((file) => heavy.test(file));
  expect(names.map((file) => heavy.exec(file)?.[2]).sort()).toEqual(
    expect.arrayContaining(["execa", "ora", "prompts", "run", "undici"]),
  );
});

test("a command loads prompts, execa, ora and undici when they are needed, not before", () => {
  const run = Object.keys(inputs).find((file) => file.startsWith("dist/run-")) ?? "";
  expect(loadedWith(run).length).toBeGreaterThan(1);
  expect(loadedWith(run).filter((file) => /\/(prompts|execa|ora|undici)-/.test(file))).toEqual([]);
});

test("no path of the machine that built it is in the bundle", () => {
  const texts = Object.keys(inputs).map((file) => readFileSync(new URL(file, `file://${root}`), "utf8"));
  expect(texts.filter((text) => text.includes(root.replace(/\/$/, ""))).length).toBe(0);
});
