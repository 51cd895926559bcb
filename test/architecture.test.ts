// The arrows of the house: who may import whom.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));

const place = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : "values");

/** What wires everything together. */
const entries = new Set(["cli.ts", "run.ts"]);

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const arrows: readonly Arrow[] = files.flatMap((file) => {
  const text = readFileSync(join(src, file), "utf8");
  const statements = text.matchAll(/^(import|export)( type)?[^;]*? from "([^"]+)";|import\("([^"]+)"\)/gm);
  return [...statements].map((match) => {
    const target = match[3] ?? match[4] ?? "";
    const to = target.startsWith(".")
      ? relative(src, resolve(src, dirname(file), target)).replaceAll("\\", "/")
      : target;
    return { from: file, to, typeOnly: match[2] !== undefined };
  });
});

/** Which places a place may import from, apart from types. */
const pure = ["values", "text"];
const data = ["registries", "mechanisms", "config", "baseten", "distribution", "programs", ...pure];

const allowed: Record<string, readonly string[]> = {
  check: ["check", "credential", ...data],
  credential: ["credential", ...data],
  registries: ["registries", "mechanisms", "programs", ...pure],
  mechanisms: ["mechanisms", "config", ...pure],
  config: ["config", ...pure],
  baseten: ["baseten", ...pure],
  world: ["world", ...pure],
  text: pure,
  values: pure,
};

test.each(Object.entries(allowed))("%s imports only what stands below it", (from, below) => {
  const wrong = arrows
    .filter(
      (arrow) =>
        place(arrow.from) === from && !entries.has(arrow.from) && arrow.to.endsWith(".ts") && !arrow.typeOnly,
    )
    .filter(
      // The ids that flags take are the registries' own.
      (arrow) => arrow.to !== "registries/types.ts",
    )
    .filter((arrow) => {
      const to = place(arrow.to);
      return !below.includes(to);
    });
  expect(wrong).toEqual([]);
});

test("only world imports what touches the outside", () => {
  const foreign = /^(execa|ora|@inquirer\/|node:(fs|child_process|http|https|readline|os|tty)|undici)/;
  expect(arrows.filter((arrow) => foreign.test(arrow.to) && place(arrow.from) !== "world")).toEqual([]);
});

test("only cli.ts and world use process", () => {
  const users = files.filter((file) =>
    /\bprocess\.(?!platform)/.test(
      readFileSync(join(src, file), "utf8").replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ""),
    ),
  );
  expect(users.filter((file) => file !== "cli.ts" && place(file) !== "world")).toEqual([]);
});

test("no file is long", () => {
  const long = files.filter((file) => readFileSync(join(src, file), "utf8").split("\n").length > 230);
  expect(long).toEqual([]);
});
