// The arrows of the house: who may import whom, how far a chain may reach, and that a name says which file.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));
const textOf = (file: string): string => readFileSync(join(src, file), "utf8");

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const arrows: readonly Arrow[] = files.flatMap((file) => {
  const statements = textOf(file).matchAll(
    /^(?:import|export)( type)?[^;]*? from "([^"]+)";|import\("([^"]+)"\)/gm,
  );
  return [...statements].map((match) => {
    const target = match[2] ?? match[3] ?? "";
    const to = target.startsWith(".")
      ? relative(src, resolve(src, dirname(file), target)).replaceAll("\\", "/")
      : target;
    return { from: file, to, typeOnly: match[1] !== undefined };
  });
});

const inHouse = arrows.filter((arrow) => files.includes(arrow.to));

/** The room that a file is in; those at the top are rooms of their own. */
const room = (file: string): string => file.split("/")[0] ?? "";

const pure = ["values", "text"];
const data = ["registries", "mechanisms", "config", "baseten", "distribution", "programs", ...pure];
const command = ["credential", "grant", ...data];

/** Which rooms a room may import from, apart from types. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "cli.ts": ["run.ts"],
  "run.ts": ["command-line", "setup", "refresh", "check", "world", ...pure],
  "flow.ts": [],
  "command-line": ["registries", ...pure],
  setup: command,
  refresh: command,
  check: command,
  credential: data,
  grant: ["registries", "mechanisms", "baseten", "distribution", "programs", ...pure],
  registries: ["mechanisms", "programs", ...pure],
  mechanisms: ["config", ...pure],
  config: pure,
  baseten: pure,
  distribution: pure,
  programs: pure,
  world: pure,
  text: pure,
  values: pure,
};

/** Rooms below `flow.ts`, which says in their terms what the commands pass on. */
const below = [
  "grant",
  "registries",
  "mechanisms",
  "config",
  "baseten",
  "programs",
  "distribution",
  ...pure,
  "world",
];

test("every file is in a room that the house knows", () => {
  expect([...new Set(files.map(room))].filter((name) => allowed[name] === undefined)).toEqual([]);
});

test.each(Object.entries(allowed))("%s imports only what stands below it", (from, rooms) => {
  const wrong = inHouse.filter(
    (arrow) => room(arrow.from) === from && !arrow.typeOnly && room(arrow.to) !== from,
  );
  expect(wrong.filter((arrow) => !rooms.includes(room(arrow.to)))).toEqual([]);
});

/** The interfaces of the world, and the types that everything is told in, may be named from anywhere above. */
const typesForAll = ["world/types.ts", "flow.ts"];

/** What a value of the command line is called, and what it asks for. */
const typesOf: Readonly<Record<string, readonly string[]>> = {
  "run.ts": ["command-line/args.ts"],
  "command-line": ["mechanisms/types.ts"],
};

test.each(Object.entries(allowed))("%s names only types that stand below it", (from, rooms) => {
  const wrong = inHouse.filter(
    (arrow) => room(arrow.from) === from && arrow.typeOnly && room(arrow.to) !== from,
  );
  const may = from === "flow.ts" ? [...below, "command-line"] : rooms;
  const free = [...(below.includes(from) ? ["world/types.ts"] : typesForAll), ...(typesOf[from] ?? [])];
  expect(wrong.filter((arrow) => !may.includes(room(arrow.to)) && !free.includes(arrow.to))).toEqual([]);
});

/** Every file to those that it imports, types too. */
const imported = new Map(
  files.map((file) => [file, inHouse.filter(({ from }) => from === file).map(({ to }) => to)]),
);

test("nothing goes in a circle, types neither", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(" → "));
    if (done.has(file) || above.includes(file)) return;
    for (const next of imported.get(file) ?? []) walk(next, [...above, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

/** Every file to those that run because of it. */
const loaded = new Map(
  files.map((file) => [
    file,
    inHouse.filter(({ from, typeOnly }) => from === file && !typeOnly).map(({ to }) => to),
  ]),
);

test("no chain of imports, apart from types, is longer than thirteen files", () => {
  const known = new Map<string, readonly string[]>();
  const longest = (file: string): readonly string[] => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, [file]);
    const chains = (loaded.get(file) ?? []).map(longest);
    const chain = [file, ...(chains.sort((a, b) => b.length - a.length)[0] ?? [])];
    known.set(file, chain);
    return chain;
  };
  const [chain = []] = files.map(longest).sort((a, b) => b.length - a.length);
  expect(chain.length, chain.join(" → ")).toBeLessThanOrEqual(13);
});

/** Parts that siblings share: one name in each room, and one guess finds it. */
const siblings = /^(?:index|types|screen)\.ts$/;
const siblingsOfPrograms = /^programs\/\w+\/(?:commands|failures)\.ts$/;

test("a name says which file, but for siblings' equal parts", () => {
  const single = files.filter((file) => !siblings.test(basename(file)) && !siblingsOfPrograms.test(file));
  const twice = single.filter((file) =>
    single.some((other) => other !== file && basename(other) === basename(file)),
  );
  expect(twice).toEqual([]);
});

test("no more than six files stand at the top", () => {
  const top = readdirSync(src).filter((name) => name.endsWith(".ts"));
  expect(top.length).toBeLessThanOrEqual(6);
});

test("only world imports what touches the outside", () => {
  const foreign =
    /^(execa|ora|@inquirer\/|node:(fs|child_process|http|https|readline|os|tty)|(https?|socks)-proxy-agent|proxy-from-env)/;
  expect(arrows.filter((arrow) => foreign.test(arrow.to) && room(arrow.from) !== "world")).toEqual([]);
});

test("only cli.ts and world use process", () => {
  const users = files.filter((file) =>
    /\bprocess\.(?!platform)/.test(textOf(file).replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "")),
  );
  expect(users.filter((file) => file !== "cli.ts" && room(file) !== "world")).toEqual([]);
});

test("no file is long", () => {
  expect(files.filter((file) => textOf(file).trimEnd().split("\n").length > 200)).toEqual([]);
});
