// Do the last lines work when they are pasted, and is the image pinned to what was seen?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { goAhead, method } from "./acts.ts";
import { type Cast, configOf, dockerLogin, ecrHost, images, startCast } from "./cast.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";
import type { Terminal } from "./terminal.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

async function withAws(files: StageOptions["files"], env: StageOptions["env"] = {}): Promise<void> {
  const aws = cast.aws("prod");
  stage = await setStage({
    ...cast.stage,
    ...aws,
    files: { ...aws.files, ...files },
    env: { ...aws.env, ...env },
  });
}

const lineOf = async (terminal: Terminal, label: string): Promise<string> =>
  new RegExp(`^ {2}${label} +(.+)$`, "m").exec(await terminal.whole())?.[1]?.trimEnd() ?? "";
const ecrSecret = `DOCKER_REGISTRY_${ecrHost}`;

describe.each([80, 120])("at %d columns", (columns) => {
  test.each([
    ["by its name", {}, "create-registry-auth"],
    ["under npx", { npm_command: "exec" }, "npx create-registry-auth"],
  ])("15: in a repository of many, started %s", async (_, env, tool) => {
    await withAws({ "repo/.git/HEAD": "", "repo/models/whisper/config.yaml": configOf(images.ecr) }, env);
    const terminal = await stage.open({ columns, folder: "repo/models", args: ["whisper"] });
    await method(terminal, "12-hour token");
    await goAhead(terminal);
    expect(await terminal.exitCode()).toBe(0);
    const renew = await lineOf(terminal, "Renew");
    expect(renew).toBe(`${tool} refresh whisper --aws-profile prod`);
    await stage.paste(renew, "repo/models");
    expect(stage.stored()).toEqual([ecrSecret, ecrSecret]);
    await stage.paste(await lineOf(terminal, "Schedule"), "repo/models");
    // Run at the root of the checkout.
    expect(await stage.read("repo/.github/workflows/registry-auth.yaml")).toMatch(
      /refresh.* models\/whisper\b/,
    );
    expect(await lineOf(terminal, "Next")).toBe("truss push whisper");
  });

  test("16: after the success nothing is asked, and the schedule is one line above the push", async () => {
    await withAws({ "truss/config.yaml": configOf(images.ecr) });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    await goAhead(terminal);
    expect(await terminal.exitCode()).toBe(0);
    const lines = (await terminal.whole()).trimEnd().split("\n");
    const labels = lines.slice(lines.findIndex((line) => line.startsWith("✔ config.yaml written")) + 1);
    expect(labels.map((line) => line.trim().split(" ")[0])).toEqual([
      "",
      "Token",
      "Renew",
      "Schedule",
      "Next",
      "rc",
    ]);
    expect(labels.at(-2)).toMatch(/^ {2}Next +truss push *$/);
  });

  test("--pin: the digest that the pull check saw", async () => {
    await withAws({ "truss/config.yaml": configOf(images.ecr) });
    const terminal = await stage.open({ columns, args: ["--pin"] });
    await method(terminal, "12-hour token");
    expect(await goAhead(terminal)).toMatch(/✔ team\/whisper.* can be pulled/);
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.effort().enters).toBe(2);
    expect(await stage.read("truss/config.yaml")).toMatch(
      new RegExp(`^  image: ${ecrHost}/team/whisper@sha256:[0-9a-f]{64}$`, "m"),
    );
  });

  test("a tag that moves: pinning is offered, and not done with an Enter", async () => {
    for (const [key, image] of [
      ["y", /^ {2}image: team\/whisper@sha256:[0-9a-f]{64}$/m],
      ["", /^ {2}image: team\/whisper:latest$/m],
    ] as const) {
      stage = await setStage({
        ...cast.stage,
        files: { ...dockerLogin, "truss/config.yaml": configOf("team/whisper:latest") },
      });
      const terminal = await stage.open({ columns });
      await terminal.shows(/Use the credential of ada/);
      await terminal.press("Enter");
      await terminal.shows(/\? Pin team\/whisper to what :latest is now\?[\s\S]*\(y\/N\)/);
      if (key !== "") await terminal.type(key);
      await terminal.press("Enter");
      await goAhead(terminal);
      expect(await terminal.exitCode()).toBe(0);
      expect(await stage.read("truss/config.yaml")).toMatch(image);
      if (key !== "") await stage.close();
    }
  });
});
