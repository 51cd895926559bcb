// Is the role or user that is missing found, planned, made and read back, or printed; and asked about rightly?
import { describe, expect, test } from "vitest";
import { afterMaking } from "../../src/setup/made.ts";
import { interrupted } from "../../src/values/errors.ts";
import type { CommandStub } from "../support/fake-exec.ts";
import {
  awsCredentials,
  configOf,
  ecrImage,
  googleImage,
  keyId,
  keySecret,
  roleArn,
  userArn,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, env, goAhead, iamConfig, iamNames, iamSecrets, method } from "./scenes.ts";

const account = "123456789012";
const name = "baseten-ecr-pull-team-whisper";
const made = `arn:aws:iam::${account}:role/${name}`;

/** IAM, as far as these tests go: what is made there is there when it is read. */
function iam({
  denies = "",
  keys = [],
}: {
  readonly denies?: string;
  readonly keys?: readonly string[];
} = {}) {
  const listed = keys.map((id, index) => ({
    AccessKeyId: id,
    Status: "Active",
    CreateDate: `2025-0${index + 1}-01T00:00:00Z`,
  }));
  const there = new Map<string, unknown>();
  const switched: string[] = [];
  if (keys.length > 0)
    there.set("user", {
      User: { UserName: name, Arn: userArn, Tags: [{ Key: "created-by", Value: "create-registry-auth" }] },
    });
  const none = { stderr: "An error occurred (NoSuchEntity)", exitCode: 254 };
  const flag = (args: readonly string[], which: string) => args[args.indexOf(which) + 1] ?? "";
  const answers: Record<string, (args: readonly string[]) => unknown> = {
    "get-open-id-connect-provider": () => there.get("provider"),
    "create-open-id-connect-provider": () =>
      there.set("provider", { Url: "oidc.baseten.co", ClientIDList: ["oidc.baseten.co"] }) && {},
    "get-role": () => there.get("role"),
    "create-role": (args) =>
      there.set("role", {
        Role: {
          RoleName: name,
          Arn: made,
          AssumeRolePolicyDocument: JSON.parse(flag(args, "--assume-role-policy-document")),
          Tags: [{ Key: "created-by", Value: "create-registry-auth" }],
        },
      }) && there.get("role"),
    "get-role-policy": () => there.get("role-policy"),
    "put-role-policy": (args) =>
      there.set("role-policy", { PolicyDocument: JSON.parse(flag(args, "--policy-document")) }) && {},
    "list-roles": () => [],
    "get-user": () => there.get("user"),
    "create-user": () =>
      there.set("user", {
        User: { UserName: name, Arn: userArn, Tags: [{ Key: "created-by", Value: "create-registry-auth" }] },
      }) && there.get("user"),
    "get-user-policy": () => there.get("user-policy"),
    "put-user-policy": (args) =>
      there.set("user-policy", { PolicyDocument: JSON.parse(flag(args, "--policy-document")) }) && {},
    "list-access-keys": () => ({ AccessKeyMetadata: listed }),
    "create-access-key": () =>
      listed.push({ AccessKeyId: keyId, Status: "Active", CreateDate: "2026-01-01T00:00:00Z" }) && {
        AccessKey: { AccessKeyId: keyId, SecretAccessKey: keySecret },
      },
    "get-access-key-last-used": (args) => ({
      AccessKeyLastUsed:
        flag(args, "--access-key-id") === keys[0] ? { LastUsedDate: "2025-12-24T00:00:00Z" } : {},
    }),
    "update-access-key": (args) =>
      switched.push(`${flag(args, "--access-key-id")} ${flag(args, "--status")}`) && {},
  };
  const stub: CommandStub = {
    when: "aws iam",
    optional: true,
    reply: ({ args }) => {
      const action = args[1] ?? "";
      const permission = action.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      if (action === denies)
        return {
          stderr: `An error occurred (AccessDenied): not authorized to perform: iam:${permission}`,
          exitCode: 254,
        };
      const reply = answers[action]?.(args);
      return reply === undefined ? none : { stdout: JSON.stringify(reply) };
    },
  };
  const whoAmI: CommandStub = {
    when: "aws sts get-caller-identity",
    optional: true,
    reply: { stdout: JSON.stringify({ Account: account, Arn: userArn }) },
  };
  return { there, switched, commands: [stub, whoAmI, { ...ecrToken, optional: true }] };
}

