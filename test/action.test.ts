// Does action.yml run this very version, and hand over what it is given word by word?
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { readArgs } from "../src/command-line/args.ts";
import { run } from "./real/support/programs.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const { version } = JSON.parse(read("package.json"));
const action = parse(read("action.yml"));

interface Step {
  readonly name: string;
  readonly run: string;
  readonly if: string;
  readonly env: Readonly<Record<string, string>>;
}
const steps: readonly Step[] = action.runs.steps.filter(({ run: script }: Step) => script !== undefined);

const folder = mkdtempSync(join(tmpdir(), "action-"));
afterAll(() => rmSync(folder, { recursive: true }));
// In the place of npx: tells its arguments, one a line, and the key.
writeFileSync(join(folder, "npx"), '#!/bin/sh\nprintf "%s\\n" "$@" "key=$BASETEN_API_KEY"\n');
chmodSync(join(folder, "npx"), 0o755);

/** What a step runs with these inputs; those that are left out have their defaults. */
async function runs(index: number, inputs: Readonly<Record<string, string>> = {}) {
  const step = steps[index] as Step;
  const value = (text: string): string =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name) => inputs[name] ?? action.inputs[name].default);
  const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, value(text)]));
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run];
  const ended = await run("bash", args, { env: { ...env, PATH: `${folder}:/usr/bin:/bin` } });
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
  return ended.stdout.trimEnd().split("\n");
}

const tool = ["--yes", `create-registry-auth@${version}`];

test("by default this folder is renewed and checked", async () => {
  expect(await runs(0)).toEqual([...tool, "refresh", ".", "key="]);
  expect(await runs(1)).toEqual([...tool, "check", "--format", "github", ".", "key="]);
});

test("every input is used, whatever stands in it", async () => {
  const odd = "a b\n$(touch x)\n";
  const inputs = {
    projects: odd,
    recursive: "true",
    strict: "true",
    team: "ML; team",
    "baseten-api-key": "k",
  };
  const profiles = "123456789012=prod\nstaging";
  expect(await runs(0, { ...inputs, "aws-profile": profiles })).toEqual([
    ...[...tool, "refresh", "--recursive", "--team=ML; team"],
    ...["--aws-profile=123456789012=prod", "--aws-profile=staging", "a b", "$(touch x)", "key=k"],
  ]);
  expect(await runs(1, inputs)).toEqual([
    ...[...tool, "check", "--format", "github", "--recursive", "--strict", "a b", "$(touch x)", "key="],
  ]);
});

test("the command line takes what it runs", async () => {
  const argv = (await runs(0, { recursive: "true", team: "ML", "aws-profile": "prod" })).slice(2, -1);
  expect(readArgs(argv, version)).toMatchObject({
    kind: "refresh",
    options: { recursive: true, team: "ML" },
  });
  expect(readArgs((await runs(1)).slice(2, -1), version)).toMatchObject({ kind: "check" });
});

test("no input is a part of a script", () => {
  for (const { run: script } of steps) expect(script).not.toContain("${{");
  const used = JSON.stringify(action.runs);
  expect(Object.keys(action.inputs).filter((name) => !used.includes(`inputs.${name}`))).toEqual([]);
});

test("docs/ci.md names this version", () => {
  const named = [...read("docs/ci.md").matchAll(/create-registry-auth@v?(\d[\w.]*)/g)].map(([, one]) => one);
  expect(new Set(named)).toEqual(new Set([version]));
});
