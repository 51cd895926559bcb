// How much work is a project to `check -r`? Its folder is listed, its file read, and its text taken apart once.
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { Composer, Lexer } from "yaml";
import { check } from "../../src/check/check.ts";
import { readArgs } from "../../src/command-line/args.ts";
import type { Files } from "../../src/world/types.ts";
import { fakeWorld } from "../support/world.ts";

afterEach(() => void vi.restoreAllMocks());

const names = [
  "clean-iam",
  "clean-oidc",
  "short-lived-token",
  "no-authentication",
  "secrets-null",
  "secret-value",
];
const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/findings/${name}.yaml`, import.meta.url), "utf8");

const configs = names.map(
  (name) => [`/project/team/${name}/config.yaml`, `${fixture(name)}# ${name}\n`] as const,
);
const disk = {
  ...Object.fromEntries(configs),
  // Neither says anything that these configs leave open.
  "/project/team/clean-iam/requirements.txt": "truss==0.18.20\n",
  "/project/team/clean-oidc/chain.py": "import truss_chains\n",
  "/project/other/config.yaml": "defaults:\n  - db: mysql\n",
};

/** The paths that a world's files are asked for, by what is asked. */
function watched(files: Files) {
  const asked = { kind: [] as string[], list: [] as string[], read: [] as string[], listed: [] as string[] };
  const watching: Files = {
    ...files,
    kind: (path) => {
      asked.kind.push(path);
      return files.kind(path);
    },
    list: (path) => {
      asked.list.push(path);
      return files.list(path);
    },
    read: (path, known) => {
      asked.read.push(path);
      if (known?.listed) asked.listed.push(path);
      return files.read(path, known);
    },
  };
  return { asked, watching };
}

/** What is lexed, and how many texts are composed. */
function parsing() {
  const lexed: string[] = [];
  const { lex } = Lexer.prototype;
  vi.spyOn(Lexer.prototype, "lex").mockImplementation(function (this: Lexer, text, incomplete) {
    lexed.push(text);
    return lex.call(this, text, incomplete);
  });
  return { lexed, composed: vi.spyOn(Composer.prototype, "compose") };
}

test.each(["text", "sarif", "github"])("check -r --format %s", async (format) => {
  const world = fakeWorld({ files: disk });
  const { asked, watching } = watched(world.files);
  const { lexed, composed } = parsing();
  const invocation = readArgs(["check", "-r", "--format", format], "1.0.0");
  if (invocation.kind !== "check") throw new Error("It is no check.");
  await check(invocation.options, { ...world, files: watching });
  expect(asked.kind).toEqual(["/project"]);
  expect(asked.list.toSorted()).toEqual(
    [
      "/project",
      "/project/other",
      "/project/team",
      ...names.map((name) => `/project/team/${name}`),
    ].toSorted(),
  );
  const read = [...configs.map(([path]) => path), "/project/other/config.yaml"].toSorted();
  expect(asked.read.toSorted()).toEqual(read);
  // A listing says what they are, so none is looked at before it is opened.
  expect(asked.listed.toSorted()).toEqual(read);
  expect(lexed.toSorted()).toEqual(configs.map(([, text]) => text).toSorted());
  expect(composed).toHaveBeenCalledTimes(configs.length);
});
