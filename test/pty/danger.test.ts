// Can a key pressed too early, or a default, do harm? And does what isn't proved look like a success?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answer, choose, goAhead, method, plan } from "./acts.ts";
import { type Cast, configOf, dockerLogin, ecrHost, images, startCast } from "./cast.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

async function withAws(more: Pick<StageOptions, "baseten"> = {}): Promise<Stage> {
  const aws = cast.aws("prod");
  stage = await setStage({
    ...cast.stage,
    ...aws,
    ...more,
    files: { ...aws.files, "truss/config.yaml": configOf(images.ecr) },
  });
  return stage;
}
const withImage = async (image: string, files: StageOptions["files"] = {}): Promise<Stage> => {
  stage = await setStage({ ...cast.stage, files: { ...files, "truss/config.yaml": configOf(image) } });
  return stage;
};
const there = { secrets: [{ name: "aws_access_key_id" }, { name: "aws_secret_access_key" }] };

describe.each([80, 120])("at %d columns", (columns) => {
  test("1: Enter pressed while nothing is asked answers nothing, and the screen is never silent", async () => {
    await withAws();
    stage.baseten.fail({ delayMs: 500 }, { delayMs: 500 });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    // Before the spinner comes, which is what a mark in place of the blanks would be.
    await terminal.shows(/^ {2}Asking Baseten for your teams/m);
    for (let times = 0; times < 6; times += 1) {
      await terminal.press("Enter");
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    await terminal.shows(plan);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await terminal.screen()).toMatch(plan);
    expect(stage.stored()).toEqual([]);
    expect(await stage.read("truss/config.yaml")).toBe(configOf(images.ecr));
  });

  test("2: secrets that others use are kept: nothing is sent", async () => {
    await withAws({ baseten: there });
    const terminal = await stage.open({ columns });
    await method(terminal, "IAM access key");
    await terminal.shows(/! aws_access_key_id and aws_secret_access_key are in team Default/);
    await choose(terminal, /What is to become of them\?/, "Keep what is stored");
    expect(await goAhead(terminal)).toMatch(/\? Change config\.yaml\? \(Y\/n\)/);
    const end = await terminal.end();
    expect(end).toMatch(/! The pull is not proved: What is stored is kept\./);
    expect(stage.stored()).toEqual([]);
    expect(await stage.read("truss/config.yaml")).toContain("auth_method: AWS_IAM");
  });

  test.each([
    ["Store under another name", "Store", ["aws_access_key_id_whisper", "aws_secret_access_key_whisper"]],
    ["Replace", "Replace", ["aws_access_key_id", "aws_secret_access_key"]],
  ])("2: secrets that others use: %s", async (choice, verb, names) => {
    await withAws({ baseten: there });
    const terminal = await stage.open({ columns });
    await method(terminal, "IAM access key");
    await choose(terminal, /What is to become of them\?/, choice);
    await choose(terminal, /Which access key may Baseten have\?/, "Profile prod");
    expect(await goAhead(terminal)).toMatch(
      new RegExp(`\\? ${verb} 2 secrets and change config\\.yaml\\? \\(Y/n\\)`),
    );
    expect(await terminal.exitCode()).toBe(0);
    expect(stage.stored()).toEqual(names);
  });

  test("3: going on after a refused password isn't shown as a success", async () => {
    await withImage(images.hub);
    const terminal = await stage.open({ columns });
    await answer(terminal, /Docker Hub user, or organization/, "ada");
    await answer(terminal, /Docker Hub access token/, "dckr_pat_wrong");
    await terminal.shows(/✖ Docker Hub doesn't accept this user and password\./);
    await choose(terminal, /What now\?/, "Go on anyway");
    await goAhead(terminal);
    expect(await terminal.end()).toMatch(/^! The pull is not proved/m);
  });

  test("3: a host that isn't there is a question before anything is typed for it", async () => {
    await withImage("registry.invalid/team/whisper:3");
    const terminal = await stage.open({ columns });
    const shown = await terminal.shows(/What now\?/);
    expect(shown).toMatch(/registry\.invalid/);
    await terminal.pick("Another image");
    await terminal.shows(/Which image\?/);
    await terminal.press("C-c");
    expect(await terminal.exitCode()).toBe(130);
    expect(stage.stored()).toEqual([]);
  });

  test("3: an AWS key without `aws` isn't shown as a success", async () => {
    await withImage(images.ecr, cast.aws("prod").files);
    const terminal = await stage.open({ columns });
    await method(terminal, "IAM access key");
    await choose(terminal, /Which access key may Baseten have\?/, "Profile prod");
    expect(await goAhead(terminal)).toMatch(/^! The key was not tried/m);
    expect(await terminal.end()).toMatch(/^! The pull is not proved/m);
  });

  test("4: --quiet shows the plan that it asks about, and its proof", async () => {
    await withAws();
    const terminal = await stage.open({ columns, args: ["--quiet"] });
    await method(terminal, "12-hour token");
    const shown = await goAhead(terminal);
    expect(shown).toContain(`DOCKER_REGISTRY_${ecrHost}`);
    expect(shown).toMatch(/✔ team\/whisper:3 can be pulled/);
    expect(await terminal.exitCode()).toBe(0);
  });
});

test("Ctrl+C says that nothing was changed, and so does Esc at the first question", async () => {
  await withImage(images.hub, dockerLogin);
  for (const key of ["C-c", "Escape"]) {
    const terminal = await stage.open();
    await terminal.shows(/Use the credential of ada/);
    await terminal.press(key);
    await terminal.shows(/Stopped\. Nothing was changed\./);
    expect(await terminal.exitCode()).toBe(130);
  }
  expect(stage.stored()).toEqual([]);
  expect(await stage.read("truss/config.yaml")).toBe(configOf(images.hub));
});
