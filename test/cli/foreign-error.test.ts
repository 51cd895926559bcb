// Is the message of an error that isn't ours kept in? It may hold arguments or output of another program.
import { expect, test } from "vitest";
import { machineWith } from "../support/bin-run.ts";
import { configOf, ecrImage } from "../support/samples.ts";

/** Loaded before the bin: what it asks for first fails with a message that nobody may see. */
const broken = 'process.getuid = () => { throw new TypeError("s3cret of another program"); };';

test.each([
  ["in words", [], {}],
  ["as JSON", ["--json"], {}],
  ["when debugging", [], { NODE_DEBUG: "create-registry-auth" }],
])("%s", async (_, more, env) => {
  const on = await machineWith({ config: configOf(ecrImage), project: { "broken.mjs": broken } });
  const run = await on.run(["check", ...more], {
    env: { ...env, NODE_OPTIONS: "--import=./broken.mjs" },
  });
  const shown = run.stdout + run.stderr;
  expect(run.code).toBe(1);
  expect(shown).toContain("Something failed that shouldn't have (TypeError).");
  expect(shown).not.toContain("s3cret");
  if ("NODE_DEBUG" in env) expect(run.stderr).toMatch(/^ {4}at /m);
});
