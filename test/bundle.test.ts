// What is loaded when? Only what a step needs, and each thing is there once.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Metafile } from "esbuild";
import { expect, test } from "vitest";
import { helpText } from "../src/command-line/help.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The chunks as the build made them: what each holds, and which it loads with it or on demand. */
const chunks: Metafile["outputs"] = JSON.parse(readFileSync(`${root}build/chunks.json`, "utf8"));

const built = readdirSync(`${root}dist`).filter((name) => name.endsWith(".js"));

/** The chunks and all that come with them. */
function loadedWith(...names: readonly string[]): readonly string[] {
  const loaded = new Set(names);
  for (const each of loaded)
    for (const { path, kind } of chunks[each]?.imports ?? [])
      if (kind === "import-statement" && path in chunks) loaded.add(path);
  return [...loaded];
}

/** The chunk of a module that is loaded on demand. */
function chunkOf(module: string): string {
  const [name] = Object.entries(chunks).find(([, { entryPoint }]) => entryPoint === module) ?? [];
  if (name === undefined) throw new Error(`${module} is no chunk of its own.`);
  return name;
}

/** What these chunks hold: files of the source, and packages by name. */
const heldBy = (names: readonly string[]): ReadonlySet<string> =>
  new Set(
    names
      .flatMap((name) => Object.keys(chunks[name]?.inputs ?? {}))
      .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file),
  );

/** Packages that take long to load. */
const heavy = ["execa", "ora", "socks", "https-proxy-agent", "yaml", "diff"];

test("the chunks are those that were built", () => {
  expect(Object.keys(chunks).sort()).toEqual(built.map((name) => `dist/${name}`).sort());
});

test("each module is in one chunk only, so that there is one CliError", () => {
  const modules = Object.values(chunks).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  expect(modules.filter((file, at) => modules.indexOf(file) !== at)).toEqual([]);
});

test("--help loads nothing but the bin, which has its text", () => {
  expect(loadedWith("dist/cli.js")).toEqual(["dist/cli.js"]);
  expect(heldBy(["dist/cli.js"])).toEqual(new Set(["src/cli.ts"]));
  for (const flag of ["--help", "-h"])
    expect(execFileSync(process.execPath, [`${root}dist/cli.js`, flag], { encoding: "utf8" })).toBe(
      helpText(),
    );
});

/** What has been loaded when the first question stands on the screen. */
const first = [chunkOf("src/run.ts"), chunkOf("src/world/prompts.ts")];

test("up to the first question neither a command nor a heavy package is loaded", () => {
  const held = heldBy(loadedWith(...first));
  expect([...held].filter((file) => heavy.includes(file))).toEqual([]);
  const later =
    /^src\/(setup\/(setup|conversation|plan)|config\/(?!glance)\w+|distribution\/\w+|baseten\/client|mechanisms\/render)\.ts$/;
  expect([...held].filter((file) => later.test(file))).toEqual([]);
  const bytes = loadedWith(...first).reduce((sum, name) => sum + statSync(root + name).size, 0);
  expect(bytes).toBeLessThan(130_000);
});

test("a usage error loads no prompt", () => {
  const held = heldBy(loadedWith(chunkOf("src/run.ts")));
  expect([...held].filter((file) => file.startsWith("@inquirer/"))).toEqual([]);
});

test.each([
  "setup",
  "check",
  "refresh",
])("%s loads prompts, execa, ora and proxies when needed", (command) => {
  const held = heldBy(loadedWith(chunkOf(`src/${command}/${command}.ts`)));
  expect(held).toContain("yaml");
  expect(
    [...held].filter((file) =>
      ["execa", "ora", "https-proxy-agent", "socks", "proxy-from-env", "@inquirer/prompts"].includes(file),
    ),
  ).toEqual([]);
});

test("check loads neither the cloud's side nor the mending before it is asked for them", () => {
  const held = [...heldBy(loadedWith(chunkOf("src/check/check.ts")))];
  const later =
    /^(src\/(grant|distribution)\/|src\/baseten\/client|src\/check\/(online|fix|cloud-side)\.ts|diff$)/;
  expect(held.filter((file) => later.test(file))).toEqual([]);
});

// A chunk hands on what its exports are when it is loaded: one that changes later would stay what it was.
test("what a chunk exports is plain, and never changes", () => {
  const load = createRequire(import.meta.url);
  for (const name of built.filter((each) => each !== "cli.js")) {
    const exported: object = load(`${root}dist/${name}`);
    const getters = Object.entries(Object.getOwnPropertyDescriptors(exported)).filter(([, { get }]) => get);
    expect(getters).toEqual([]);
  }
  const sources = [...new Set(Object.values(chunks).flatMap(({ inputs }) => Object.keys(inputs)))];
  const changing = sources.filter((file) => /^export (?:let|var)\b/m.test(readFileSync(root + file, "utf8")));
  expect(changing).toEqual([]);
});

test("no path of the machine that built it is in the bundle", () => {
  const texts = built.map((name) => readFileSync(`${root}dist/${name}`, "utf8"));
  expect(texts.filter((text) => text.includes(root.replace(/\/$/, ""))).length).toBe(0);
});
