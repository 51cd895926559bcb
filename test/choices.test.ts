// Does every test pick a choice by its label, so that one more choice in a list fails none?
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** The prompts' own tests are about keys. */
const aboutKeys = ["world/prompts.test.ts", "choices.test.ts"];

test("no test presses an arrow to get to a choice", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".test.ts"),
  );
  const pressing = files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !aboutKeys.includes(file))
    .filter((file) => /"(?:down|up|Down|Up)"/.test(readFileSync(`${folder}/${file}`, "utf8")));
  expect(pressing).toEqual([]);
});
