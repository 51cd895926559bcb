// Is what is painted ahead what the wizard asks, and is it painted only where that is certain?
import { describe, expect, test } from "vitest";
import { firstQuestion } from "../../src/setup/first-question.ts";
import { configOf, ecrImage, hubImage } from "../support/samples.ts";
import { optionsOf, runSetup } from "../support/setup-run.ts";
import { fakeWorld } from "../support/world.ts";

const googleImage = "us-docker.pkg.dev/acme/models/whisper:3";
const first = (config: string, argv: readonly string[] = []) =>
  firstQuestion(optionsOf(...argv), fakeWorld({ files: { "/project/config.yaml": config } }));

// A question that isn't the one painted ahead would be asked a second time, and fail the script.
test.each([ecrImage, googleImage])("the wizard's own first words: %s", async (image) => {
  const config = configOf(image);
  const painted = await first(config);
  expect(painted).not.toBeNull();
  const leave = { expect: painted?.question.message ?? "", keys: ["ctrl+c"] };
  const run = await runSetup([], { config, answers: [leave] });
  expect(run.error?.code).toBe("interrupted");
  expect(run.world.said).toEqual(painted?.lines);
});

describe("not certain", () => {
  test.each<[string, string, readonly string[]]>([
    ["a registry that may let anybody pull", configOf(hubImage), []],
    ["the method is said", configOf(ecrImage), ["--method", "iam"]],
    ["the method is implied", configOf(ecrImage), ["--aws-role-arn", "arn:aws:iam::123456789012:role/x"]],
    ["another image", configOf(ecrImage), ["--image", hubImage]],
    ["a registry", configOf(ecrImage), ["--registry", "ecr"]],
    ["another folder", configOf(ecrImage), ["elsewhere"]],
    ["an image that is none", "base_image:\n  image: UPPER/b:1\n", []],
    ["set up already", `${configOf(ecrImage)}  DOCKER_REGISTRY_x: null\n`, []],
  ])("%s", async (_, config, argv) => {
    expect(await first(config, argv)).toBeNull();
  });
});

test("a file that is refused is told so, and the question leaves the screen", async () => {
  const config = `${configOf(ecrImage)}runtime: {a: 1, a: 2}\n`;
  expect(await first(config)).not.toBeNull();
  const run = await runSetup([], { config, answers: [] });
  expect(run.error?.code).toBe("invalid-config");
  expect(run.world.said).toEqual([]);
});
