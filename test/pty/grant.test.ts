// Does a project go from nothing to OIDC in three Enters, and is it read back?
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { choose, method } from "./acts.ts";
import { type Cast, configOf, images, startCast } from "./cast.ts";
import { type Stage, setStage } from "./stage.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
beforeEach(async () => {
  const aws = cast.aws("prod");
  stage = await setStage({
    ...cast.stage,
    ...aws,
    files: { ...aws.files, "truss/config.yaml": configOf(images.ecr) },
    baseten: { organization: { id: "PJAd5Q0" } },
  });
});
afterEach(() => stage?.close());

test("from nothing to OIDC in three Enters, at 80 columns", async () => {
  const terminal = await stage.open({ columns: 80 });
  await method(terminal, "OIDC role");
  await choose(terminal, /Which role lets Baseten in\?/, "Make one");
  expect(await terminal.shows(/Make the role and change config\.yaml\? \(Y\/n\)/)).toContain(
    "team/whisper:3 is there (linux/amd64, 8.1 GB)",
  );
  await terminal.press("Enter");
  const last = await terminal.end();
  expect(last).toContain("✔ Read back: Baseten may pull the image");
  expect(last).toMatch(/Next +truss push$/);
  expect(terminal.effort()).toMatchObject({ enters: 3, typed: 0 });
  expect(await terminal.exitCode()).toBe(0);
  expect(await stage.read("truss/config.yaml")).toContain(
    "aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-pull-team-whisper",
  );
  expect(stage.stored()).toEqual([]);
});
