// Does the real aws make what a grant says, whatever is there before? moto is AWS on loopback.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { carryOut } from "../../src/grant/carry-out.ts";
import { grantFor } from "../../src/grant/grant-for.ts";
import { planLines } from "../../src/grant/plan-lines.ts";
import { readGrant } from "../../src/grant/read-grant.ts";
import { shellScript } from "../../src/grant/shell-script.ts";
import type { Grant, Wanted } from "../../src/grant/types.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { Secret } from "../../src/values/secret.ts";
import { isGranted } from "../grant/grants.ts";
import { checkKeys, createUser, type Moto, rootEnv, startMoto } from "./support/aws.ts";
import { awsEnv, awsPath, ecrHost } from "./support/ecr.ts";
import { changes, goal, grantWorld, type Shim, stopAfter, wanted } from "./support/grant.ts";
import { run } from "./support/programs.ts";
import { temporaryFolder } from "./support/project.ts";

// Each aws takes most of a second to start, and a script is a dozen of them.
vi.setConfig({ testTimeout: 240_000 });

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
});

const name = "baseten-ecr-pull-team-whisper";
const provider = "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co";
const assumedBy = {
  roleArn: "arn:aws:iam::337139236424:role/baseten-customer-access",
  externalId: "baseten-2fdd8a01",
};

const env = () => ({ PATH: awsPath(), ...rootEnv, ...awsEnv(moto.url) });
const world = (shim?: Shim, more: Readonly<Record<string, string>> = {}) =>
  grantWorld({ ...env(), ...more }, shim);

function grant(id: MethodId, more: Wanted = {}): Grant {
  const made = grantFor(goal(`${ecrHost}/team/whisper:3`, id), { ...wanted, assumedBy, ...more });
  if (made === null) throw new Error(`There is no grant for ${id}`);
  return made;
}

async function create(which: Grant, here = world()) {
  const plan = await readGrant(which, here);
  return { lines: planLines(plan), ...(await carryOut(plan, here)), changed: changes(here.ran) };
}

/** All that IAM holds, apart from ids and times. */
async function everything(): Promise<unknown> {
  const all = (await moto.aws("iam get-account-authorization-details --filter Role User")) as Record<
    string,
    unknown
  >;
  const providers = await Promise.all(
    (
      (await moto.aws("iam list-open-id-connect-providers")) as {
        OpenIDConnectProviderList: { Arn: string }[];
      }
    ).OpenIDConnectProviderList.map(({ Arn }) =>
      moto.aws(`iam get-open-id-connect-provider --open-id-connect-provider-arn ${Arn}`),
    ),
  );
  return JSON.parse(
    JSON.stringify({ roles: all.RoleDetailList, users: all.UserDetailList, providers }, (key, value) =>
      /Id$|Date$|^RoleLastUsed$/.test(key) ? undefined : value,
    ),
  );
}

test("nothing there: made in order, read back, and a second run changes nothing", async () => {
  const first = await create(grant("oidc"));
  expect(first.lines).toMatchInlineSnapshot(`
    [
      "  AWS 123456789012",
      " +  identity provider  oidc.baseten.co                tells AWS who Baseten is",
      " +  role               baseten-ecr-pull-team-whisper  for team Default, image builds only",
      " +  permission         pull team/whisper              us-east-1",
    ]
  `);
  expect(first.changed).toEqual([
    "iam create-open-id-connect-provider",
    "iam create-role",
    "iam put-role-policy",
  ]);
  expect(first.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "identity-provider made",
    "role made",
    "permission made",
  ]);
  expect(first.open).toEqual([]);
  expect(first.readBack.values).toEqual({
    awsRoleArn: `arn:aws:iam::123456789012:role/${name}`,
    awsRegion: "us-east-1",
  });
  const before = await everything();
  const second = await create(grant("oidc"));
  expect(second.changed).toEqual([]);
  expect(second.items.every(({ state }) => state === "there")).toBe(true);
  expect(second.lines).toMatchInlineSnapshot(`
    [
      "  AWS 123456789012",
      "    identity provider  oidc.baseten.co                there",
      "    role               baseten-ecr-pull-team-whisper  there",
      "    permission         pull team/whisper              there",
    ]
  `);
  expect(await everything()).toEqual(before);
});

