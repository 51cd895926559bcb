// Does `check` call an error what Truss refuses, and nothing else? Asked of Truss for fixtures, examples and real configs.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { findAll, findingEntries } from "../../src/check/findings/index.ts";
import { isLoaded, type LoadOutcome, loadWithTruss } from "./support/truss.ts";

interface Config {
  readonly name: string;
  readonly text: string;
}

/** Where Truss stops, or would; null when it accepts the file. */
type Stop = "load" | "push" | null;

function read(folder: string): readonly Config[] {
  const url = new URL(folder, import.meta.url);
  if (!existsSync(url)) return [];
  return readdirSync(url)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => ({ name, text: readFileSync(new URL(name, url), "utf8") }));
}

/** Errors that break only the pull are not Truss's business. */
function foretold({ text }: Config): Stop {
  const { findings } = findAll({ shown: "config.yaml", bytes: Buffer.from(text) });
  const broken = new Set(findings.map(({ entry }) => entry.breaks));
  if (broken.has("load")) return "load";
  return broken.has("push") ? "push" : null;
}

function happened(outcome: LoadOutcome | undefined): {
  readonly stop: Stop;
  readonly fields: readonly string[];
} {
  if (outcome === undefined) throw new Error("Truss wasn't asked.");
  if (!isLoaded(outcome)) return { stop: "load", fields: outcome.fields };
  const fields = outcome.refusedByPush;
  return { stop: fields.length === 0 ? null : "push", fields };
}

const examples = findingEntries.flatMap(([name, { example: text }]) =>
  text === null ? [] : [{ name, text }],
);
const groups = {
  findings: read("../fixtures/findings/"),
  // Not those that --fix leaves alone, which stand there as a note.
  fixed: read("../fixtures/findings/fixed/").filter(({ text }) => !text.startsWith("as it was\n")),
  examples,
  edits: read("../fixtures/config/"),
  corpus: read("../../../shared/corpus/"),
} satisfies Readonly<Record<string, readonly Config[]>>;

let outcomes: ReadonlyMap<Config, LoadOutcome>;

// Truss takes seconds to start, so it is asked once for all.
beforeAll(async () => {
  const all = Object.values(groups).flat();
  const loaded = await loadWithTruss(all.map(({ text }) => text));
  const unasked = { error: "Truss wasn't asked.", fields: [] };
  outcomes = new Map(all.map((config, index) => [config, loaded[index] ?? unasked]));
});

/** What this tool answers for; the rest of the file is Truss's alone. */
const ours = /^(?:base_image|docker_auth|secrets)\b/;

/**
 * Compares both ways.
 * @returns in words, where the two differ; what Truss refuses for fields that aren't this tool's, as
 *   `file: fields`; and how many files stopped where
 */
function compare(configs: readonly Config[]) {
  const differ: string[] = [];
  const others: string[] = [];
  const stops = { load: 0, push: 0, none: 0 };
  for (const config of configs) {
    const [said, { stop, fields }] = [foretold(config), happened(outcomes.get(config))];
    stops[stop ?? "none"] += 1;
    if (said === stop) continue;
    const foreign = fields.length > 0 && !fields.some((field) => ours.test(field));
    if (said === null && foreign) others.push(`${config.name}: ${fields.join(", ")}`);
    else differ.push(`${config.name}: check says ${said}, Truss ${stop} (${fields.join(", ")})`);
  }
  return { differ, others: others.toSorted(), stops };
}

test("every fixture of a finding", () => {
  const { differ, others, stops } = compare(groups.findings);
  expect({ differ, others }).toEqual({ differ: [], others: [] });
  // Each way to stop is among them, so neither side can agree by silence.
  expect(Math.min(...Object.values(stops))).toBeGreaterThan(2);
});

test("every fixture of a finding, after --fix", () => {
  expect(groups.fixed.length).toBeGreaterThan(0);
  expect(compare(groups.fixed)).toMatchObject({ differ: [], others: [] });
});

test("every finding's shortest example", () => {
  expect(compare(groups.examples)).toMatchObject({ differ: [], others: [] });
});

test("every fixture of an edit", () => {
  const { differ, others } = compare(groups.edits);
  expect(differ).toEqual([]);
  expect(others).toMatchInlineSnapshot(`
    [
      "folded-and-literal-nearby.after.yaml: start_command",
      "folded-and-literal-nearby.before.yaml: start_command",
      "literal-keep-last.after.yaml: notes",
      "literal-keep-last.before.yaml: notes",
      "yaml-1-1-values-elsewhere.after.yaml: environment_variables.1.[key]",
      "yaml-1-1-values-elsewhere.before.yaml: environment_variables.1.[key]",
    ]
  `);
});

test.runIf(groups.corpus.length > 0)("every real config", () => {
  const { differ, others } = compare(groups.corpus);
  expect(differ).toEqual([]);
  // Made for another version of Truss.
  expect(others.map((file) => file.split(": ")[1])).toMatchInlineSnapshot(`
    [
      "trt_llm.v1.build",
      "runtime.num_workers",
      "spec_version",
    ]
  `);
});
