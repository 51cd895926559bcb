// Is the pull tried when it can be, and said honestly when it can't?
import { expect, test } from "vitest";
import { prove } from "../../src/credential/prove.ts";
import { credential, planOf } from "../support/plan-samples.ts";
import { ecrHost, ecrPassword } from "../support/samples.ts";
import { registry } from "../support/setup-run.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const obtained = { secrets: [], signIn: credential, refused: null, expiresAt: null, warnings: [] };
const ecr = { apiHost: ecrHost, repository: "team/whisper", user: "AWS", password: ecrPassword };

async function verdictOf(options: FakeWorldOptions, signIn = true) {
  const world = fakeWorld(options);
  const plan = await planOf();
  const verified = await prove(plan.answers, signIn ? obtained : { ...obtained, signIn: null }, world);
  world.done();
  return verified.verdict;
}

test("pulled", async () => {
  expect(await verdictOf({ requests: registry(ecr) })).toEqual({
    status: "pulled",
    reason: null,
    platforms: ["linux/amd64"],
    size: 8_100_000_100,
  });
});

test("denied", async () => {
  expect(await verdictOf({ requests: registry({ ...ecr, refuses: 1 }).slice(0, 3) })).toMatchObject({
    status: "denied",
    reason: `${ecrHost} doesn't accept the token that was fetched. Sign in with an account that may pull.`,
  });
});

test("unreachable stops nothing", async () => {
  const requests = [{ when: `GET https://${ecrHost}/v2/`, reply: "unreachable" as const }];
  expect(await verdictOf({ requests })).toMatchObject({
    status: "unverifiable",
    reason: expect.stringContaining("can't be reached"),
  });
});

test("not tried: nothing to sign in with", async () => {
  expect(await verdictOf({}, false)).toMatchObject({ status: "unverifiable" });
});

test("a key that AWS refused is denied, with AWS's reason", async () => {
  const refused = { ...obtained, signIn: null, refused: "AWS does not accept this access key." };
  const { verdict } = await prove((await planOf()).answers, refused, fakeWorld());
  expect(verdict).toMatchObject({ status: "denied", reason: refused.refused });
});