test("a provider without the audience is mended, and goes on for others", async () => {
  await moto.aws(
    "iam create-open-id-connect-provider --url https://oidc.baseten.co --client-id-list sts.amazonaws.com",
  );
  const asked: string[] = [];
  // moto answers 500 to this one call; so it is recorded here, and its effect brought about by other means.
  const recording: Shim = async ({ args }) => {
    if (args[1] !== "add-client-id-to-open-id-connect-provider") return null;
    asked.push(args.join(" "));
    await moto.aws(`iam delete-open-id-connect-provider --open-id-connect-provider-arn ${provider}`);
    const ids = "--client-id-list sts.amazonaws.com oidc.baseten.co";
    await moto.aws(`iam create-open-id-connect-provider --url https://oidc.baseten.co ${ids}`);
    return { status: "ok", stdout: new Secret("") };
  };
  const { items, lines, open } = await create(grant("oidc"), world(recording));
  expect(asked).toEqual([
    `iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${provider} --client-id oidc.baseten.co --output json`,
  ]);
  expect(lines[1]).toContain("lacks the audience oidc.baseten.co");
  expect(items[0]).toEqual({ kind: "identity-provider", name: "oidc.baseten.co", state: "mended" });
  expect(open).toEqual([]);
});

test("another team's trust stays, and ours joins it", async () => {
  await create(grant("oidc", { team: { id: "other", name: "ML" } }));
  const { items, lines, open } = await create(grant("oidc"));
  expect(lines[2]).toContain("another team (other)");
  expect(items[1]).toMatchObject({ kind: "role", state: "mended" });
  expect(open).toEqual([]);
  const both = await Promise.all(
    [wanted.team, { id: "other", name: "ML" }].map((team) => readGrant(grant("oidc", { team }), world())),
  );
  expect(both.map(isGranted)).toEqual([true, true]);
});

test("a role of that name that trusts somebody else is left alone, and nothing is made", async () => {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  await moto.aws(`iam create-role --role-name ${name} --assume-role-policy-document ${policy}`);
  const before = await everything();
  await expect(create(grant("oidc"))).rejects.toThrow(
    `There is a role ${name} already, and it trusts somebody else.`,
  );
  expect(await everything()).toEqual(before);
});

test("what was allowed under that name already stays allowed", async () => {
  await create(grant("oidc"));
  const other = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "ecr:BatchGetImage",
      Resource: "arn:aws:ecr:us-east-1:123456789012:repository/x",
    },
  });
  await moto.aws(`iam put-role-policy --role-name ${name} --policy-name ${name} --policy-document ${other}`);
  const { items, open } = await create(grant("oidc"));
  expect(items[2]).toMatchObject({ kind: "permission", state: "mended" });
  expect(open).toEqual([]);
  expect(JSON.stringify(await everything())).toContain("repository/x");
});

test.each([0, 1, 2])("stopped after %d changes, a second run goes on from there", async (count) => {
  const failure = await create(grant("oidc"), world(stopAfter(count))).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "interrupted" });
  const { changed, open } = await create(grant("oidc"));
  expect(changed).toHaveLength(3 - count);
  expect(open).toEqual([]);
});

test.each([
  ["iam:CreateOpenIDConnectProvider", undefined],
  ["iam:CreateRole", "identity provider oidc.baseten.co (made)"],
  ["iam:PutRolePolicy", `role ${name} (made)`],
])("without %s it names that, who lacks it, and what was made", async (action, made) => {
  const ada = await createUser(moto, "ada");
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: action, Resource: "*" },
    ],
  });
  await moto.aws(`iam put-user-policy --user-name ada --policy-name all --policy-document ${policy}`);
  const keys = { AWS_ACCESS_KEY_ID: ada.id, AWS_SECRET_ACCESS_KEY: ada.secret };
  await checkKeys(moto);
  const failure = await create(grant("oidc"), world(undefined, keys)).catch((error: unknown) => error);
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "1000000" });
  expect(failure).toMatchObject({
    code: "access-denied",
    message: `AWS denies arn:aws:iam::123456789012:user/ada ${action}.`,
    hint: expect.stringContaining(made ?? "--grant shell"),
  });
});

