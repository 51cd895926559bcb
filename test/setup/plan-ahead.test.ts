// Is the plan made while the token is fetched, and made anew where something changed since?
import { afterEach, expect, test, vi } from "vitest";
import { Parser } from "yaml";
import type { Known } from "../../src/setup/known.ts";
import { planAhead, withPlan } from "../../src/setup/plan-ahead.ts";
import { detect } from "../../src/setup/project.ts";
import { answersOf } from "../support/plan-samples.ts";
import { configOf, ecrAnswer, ecrHost, ecrImage, roleArn } from "../support/samples.ts";
import { optionsOf, runSetup } from "../support/setup-run.ts";
import { fakeWorld } from "../support/world.ts";

afterEach(() => void vi.restoreAllMocks());

const argv = ["--method", "token", "--store", "print", "--no-verify", "--yes"];

test("the token comes when the plan is made already", async () => {
  let planned = (): void => {};
  const checked = new Promise<void>((resolve) => {
    planned = resolve;
  });
  const { parse } = Parser.prototype;
  vi.spyOn(Parser.prototype, "parse").mockImplementation(function (this: Parser, text, incomplete) {
    // What would be written is read again, to check it.
    if (text.includes(`DOCKER_REGISTRY_${ecrHost}`)) planned();
    return parse.call(this, text, incomplete);
  });
  const reply = () => checked.then(() => ({ stdout: ecrAnswer() }));
  const run = await runSetup(argv, {
    config: configOf(ecrImage),
    commands: [{ when: "aws ecr get-authorization-token", reply }],
    shows: true,
  });
  expect(run.config).toContain("DOCKER_REGISTRY_");
});

async function known(
  config = configOf(ecrImage),
): Promise<{ before: Known; world: ReturnType<typeof fakeWorld> }> {
  const world = fakeWorld({ files: { "/project/config.yaml": config } });
  const options = optionsOf(...argv);
  const answers = answersOf(ecrImage, "token");
  const situation = await detect(options, world);
  return { before: { options, situation, answers, destination: { where: "print" } }, world };
}

test("it is made once, and has who fetches the token, which is told last", async () => {
  const { before, world } = await known();
  const ahead = await planAhead(before, world);
  const first = await withPlan(ahead, world);
  const answers = {
    ...answersOf(ecrImage, "token"),
    ...before.answers,
    account: "arn:aws:iam::123456789012:user/ada",
  };
  const second = await withPlan({ ...first.known, answers }, world);
  expect(second.plan.config).toBe(first.plan.config);
  expect(second.plan.answers.account).toBe(answers.account);
});

test.each<[string, (known: Known) => Partial<Known>]>([
  ["another image", () => ({ answers: answersOf(`${ecrImage}.1`, "token") })],
  ["another place for the secret", () => ({ destination: { where: "none" } })],
  ["what is stored stays", () => ({ keeps: true })],
])("%s: it is made anew", async (_, change) => {
  const { before, world } = await known();
  const ahead = await planAhead(before, world);
  const first = await withPlan(ahead, world);
  const { plan } = await withPlan({ ...ahead, ...change(ahead) }, world);
  const fresh = await withPlan({ ...before, ...change(before) }, world);
  expect(plan).toEqual(fresh.plan);
  expect(plan).not.toEqual(first.plan);
});

test("what is to be waited for is begun first", async () => {
  const { before, world } = await known();
  const read = vi.spyOn(world.files, "read");
  // Whether the project's own Truss knows the mechanism is read for the plan.
  const answers = answersOf(ecrImage, "assume-role", { awsRoleArn: roleArn, awsRegion: "us-east-1" });
  const ahead = await planAhead({ ...before, answers }, world);
  await Promise.resolve();
  expect(read).not.toHaveBeenCalled();
  await withPlan(ahead, world);
  expect(read).toHaveBeenCalled();
});

test("what can't be planned is told where the plan is asked for", async () => {
  const { before, world } = await known("base_image: &a\n  image: x\nother: *a\n");
  const ahead = await planAhead(before, world);
  await new Promise((resolve) => setImmediate(resolve));
  await expect(withPlan(ahead, world)).rejects.toMatchObject({ code: "invalid-config" });
});