const organization = {
  when: "POST https://app.baseten.co/graphql/",
  reply: { json: { data: { organization: { id: "org1" } } } },
  optional: true,
};
const teams = { ...baseten([])[0], optional: true } as ReturnType<typeof baseten>[number];
const whichRole = (pick: string) => ({ expect: "Which role lets Baseten in?", pick });

describe("ECR by OIDC", () => {
  test("from nothing to a role that was read back", async () => {
    const { there, commands } = iam();
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams, ...registry(ecrRepository)],
      answers: [
        method("OIDC role"),
        { expect: /❯ Make one +baseten-ecr-pull-team-whisper: may pull/ },
        { expect: "Make the role and change config.yaml? (Y/n)" },
      ],
    });
    expect(run.said.slice(run.said.indexOf("✔"))).toMatchInlineSnapshot(`
      "✔ team/whisper:3 is there (linux/amd64, 8.1 GB)

        AWS 123456789012
       +  identity provider  oidc.baseten.co                tells AWS who Baseten is
       +  role               baseten-ecr-pull-team-whisper  for team Default, image builds only
       +  permission         pull team/whisper              us-east-1

        config.yaml
          model_name: whisper # ours
          base_image:
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        +   docker_auth:
        +     auth_method: AWS_OIDC
        +     aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-pull-team-whisper
        +     aws_oidc_region: us-east-1
        +     registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
          secrets:
            hf_access_token: null

      ✔ identity provider oidc.baseten.co made in AWS 123456789012
      ✔ role baseten-ecr-pull-team-whisper made in AWS 123456789012
      ✔ permission pull team/whisper made in AWS 123456789012
      ✔ config.yaml written
      ✔ Read back: Baseten may pull the image

        Next         truss push"
    `);
    expect(run.config).toContain(`aws_oidc_role_arn: ${made}`);
    expect(run.document).toMatchObject({
      verdict: { status: "granted" },
      grant: [
        { kind: "identity-provider", name: "oidc.baseten.co", state: "made" },
        { kind: "role", name, state: "made" },
        { kind: "permission", state: "made" },
      ],
    });
    expect([...there.keys()]).toEqual(["provider", "role", "role-policy"]);
  });

  test("--grant create --yes: the same without a question, and again it makes nothing", async () => {
    const { commands } = iam();
    const argv = ["--method", "oidc", "--grant", "create", "--yes"];
    const options = { env, commands, requests: [organization, teams, ...registry(ecrRepository)] };
    const first = await runSetup(argv, { ...options, config: configOf(ecrImage) });
    expect(first.document).toMatchObject({ verdict: { status: "granted" } });
    const second = await runSetup(argv, { ...options, config: first.config });
    expect(second.document).toMatchObject({
      config: { changed: false },
      grant: [{ state: "there" }, { state: "there" }, { state: "there" }],
    });
  });

  test("a role that differs is told by its own verdict", async () => {
    const { commands } = iam();
    const run = await runSetup(["--aws-role-arn", roleArn], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams, ...registry(ecrRepository)],
    });
    expect(run.document).toMatchObject({ verdict: { status: "unverifiable" }, grant: [] });
    expect(run.said).toContain("There is no role baseten-ecr-access in account 123456789012.");
  });

  test.each([
    ["shell", "#!/usr/bin/env bash"],
    ["terraform", 'resource "aws_iam_role"'],
  ])("--grant %s prints, and ends", async (how, beginning) => {
    const { commands, there } = iam();
    const run = await runSetup(["--method", "oidc", "--grant", how], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams],
    });
    expect(run.world.results.join("")).toContain(beginning);
    expect(run.config).toBe(configOf(ecrImage));
    expect(there.size).toBe(0);
  });

  test("Ctrl+C at the profile is no failure to read: nothing is printed", async () => {
    const { commands } = iam();
    const run = await runSetup(["--method", "oidc", "--grant", "terraform"], {
      env,
      config: configOf(ecrImage),
      files: { "/home/user/.aws/credentials": awsCredentials("dev", "prod") },
      commands,
      requests: [organization, teams],
      answers: [{ expect: "Which AWS profile?", keys: ["ctrl+c"] }],
    });
    expect(run.error).toMatchObject({ code: "interrupted" });
    expect(run.world.results).toEqual([]);
  });

  test("printed in the wizard: config.yaml is changed, and it doesn't look done", async () => {
    const { commands } = iam();
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams, ...registry(ecrRepository)],
      answers: [method("OIDC role"), whichRole("Print Terraform"), { expect: "Change config.yaml?" }],
    });
    expect(run.world.results.join("")).toContain('resource "aws_iam_role"');
    expect(run.config).toContain(`aws_oidc_role_arn: ${made}`);
    expect(run.said).toContain("! The pull is not proved: What was printed has to be made first.");
  });

  test("who may not look is told, and offered to print first", async () => {
    const { commands } = iam({ denies: "list-roles" });
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams],
      answers: [
        method("OIDC role"),
        { expect: /❯ Name another[\s\S]*Print shell commands[\s\S]*Make one/, keys: ["ctrl+c"] },
      ],
    });
    expect(run.said).toMatch(/! AWS denies you iam:ListRoles/);
  });

  test("a read that is denied: asked again, without that way", async () => {
    const { commands } = iam({ denies: "get-role" });
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands,
      requests: [organization, teams, ...registry(ecrRepository)],
      answers: [
        method("OIDC role"),
        whichRole("Make one"),
        { expect: /Which role lets Baseten in\?(?![\s\S]*Make one)/, pick: "Name another" },
        { expect: "ARN of the role", type: roleArn },
        goAhead,
      ],
    });
    expect(run.config).toContain(roleArn);
  });

  test("without a terminal it takes --yes", async () => {
    const run = await runSetup(["--method", "oidc", "--grant", "create"], {
      env,
      config: configOf(ecrImage),
    });
    expect(run.error).toMatchObject({ code: "missing-flag", message: expect.stringContaining("--yes") });
  });

  test("a dry run contacts nobody, and shows the whole", async () => {
    const run = await runSetup(["--method", "oidc", "--grant", "create", "--dry-run"], {
      config: configOf(ecrImage),
    });
    expect(run.events).toEqual([]);
    expect(run.world.results.join("")).toMatch(/\+ {2}role +baseten-ecr-pull-team-whisper/);
  });
});