test("Baseten's own role, with the external id", async () => {
  const { changed, open } = await create(grant("assume-role"));
  expect(changed).toEqual(["iam create-role", "iam put-role-policy"]);
  expect(open).toEqual([]);
  const other = { ...assumedBy, externalId: "another" };
  expect(planLines(await readGrant(grant("assume-role", { assumedBy: other }), world()))[1]).toContain(
    "another external id",
  );
});

test("a user with a key: one, a second beside it, and no third", async () => {
  const first = await create(grant("iam"));
  expect(first.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "user made",
    "permission made",
    "access-key made",
  ]);
  const { credential } = first;
  if (credential?.kind !== "access-key") throw new Error("No key was made.");
  const id = credential.accessKeyId.reveal();
  const listed = await moto.aws(`iam list-access-keys --user-name ${name}`);
  expect(listed).toMatchObject({ AccessKeyMetadata: [{ AccessKeyId: id, Status: "Active" }] });
  const second = await create(grant("iam"));
  expect(second.changed).toEqual(["iam create-access-key"]);
  expect(second.items.at(-1)).toMatchObject({ kind: "access-key", state: "made" });
  await moto.aws(`iam update-access-key --user-name ${name} --access-key-id ${id} --status Inactive`);
  await expect(create(grant("iam"))).rejects.toMatchObject({
    message: `The user ${name} has two access keys already, and AWS allows no more.`,
    hint: `${id} is switched off. If nothing needs it: aws iam delete-access-key --user-name ${name} --access-key-id ${id}`,
  });
});

test("a user of that name that somebody else made is left alone", async () => {
  await moto.aws(`iam create-user --user-name ${name}`);
  await expect(create(grant("iam"))).rejects.toThrow("already that this tool didn't make");
});

test.each<MethodId>([
  "oidc",
  "assume-role",
  "iam",
])("the shell script for %s makes what create makes, and may run twice", async (id) => {
  const which = grant(id);
  await create(
    which,
    world(async ({ args }) =>
      args[1] === "create-access-key" ? { status: "ok", stdout: new Secret(fakeKey) } : null,
    ),
  );
  const made = await everything();
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
  const file = join(await temporaryFolder(), "grant.sh");
  await writeFile(file, shellScript(which));
  for (const _ of [1, 2]) {
    const { code, stderr } = await run("bash", [file], { env: env() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await everything()).toEqual(made);
  }
});

const fakeKey = JSON.stringify({ AccessKey: { AccessKeyId: "AKIAABCDEFGHIJKLMNOP", SecretAccessKey: "s" } });

test("the shell script stops in another account, and at a role that trusts somebody else", async () => {
  const folder = await temporaryFolder();
  const elsewhere = join(folder, "elsewhere.sh");
  await writeFile(elsewhere, shellScript(grant("oidc", { account: "999999999999" })));
  expect(await run("bash", [elsewhere], { env: env() })).toMatchObject({
    code: 1,
    stderr: "This is for AWS account 999999999999, and another one is signed in.\n",
  });
  await create(grant("assume-role"));
  const script = join(folder, "grant.sh");
  await writeFile(script, shellScript(grant("oidc")));
  expect(await run("bash", [script], { env: env() })).toMatchObject({
    code: 1,
    stderr: `There is a role ${name} already, with another trust. Nothing of it was changed.\n`,
  });
});

test("the repository's policy of another account gets our statement beside its own", async () => {
  await moto.aws("ecr create-repository --repository-name team/whisper");
  const theirs = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Theirs", Effect: "Allow", Principal: "*", Action: "ecr:DescribeImages" }],
  });
  await moto.aws(`ecr set-repository-policy --repository-name team/whisper --policy-text ${theirs}`);
  // The role is in another account than the image; moto's one account plays both.
  const which = grant("oidc", { account: "999999999999" });
  const here = world();
  const policy = which.resources.filter(({ kind }) => kind === "repository-policy");
  const { items, open } = await carryOut(await readGrant({ ...which, resources: policy }, here), here);
  expect(items).toEqual([{ kind: "repository-policy", name: "team/whisper", state: "mended" }]);
  expect(open).toEqual([]);
  const { policyText } = (await moto.aws("ecr get-repository-policy --repository-name team/whisper")) as {
    policyText: string;
  };
  expect(JSON.parse(policyText).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    "Theirs",
    "BasetenPull",
  ]);
});
