// Is the digest that the pull check saw written in place of the tag, and offered where the tag may move?
import { describe, expect, test } from "vitest";
import { configOf, ecrHost, ecrImage, hubImage } from "../support/samples.ts";
import { baseten, registry, runSetup } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, env, goAhead, hub, method } from "./scenes.ts";

const digest = `sha256:${"d".repeat(64)}`;
const name = `DOCKER_REGISTRY_${ecrHost}`;
const pinned = `${ecrHost}/team/whisper@${digest}`;
const ecr = { env, commands: [ecrToken], requests: [...registry(ecrRepository), ...baseten([name])] };

describe("--pin", () => {
  test("writes it, and the plan shows it", async () => {
    const run = await runSetup(["--pin", "--method", "token"], {
      ...ecr,
      config: configOf(ecrImage),
      answers: [goAhead],
    });
    expect(run.config).toContain(`image: ${pinned}\n`);
    expect(run.said).toContain(`+   image: ${pinned}`);
    expect(run.document).toMatchObject({ image: pinned });
  });

  test("of an image that anyone may pull: that line alone changes", async () => {
    const config = configOf(hubImage);
    const run = await runSetup(["--pin"], {
      config,
      requests: registry({ ...hub, user: "", password: "" }),
      answers: [{ expect: "Change config.yaml?" }],
    });
    expect(run.config).toBe(config.replace(hubImage, `team/whisper@${digest}`));
    expect(run.document).toMatchObject({ config: { changed: true }, verdict: { status: "public" } });
  });

  test.each([["--no-verify"], ["--dry-run"]])("doesn't go with %s", async (flag) => {
    const run = await runSetup(["--pin", flag], { config: configOf(ecrImage) });
    expect(run.error).toMatchObject({ code: "usage", message: `--pin doesn't go with ${flag}.` });
  });

  test("where no pull is proved here there is no digest", async () => {
    const config = configOf(ecrImage);
    const run = await runSetup(["--pin", "--aws-role-arn", "arn:aws:iam::123456789012:role/x"], { config });
    expect(run.error).toMatchObject({ code: "pull-denied" });
    expect(run.config).toBe(config);
  });
});

describe("a tag that may move", () => {
  const latest = `${ecrHost}/team/whisper`;
  const requests = [
    ...registry(ecrRepository).map((stub) => ({
      ...stub,
      when: typeof stub.when === "string" ? stub.when.replace("manifests/3", "manifests/latest") : stub.when,
    })),
    ...baseten([name]),
  ];
  const offer = /\? Pin team\/whisper to what :latest is now\?/;

  test.each([
    ["y", pinned],
    ["n", latest],
  ])("is offered to be pinned: %s", async (type, image) => {
    const run = await runSetup([], {
      ...ecr,
      requests,
      config: configOf(latest),
      answers: [method("12-hour token"), { expect: offer, type }, goAhead],
    });
    expect(run.config).toContain(`image: ${image}\n`);
  });
});

test("--image of an image that anyone may pull is written", async () => {
  const run = await runSetup(["--image", hubImage], {
    config: configOf(ecrImage),
    requests: registry({ ...hub, user: "", password: "" }),
    answers: [{ expect: "Change config.yaml?" }],
  });
  expect(run.config).toBe(configOf(hubImage));
});
