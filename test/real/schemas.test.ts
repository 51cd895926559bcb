// Are the SARIF file and the schedules valid, by published schemas? No schema is of this project.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { findAll, findingEntries } from "../../src/check/findings/index.ts";
import { findingsAsSarif } from "../../src/check/formats.ts";
import { type Checked, toReport } from "../../src/check/reported.ts";
import { type ScheduledJob, scheduleText } from "../../src/refresh/schedules.ts";
import { output, program } from "./support/programs.ts";

const script = fileURLToPath(new URL("schema_errors.py", import.meta.url));

/** The errors of each document, in words. */
async function errorsOf(
  schema: "sarif" | "github-workflow" | "github-action" | "gitlab-ci" | "kubernetes",
  documents: readonly unknown[],
): Promise<readonly (readonly string[])[]> {
  const input = JSON.stringify(documents.map((document) => ({ schema, document })));
  return JSON.parse(await output(program("TRUSS_PYTHON"), [script], { env: {}, input }));
}

const folder = new URL("../fixtures/findings/", import.meta.url);
const checked: readonly Checked[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => ({
    // A space and a letter beyond ASCII, for the URI.
    shown: `mödels/a ${file}`,
    findings: toReport(findAll({ shown: file, bytes: readFileSync(new URL(file, folder)) }).findings),
  }));

test("SARIF: nothing found, and everything", async () => {
  const documents = [[], checked].map((files) => findingsAsSarif(files, findingEntries, "1.2.3"));
  expect(await errorsOf("sarif", documents)).toEqual([[], []]);
});

test("SARIF: what the schema refuses is told", async () => {
  const document = findingsAsSarif([], findingEntries, "1.2.3");
  const [unknown, wrong] = await errorsOf("sarif", [
    { ...document, results: [] },
    { ...document, version: "2.0.0" },
  ]);
  expect([unknown?.length, wrong?.length]).toEqual([1, 1]);
});

const ecr: ScheduledJob = {
  registry: "ecr",
  account: "123456789012",
  region: "us-east-1",
  args: ["-r", "."],
  files: ["a/config.yaml"],
};
const china: ScheduledJob = { ...ecr, account: "210987654321", region: "cn-north-1", args: ["b c/100%"] };
const google: ScheduledJob = { registry: "artifact-registry", args: ["g"], files: ["g/config.yaml"] };
const context = { version: "1.2.3", cwd: "/home/me", flags: ["--team", "ML team"], remote: "staging" };

const combinations = [[ecr], [google], [ecr, china], [ecr, china, google]];

test("a GitHub workflow for each registry, and for all", async () => {
  const workflows = combinations.map((jobs) => parse(scheduleText("github-actions", jobs, context)));
  expect(await errorsOf("github-workflow", workflows)).toEqual(workflows.map(() => []));
});

test("a GitHub workflow: what the schema refuses is told", async () => {
  const { jobs: _, ...workflow } = parse(scheduleText("github-actions", [ecr], context));
  expect(await errorsOf("github-workflow", [workflow])).toEqual([["$: 'jobs' is a required property"]]);
});

test("a GitLab pipeline for each registry, and for all", async () => {
  const pipelines = combinations.map((jobs) => parse(scheduleText("gitlab-ci", jobs, context)));
  expect(await errorsOf("gitlab-ci", pipelines)).toEqual(pipelines.map(() => []));
});

test("a GitLab pipeline: what the schema refuses is told", async () => {
  const pipeline = parse(scheduleText("gitlab-ci", [ecr], context));
  const [errors] = await errorsOf("gitlab-ci", [{ job: { ...pipeline["refresh-ecr"], timeout: 15 } }]);
  expect(errors).not.toEqual([]);
});

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("action.yml, and what its schema refuses", async () => {
  const action = parse(read("action.yml"));
  const [good, bad] = await errorsOf("github-action", [action, { ...action, runs: { using: "composite" } }]);
  expect(good).toEqual([]);
  expect(bad).not.toEqual([]);
});

test("the recipes of docs/ci.md", async () => {
  const blocks = [...read("docs/ci.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) =>
    parse(text),
  );
  const github = blocks.filter((block) => "jobs" in block);
  const gitlab = blocks.filter((block) => !("jobs" in block));
  expect([github.length, gitlab.length]).toEqual([2, 1]);
  expect(await errorsOf("github-workflow", github)).toEqual([[], []]);
  expect(await errorsOf("gitlab-ci", gitlab)).toEqual([[]]);
});

test("this repository's own workflows", async () => {
  const folder = new URL("../../.github/workflows/", import.meta.url);
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(0);
  const workflows = names.map((name) => parse(readFileSync(new URL(name, folder), "utf8")));
  expect(await errorsOf("github-workflow", workflows)).toEqual(workflows.map(() => []));
});

/** The resources in a file of several documents. */
const resources = (jobs: readonly ScheduledJob[]): readonly Record<string, object>[] =>
  [...parseAllDocuments(scheduleText("kubernetes", jobs, context))].map((document) => document.toJS());

test("Kubernetes: a CronJob and a ServiceAccount for each registry, and for all", async () => {
  const all = combinations.flatMap(resources);
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["ServiceAccount", "CronJob"]));
  expect(await errorsOf("kubernetes", all)).toEqual(all.map(() => []));
});

test("Kubernetes: what the schema refuses is told", async () => {
  const cronJob = resources([ecr])[1];
  const [errors] = await errorsOf("kubernetes", [{ ...cronJob, spec: { ...cronJob?.spec, shedule: "" } }]);
  expect(errors).toMatchInlineSnapshot(`
    [
      "Additional properties are not allowed ('shedule' was unexpected)",
    ]
  `);
});
