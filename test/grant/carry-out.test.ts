// Is a grant made in order, patiently, without overwriting anything, and is it said what was made?
import { expect, test } from "vitest";
import { carryOut } from "../../src/grant/carry-out.ts";
import { planLines } from "../../src/grant/plan-lines.ts";
import { newKeyLabel, patiently } from "../../src/grant/propagation.ts";
import { readGrant } from "../../src/grant/read-grant.ts";
import type { Grant } from "../../src/grant/types.ts";
import { CliError, interrupted } from "../../src/values/errors.ts";
import type { CommandReply, CommandStub } from "../support/fake-exec.ts";
import { fakeWorld } from "../support/world.ts";
import { azureImage, ecrImage, grantOf } from "./grants.ts";

const failed = (stderr: string): CommandReply => ({ stderr, exitCode: 254 });
const noSuch = failed("An error occurred (NoSuchEntity) when calling the X operation: leaky");
const denied = (action: string) =>
  failed(
    `An error occurred (AccessDenied) when calling the X operation: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ${action} on resource: leaky`,
  );
const json = (value: unknown): CommandReply => ({ stdout: JSON.stringify(value) });
const done: CommandReply = { stdout: "" };

/** What reading each resource of the OIDC grant answers when it is as it should be. */
const { resources } = grantOf(ecrImage, "oidc");
const document = (index: number) =>
  JSON.parse(resources[index]?.make.args.find((arg) => arg.startsWith("{")) ?? "");
const provider = json({ ClientIDList: ["oidc.baseten.co"] });
const role = json({ Role: { AssumeRolePolicyDocument: document(1) } });
const permission = json({ PolicyDocument: document(2) });

const stub = (when: string, reply: CommandReply, times = 1): CommandStub => ({
  when: `aws iam ${when}`,
  reply,
  times,
});
const reads = (...[first, second, third]: readonly CommandReply[]): readonly CommandStub[] => [
  stub("get-open-id-connect-provider", first ?? noSuch),
  stub("get-role ", second ?? noSuch),
  stub("get-role-policy", third ?? noSuch),
];

async function run(
  commands: readonly CommandStub[],
  grant: Grant = grantOf(ecrImage, "oidc"),
  profile?: string,
) {
  const world = fakeWorld({ commands });
  const plan = await readGrant(grant, world, profile === undefined ? {} : { awsProfile: profile });
  const carried = await carryOut(plan, world);
  world.done();
  return { world, carried };
}

test("all there: nothing runs but the reads, each as the profile", async () => {
  const { world, carried } = await run(
    [...reads(provider, role, permission), ...reads(provider, role, permission)],
    undefined,
    "prod",
  );
  expect(carried.items.map(({ state }) => state)).toEqual(["there", "there", "there"]);
  expect(world.ran.every(({ args }) => args.slice(-2).join(" ") === "--profile prod")).toBe(true);
});

test("what rests on something new is tried again for a while", async () => {
  const { world, carried } = await run([
    ...reads(provider),
    stub("create-role", done),
    stub("put-role-policy", noSuch, 3),
    stub("put-role-policy", done),
    ...reads(provider, noSuch),
    ...reads(provider, role, permission),
  ]);
  expect(carried.open).toEqual([]);
  expect(world.slept).toEqual([1000, 2000, 3000, 1000]);
});

