// Does the README still say what the tool says?
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { helpText } from "../src/command-line/help.ts";
import { registries } from "../src/registries/index.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const readme = read("README.md");

test("the help stands there word for word", () => {
  const [, block] = /```text\n\$ create-registry-auth --help\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(block).toBe(helpText());
});

/** Ours alone, or no failure: nothing to look up. */
const unlisted = ["internal", "interrupted"];

test("the troubleshooting table lists every error code with its exit code, and no other", () => {
  const [, source = ""] = /const exitCodes = \{([\s\S]*?)\}/.exec(read("src/values/errors.ts")) ?? [];
  const codes = [...source.matchAll(/"?([\w-]+)"?: (\d+),/g)].map(([, code, exit]) => `${code} ${exit}`);
  const [, section = ""] = /## Troubleshooting([\s\S]*?)\n## /.exec(readme) ?? [];
  const listed = [...section.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(
    ([, code, exit]) => `${code} ${exit}`,
  );
  expect(listed).toEqual(codes.filter((code) => !unlisted.includes(code.split(" ")[0] ?? "")));
});

test("the table of registries has a row for each method of each registry, and no other", () => {
  const rows = [...readme.matchAll(/^\| [^|]*`([\w-]+)`[^|]*\| `([\w-]+)` \|/gm)].map(
    ([, registry, method]) => `${registry} ${method}`,
  );
  const known = registries.flatMap(({ id, methods }) => methods.map((method) => `${id} ${method.id}`));
  expect(rows).toEqual(known);
});

test("files and headings it links to are there", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
  const slugs = [...readme.matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = ""]) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-")}`,
  );
  const missing = links.filter((link) =>
    link.startsWith("#") ? !slugs.includes(link) : !existsSync(new URL(`../${link}`, import.meta.url)),
  );
  expect(missing).toEqual([]);
});
