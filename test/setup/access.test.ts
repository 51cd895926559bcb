// Is a registry that is open to all, or to nobody, known without asking it?
import { expect, test } from "vitest";
import { configOf } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";

test("open to all: said, and nobody is contacted", async () => {
  const run = await runSetup([], { config: configOf("mcr.microsoft.com/azureml/base:1"), answers: [] });
  expect(run.said).toContain("Images on mcr.microsoft.com can be pulled by anyone. Nothing to set up.");
  expect(run.events).toEqual([]);
});

test("open to nobody: asked for a credential at once", async () => {
  const run = await runSetup([], {
    config: configOf("nvcr.io/nim/meta/llama:1"),
    answers: [{ expect: "", keys: ["ctrl+c"] }],
  });
  expect(run.error).toMatchObject({ code: "interrupted" });
  expect(run.events).toEqual([]);
});