test("ECR by a key: a pull-only user is the first choice, and its key goes to Baseten alone", async () => {
  const { commands } = iam();
  const run = await runSetup([], {
    env,
    config: configOf(ecrImage),
    commands,
    requests: [...registry(ecrRepository), ...registry(ecrRepository), ...baseten(iamNames)],
    answers: [
      method("IAM access key"),
      { expect: /❯ Make a pull-only user +may pull team\/whisper, and nothing else/ },
      { expect: "Make the user, store 2 secrets and change config.yaml? (Y/n)" },
    ],
  });
  expect(storedIn(run)).toEqual(iamSecrets);
  expect(run.document).toMatchObject({ verdict: { status: "pulled" } });
});

describe("ECR by a key, of a user that has one", () => {
  const old = "AKIAOLDOLDOLDOLDOLD1";
  const flags = ["--method", "iam", "--grant", "create"];
  const requests = (existing: readonly string[] = iamNames) => [
    ...[registry(ecrRepository), registry(ecrRepository), baseten(iamNames, { existing })].flat(),
  ];
  const asked = { expect: `Switch the old key ${old} off (last used 2025-12-24)? (y/N)` };
  const start = { env, config: iamConfig };

  test("a second key is proved and stored, then the old one is switched off", async () => {
    const { commands, switched } = iam({ keys: [old] });
    const run = await runSetup(flags, {
      ...start,
      commands,
      requests: requests(),
      answers: [
        { expect: /What is to become of them\?(?![\s\S]*Keep what is stored)/, pick: "Replace" },
        { expect: "Make another access key and replace 2 secrets? (Y/n)" },
        { ...asked, type: "y" },
      ],
    });
    expect(switched).toEqual([`${old} Inactive`]);
    expect(storedIn(run)).toEqual(iamSecrets);
    const order = [
      "create-access-key",
      "GET https://123456789012",
      "POST https://api.baseten.co",
      "update-access-key",
    ];
    const at = order.map((what) => run.events.findLastIndex((event) => event.includes(what)));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(run.said.slice(run.said.indexOf("✔ permission"))).toMatchInlineSnapshot(`
      "✔ permission pull team/whisper made in AWS 123456789012
      ✔ access key baseten-ecr-pull-team-whisper made in AWS 123456789012
      ✔ 2 secrets stored in team Default
      ✔ config.yaml was right already

      ✔ Old key AKIAOLDOLDOLDOLDOLD1 switched off
        Delete it    aws iam delete-access-key --user-name baseten-ecr-pull-team-whisper --access-key-id AKIAOLDOLDOLDOLDOLD1
        Next         truss push"
    `);
  });

  test.each([
    ["no", { ...asked }],
    ["Ctrl+C", { ...asked, keys: ["ctrl+c"] }],
  ] as const)("%s leaves it, and that is no failure", async (_what, answer) => {
    const { commands, switched } = iam({ keys: [old] });
    const run = await runSetup(flags, {
      ...start,
      commands,
      requests: requests([]),
      answers: [{ expect: "Make another access key and store 2 secrets? (Y/n)" }, answer],
    });
    expect(switched).toEqual([]);
    expect(run.error).toBeNull();
    expect(run.said).toContain(`Old key      ${old} goes on · last used 2025-12-24`);
  });

  test("--yes switches nothing off: the commands are said", async () => {
    const { commands, switched } = iam({ keys: [old] });
    const run = await runSetup([...flags, "--yes"], { ...start, commands, requests: requests() });
    expect(switched).toEqual([]);
    expect(run.document).toMatchObject({ verdict: { status: "pulled" } });
    expect(run.said.slice(run.said.indexOf("  Old key"))).toMatchInlineSnapshot(`
      "  Old key      AKIAOLDOLDOLDOLDOLD1 goes on · last used 2025-12-24
        Switch off   aws iam update-access-key --user-name baseten-ecr-pull-team-whisper --access-key-id AKIAOLDOLDOLDOLDOLD1 --status Inactive
        Delete it    aws iam delete-access-key --user-name baseten-ecr-pull-team-whisper --access-key-id AKIAOLDOLDOLDOLDOLD1
        Next         truss push"
    `);
  });

  test("with two keys it says which is unused, and what to delete; nothing is made", async () => {
    const spare = "AKIASPARESPARESPARE2";
    const { commands, there } = iam({ keys: [old, spare] });
    const run = await runSetup([...flags, "--yes"], { ...start, commands });
    expect(run.error).toMatchObject({
      message: `The user ${name} has two access keys already, and AWS allows no more.`,
      hint: expect.stringContaining(
        `${spare} was never used. If nothing needs it: aws iam delete-access-key --user-name ${name} --access-key-id ${spare}`,
      ),
    });
    expect([...there.keys()]).toEqual(["user"]);
  });
});

test("--grant where nothing can be made", async () => {
  const run = await runSetup(["--image", googleImage, "--method", "token", "--grant", "shell"], {
    config: configOf(googleImage),
  });
  expect(run.error).toMatchObject({ code: "usage" });
});

test("stopped after making, it says what was made", async () => {
  const items = [{ kind: "user", name: "baseten-ecr-pull-x", state: "made" }] as const;
  await expect(afterMaking(items, Promise.reject(interrupted()))).rejects.toMatchObject({
    code: "interrupted",
    message: "Stopped. Made and kept: user baseten-ecr-pull-x. Run it again to go on from there.",
  });
});