test("after a minute it gives up, with what was made", async () => {
  const world = fakeWorld({
    commands: [...reads(provider), stub("create-role", done), stub("put-role-policy", noSuch, 100)],
  });
  const plan = await readGrant(grantOf(ecrImage, "oidc"), world);
  const failure = (await carryOut(plan, world).catch((error: unknown) => error)) as CliError;
  expect(failure.hint).toContain(
    "Done before that and kept: role baseten-ecr-pull-team-whisper (made). Run it again to go on from there.",
  );
  expect(`${failure.message} ${failure.hint}`).not.toContain("leaky");
  expect(world.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
});

test("Ctrl+C in the middle says what was made", async () => {
  const world = fakeWorld({
    commands: [
      ...reads(provider),
      stub("create-role", done),
      { when: "aws iam put-role-policy", reply: () => Promise.reject(interrupted()) },
    ],
  });
  await expect(carryOut(await readGrant(grantOf(ecrImage, "oidc"), world), world)).rejects.toMatchObject({
    code: "interrupted",
    message: expect.stringMatching(/^Stopped\. Done before that and kept: role .* \(made\)\./),
  });
});

test("made by somebody else meanwhile: looked at again, and taken where it fits", async () => {
  const exists = failed(
    "An error occurred (EntityAlreadyExists) when calling the CreateRole operation: Unknown",
  );
  const { carried } = await run([
    ...reads(provider, noSuch, permission),
    stub("create-role", exists),
    stub("get-role ", role),
    ...reads(provider, role, permission),
  ]);
  expect(carried.items.map(({ state }) => state)).toEqual(["there", "there", "there"]);
});

test("an identity that may not look makes nothing, and is told to print it", async () => {
  const world = fakeWorld({ commands: [...reads(provider, denied("iam:GetRole"))] });
  const plan = await readGrant(grantOf(ecrImage, "oidc"), world);
  expect(planLines(plan)[2]).toMatch(/^ \? {2}role .*you may not look$/);
  await expect(carryOut(plan, world)).rejects.toMatchObject({
    message: "AWS denies arn:aws:iam::123456789012:user/ada iam:GetRole.",
    hint: "Print it for your cloud team instead: --grant shell or --grant terraform",
  });
  world.done();
});

test("signed out is no plan", async () => {
  const reply = failed("Unable to locate credentials");
  const world = fakeWorld({ commands: [{ when: "aws", reply, times: 3 }] });
  await expect(readGrant(grantOf(ecrImage, "oidc"), world)).rejects.toMatchObject({ code: "not-signed-in" });
});

test("the policy of another account's repository stops nothing, and stays open", async () => {
  const grant = grantOf(ecrImage, "oidc", { account: "999999999999" });
  const [, foreign] = [0, grant.resources[1]?.make.args.find((arg) => arg.startsWith("{")) ?? ""];
  const theirRole = json({ Role: { AssumeRolePolicyDocument: JSON.parse(foreign) } });
  const repository: CommandStub = {
    when: "aws ecr get-repository-policy",
    reply: denied("ecr:GetRepositoryPolicy"),
    times: 2,
  };
  const { carried } = await run(
    [...reads(provider, theirRole, permission), ...reads(provider, theirRole, permission), repository],
    grant,
  );
  expect(carried.items).toHaveLength(3);
  expect(carried.open).toEqual([
    "The repository's policy team/whisper can't be looked at. AWS denies arn:aws:iam::123456789012:user/ada ecr:GetRepositoryPolicy.",
  ]);
});

test("a key is in hand once, and never in what was done", async () => {
  const tags = [{ Key: "created-by", Value: "create-registry-auth" }];
  const made = { AccessKey: { AccessKeyId: "AKIAABCDEFGHIJKLMNOP", SecretAccessKey: "s3cr3t" } };
  const user = json({ User: { Tags: tags } });
  const { carried, world } = await run(
    [
      stub("get-user ", user),
      stub("get-user-policy", permission),
      stub("list-access-keys", json({ AccessKeyMetadata: [] })),
      stub("create-access-key", json(made)),
      stub("get-user ", user),
      stub("get-user-policy", permission),
    ],
    grantOf(ecrImage, "iam"),
  );
  expect(carried.credential).toMatchObject({ kind: "access-key" });
  expect(JSON.stringify([carried, world.said, world.progressed])).not.toMatch(/AKIA|s3cr3t/);
});

test("a key isn't lost where it can't be read back", async () => {
  const user = json({ User: { Tags: [{ Key: "created-by", Value: "create-registry-auth" }] } });
  const made = { AccessKey: { AccessKeyId: "AKIAABCDEFGHIJKLMNOP", SecretAccessKey: "s3cr3t" } };
  const { carried } = await run(
    [
      stub("get-user ", user),
      stub("get-user-policy", permission),
      stub("list-access-keys", json({ AccessKeyMetadata: [] })),
      stub("create-access-key", json(made)),
      stub("get-user ", "timeout"),
      stub("get-user-policy", permission),
    ],
    grantOf(ecrImage, "iam"),
  );
  expect(carried.credential).not.toBeNull();
  expect(carried.open[0]).toMatch(/^It can't be read back\. The AWS CLI .*60 seconds/);
});

test("what only the repository's owner may change stops nothing", async () => {
  const grant = grantOf(ecrImage, "oidc", { account: "999999999999" });
  const foreign = grant.resources[1]?.make.args.find((arg) => arg.startsWith("{")) ?? "";
  const theirRole = json({ Role: { AssumeRolePolicyDocument: JSON.parse(foreign) } });
  const none: CommandReply = { stderr: "RepositoryPolicyNotFoundException" };
  const { carried } = await run(
    [
      ...reads(provider, theirRole, permission),
      ...reads(provider, theirRole, permission),
      { when: "aws ecr get-repository-policy", reply: none, times: 2 },
      { when: "aws ecr set-repository-policy", reply: denied("ecr:SetRepositoryPolicy") },
    ],
    grant,
  );
  expect(carried.items).toHaveLength(3);
  expect(carried.open).toEqual(["The repository's policy team/whisper: account 123456789012 must add it."]);
});

test("Azure: a token for the repository, and a password in the free place", async () => {
  const passwords = { passwords: [{ name: "password1", value: null, creationTime: "2026-01-01" }] };
  const scopeMapId = "/subscriptions/s/scopeMaps/baseten-pull-team-whisper-scope-map";
  const shown = json({ status: "enabled", scopeMapId, credentials: passwords });
  const { carried, world } = await run(
    [
      { when: "az acr token show", reply: shown, times: 3 },
      {
        when: "az acr token credential generate --name baseten-pull-team-whisper --registry myregistry --password2",
        reply: json({
          username: "x",
          passwords: [{ name: "password2", value: "p", expiry: "2026-04-01T00:00:00Z" }],
        }),
      },
    ],
    grantOf(azureImage, "token"),
  );
  expect(carried.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "token there",
    "password made",
  ]);
  expect(carried.credential).toMatchObject({
    kind: "basic",
    username: "baseten-pull-team-whisper",
    expiresAt: new Date("2026-04-01T00:00:00Z"),
  });
  expect(JSON.stringify(world.ran)).not.toContain('"p"');
});

test("Azure: a token that isn't there is made, a registry that isn't there is told", async () => {
  const absent = {
    stderr: "ERROR: (ResourceNotFound) The Resource 'leaky' under resource group 'g' was not found.",
  };
  const made = json({ passwords: [{ name: "password1", value: "p" }] });
  const shown = json({ status: "enabled", scopeMapId: "/x/scopeMaps/baseten-pull-team-whisper-scope-map" });
  const { carried } = await run(
    [
      { when: "az acr token show", reply: absent, times: 2 },
      { when: "az acr token create", reply: done },
      { when: "az acr token credential generate", reply: made },
      { when: "az acr token show", reply: shown },
    ],
    grantOf(azureImage, "token"),
  );
  expect(carried.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["token made", "password made"]);
  const stderr = "ERROR: The resource with name 'x' and type 'y' could not be found in subscription 'leaky'.";
  const world = fakeWorld({ commands: [{ when: "az acr token show", reply: { stderr }, times: 2 }] });
  await expect(readGrant(grantOf(azureImage, "token"), world)).rejects.toThrow(
    "Azure finds no registry myregistry in the current subscription.",
  );
});

test("patience ends with what came last, and says what it waits for", async () => {
  const world = fakeWorld();
  const early = new CliError("not-signed-in", "AWS does not accept this access key.");
  let tries = 0;
  const attempt = async () => {
    tries += 1;
    if (tries < 4) throw early;
    return "token";
  };
  const tooEarly = (outcome: object) => "error" in outcome && outcome.error === early;
  expect(await patiently(attempt, tooEarly, newKeyLabel("AWS"), world)).toBe("token");
  tries = -100;
  await expect(patiently(attempt, tooEarly, newKeyLabel("AWS"), world)).rejects.toBe(early);
  expect(world.progressed).toEqual(["AWS", "AWS"].map(newKeyLabel));
});
