// What is loaded when? Only what a step needs, and each thing is there once.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { helpText } from "../src/command-line/help.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
interface Chunk {
  readonly file: string;
  /** Path from the root → bytes. */
  readonly modules: Readonly<Record<string, number>>;
  readonly exports: readonly string[];
  /** What is loaded with it. */
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}
/** The chunks as the build made them. */
const chunks: readonly Chunk[] = JSON.parse(readFileSync(`${root}build/chunks.json`, "utf8"));

const built = readdirSync(`${root}dist`).filter((name) => name.endsWith(".js"));

/** The chunks and all that come with them. */
function loadedWith(...names: readonly string[]): readonly string[] {
  const loaded = new Set(names);
  for (const each of loaded)
    for (const other of chunks.find(({ file }) => file === each)?.imports ?? [])
      if (built.includes(other)) loaded.add(other);
  return [...loaded];
}

/** The chunk that a module is in. */
function chunkOf(module: string): string {
  const chunk = chunks.find(({ modules }) => module in modules);
  if (chunk === undefined) throw new Error(`${module} is in no chunk.`);
  return chunk.file;
}

/** What these chunks hold: files of the source, and packages by name. */
const heldBy = (names: readonly string[]): ReadonlySet<string> =>
  new Set(
    chunks
      .filter(({ file }) => names.includes(file))
      .flatMap(({ modules }) => Object.keys(modules))
      .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file),
  );

/** Packages that take long to load. */
const heavy = ["execa", "ora", "socks", "https-proxy-agent", "yaml", "diff"];

test("the chunks are those that were built", () => {
  expect(chunks.map(({ file }) => file).sort()).toEqual(built.toSorted());
});

test("each module is in one chunk only, so that there is one CliError", () => {
  const modules = chunks.flatMap(({ modules }) => Object.keys(modules));
  expect(modules).toContain("src/values/errors.ts");
  expect(modules.filter((file, at) => modules.indexOf(file) !== at)).toEqual([]);
});

test("--help loads nothing but the bin, which has its text", () => {
  expect(loadedWith("cli.js")).toEqual(["cli.js"]);
  expect(heldBy(["cli.js"])).toEqual(new Set(["src/cli.ts"]));
  for (const flag of ["--help", "-h"])
    expect(execFileSync(process.execPath, [`${root}dist/cli.js`, flag], { encoding: "utf8" })).toBe(
      helpText(),
    );
});

/** What has been loaded when the first question stands on the screen. */
const first = loadedWith("cli.js", chunkOf("src/run.ts"));

test("up to the first question neither a command, a prompt nor a heavy package is loaded", () => {
  const held = heldBy(first);
  expect([...held].filter((file) => heavy.includes(file) || file.startsWith("@inquirer/"))).toEqual([]);
  const later =
    /^src\/(setup\/(setup|conversation|plan)|config\/(?!glance)\w+|distribution\/\w+|baseten\/client|mechanisms\/render)\.ts$/;
  expect([...held].filter((file) => later.test(file))).toEqual([]);
  const bytes = first.reduce((sum, name) => sum + statSync(`${root}dist/${name}`).size, 0);
  expect(bytes).toBeLessThan(105_000);
});

test("a set-up by flags starts the program that it waits for before it is loaded itself", () => {
  const held = heldBy(first);
  expect(held).toContain("src/setup/first-program.ts");
  expect(held).toContain("src/world/start-ahead.ts");
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

test("setting up loads nothing of the cloud's side until it is wanted", () => {
  const held = heldBy(loadedWith(chunkOf("src/setup/setup.ts")));
  const light = ["can-grant", "plan-lines"].map((name) => `src/grant/${name}.ts`);
  expect([...held].filter((file) => file.startsWith("src/grant/") && !light.includes(file))).toEqual([]);
});

test("no path of the machine that built it is in the bundle", () => {
  const texts = built.map((name) => readFileSync(`${root}dist/${name}`, "utf8"));
  expect(texts.filter((text) => text.includes(root.replace(/\/$/, ""))).length).toBe(0);
});

test("check loads neither the cloud's side nor the mending before it is asked for them", () => {
  const held = [...heldBy(loadedWith(chunkOf("src/check/check.ts")))];
  const later =
    /^(src\/(grant|distribution)\/|src\/baseten\/client|src\/check\/(online|fix|cloud-side)\.ts|diff$)/;
  expect(held.filter((file) => later.test(file))).toEqual([]);
});

// A chunk hands on what its exports are when it is loaded: one that changes later would stay what it was.
test("what a chunk exports is all there, is plain, and never changes", () => {
  const load = createRequire(import.meta.url);
  for (const { file, exports } of chunks.filter((each) => each.file !== "cli.js")) {
    const given = Object.getOwnPropertyDescriptors(load(`${root}dist/${file}`));
    expect(Object.keys(given).sort(), file).toEqual(exports.toSorted());
    expect(Object.values(given).filter(({ get }) => get)).toEqual([]);
  }
  const sources = chunks
    .flatMap(({ modules }) => Object.keys(modules))
    .filter((file) => existsSync(root + file));
  const changing = sources.filter((file) => /^export (?:let|var)\b/m.test(readFileSync(root + file, "utf8")));
  expect(changing).toEqual([]);
});
