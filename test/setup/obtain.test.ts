// Is the credential got by whichever way works, and is a failure put to the person?
import { describe, expect, test } from "vitest";
import { runAttempts, startFetch } from "../../src/credential/fetch.ts";
import type { Plan } from "../../src/flow.ts";
import { obtain } from "../../src/setup/obtain.ts";
import type { CommandStub } from "../support/fake-exec.ts";
import { answersOf, planOf } from "../support/plan-samples.ts";
import {
  basicValue,
  ecrAnswer,
  ecrImage,
  ecrPassword,
  googleImage,
  googleToken,
} from "../support/samples.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const best: CommandStub = { when: "aws ecr get-authorization-token", reply: { stdout: ecrAnswer() } };
const second: CommandStub = { when: "aws ecr get-login-password", reply: { stdout: `${ecrPassword}\n` } };
const failing = (stderr: string, exitCode = 254): CommandStub => ({ ...best, reply: { stderr, exitCode } });

async function got(options: FakeWorldOptions, plan?: Plan) {
  const world = fakeWorld(options);
  const made = plan ?? (await planOf());
  const fetching = startFetch(made.answers, true, world);
  try {
    const obtained = await obtain(made.answers, fetching, true, world);
    const [secret] = obtained.secrets;
    return { value: secret?.value.reveal(), expiresAt: obtained.expiresAt?.toISOString(), world };
  } finally {
    world.done();
  }
}

const value = basicValue("AWS", ecrPassword);

describe("attempts", () => {
  test("the best, with its own expiry", async () => {
    expect(await got({ commands: [best] })).toMatchObject({ value, expiresAt: "2026-01-01T12:00:00.000Z" });
  });

  test.each([
    ["failed, by what nobody knows", failing("boom")],
    ["is not known to this aws", failing("Invalid choice", 252)],
    ["printed something else", { ...best, reply: { stdout: "{}" } }],
    ["printed no JSON", { ...best, reply: { stdout: "hello" } }],
  ])("the second, when the best %s", async (_, first) => {
    expect(await got({ commands: [first, second] })).toMatchObject({
      value,
      expiresAt: "2026-01-01T12:00:00.000Z",
    });
  });

  test.each([
    ["missing", { ...best, reply: "missing" as const }, "cli-missing"],
    ["slow", { ...best, reply: "timeout" as const }, "cli-timeout"],
    ["signed out", failing("Unable to locate credentials"), "not-signed-in"],
    ["denied", failing("AccessDeniedException"), "access-denied"],
  ])("no second, when aws is %s", async (_, first, code) => {
    await expect(got({ commands: [first] })).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  test("the last failure, when all fail", async () => {
    const commands = [failing("boom"), { ...second, reply: { stdout: "two words" } }];
    await expect(got({ commands })).rejects.toMatchObject({
      code: "cli-failed",
      message: "aws answered, but with no credential in it.",
    });
  });

  test("none at all", async () => {
    await expect(runAttempts([], fakeWorld())).rejects.toMatchObject({ code: "cli-failed" });
  });

  test("another account's token has no second way", async () => {
    const answers = answersOf(googleImage, "token", {
      impersonateServiceAccount: "a@b.iam.gserviceaccount.com",
    });
    const commands = [
      { when: "gcloud auth print-access-token --impersonate", reply: { stdout: googleToken } },
    ];
    expect(await got({ commands }, await planOf({ answers }))).toMatchObject({
      value: basicValue("oauth2accesstoken", googleToken),
      expiresAt: "2026-01-01T01:00:00.000Z",
    });
  });
});

describe("nothing runs", () => {
  test("without a need", () => {
    const world = fakeWorld();
    expect(startFetch(answersOf(ecrImage, "token"), false, world)).toBeNull();
    expect(startFetch(answersOf(ecrImage, "oidc"), true, world)).toBeNull();
    expect(startFetch(answersOf(ecrImage, "iam"), true, world)).toBeNull();
    world.done();
  });

  test("for OIDC", async () => {
    const values = { awsRoleArn: "x", awsRegion: "y" };
    const plan = await planOf({ answers: answersOf(ecrImage, "oidc", values) });
    expect(await obtain(plan.answers, null, true, fakeWorld())).toEqual({
      secrets: [],
      signIn: null,
      refused: null,
      expiresAt: null,
      warnings: [],
    });
  });
});
