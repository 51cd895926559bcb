// Is a token of another account than the image's told, where the registry isn't asked?
import { expect, test } from "vitest";
import { configOf, ecrAnswer } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";

test.each([
  ["123456789012", []],
  ["999999999999", [{ code: "other-account" }]],
])("an image in %s, a token of 123456789012", async (account, warnings) => {
  const run = await runSetup(["--method", "token", "--store", "print", "--no-verify", "--yes"], {
    config: configOf(`${account}.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3`),
    commands: [{ when: "aws ecr get-authorization-token", reply: { stdout: ecrAnswer() } }],
    shows: true,
  });
  expect(run.document).toMatchObject({ warnings });
});
