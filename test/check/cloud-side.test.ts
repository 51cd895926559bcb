// Does `check --online` tell what keeps Baseten out, and claim nothing where it can't look?
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import type { CheckOptions } from "../../src/flow.ts";
import type { CommandReply, CommandStub } from "../support/fake-exec.ts";
import type { RequestStub } from "../support/fake-fetch.ts";
import { fakeWorld } from "../support/world.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/findings/${name}.yaml`, import.meta.url), "utf8");
const options: CheckOptions = {
  projects: ["."],
  recursive: false,
  awsProfiles: new Map(),
  apiKeyStdin: false,
  json: false,
  yes: false,
  quiet: false,
  online: true,
  fix: false,
  strict: false,
  format: "text",
  version: "0.1.0",
};

const account = "123456789012";
const provider = `arn:aws:iam::${account}:oidc-provider/oidc.baseten.co`;
const json = (value: unknown): CommandReply => ({ stdout: JSON.stringify(value) });
const optional = (when: string, reply: CommandStub["reply"]): CommandStub => ({
  when,
  reply,
  optional: true,
});

const trustOf = (sub: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: provider },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "oidc.baseten.co:aud": "oidc.baseten.co" },
        StringLike: { "oidc.baseten.co:sub": sub },
      },
    },
  ],
});
const pullOf = (repository: string) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
      Resource: `arn:aws:ecr:us-east-1:${account}:repository/${repository}`,
    },
  ],
});

interface Iam {
  readonly trust?: object;
  readonly repository?: string;
  readonly audiences?: readonly string[];
  readonly missing?: boolean;
  readonly signedIn?: string;
}

const ours = "v=1:org=org1:team=t1:*:type=model_build";

/** An account with the role that the fixture names. */
function iam({
  trust = trustOf(ours),
  repository = "whisper",
  audiences = ["oidc.baseten.co"],
  missing = false,
  signedIn = account,
}: Iam): readonly CommandStub[] {
  const role = { RoleName: "baseten-ecr-access", AssumeRolePolicyDocument: trust };
  return [
    optional("aws sts get-caller-identity", json({ Account: signedIn })),
    optional("aws iam list-roles", json(missing ? [] : [role])),
    optional("aws iam list-role-policies", json({ PolicyNames: ["pull"] })),
    optional("aws iam get-role-policy", json({ PolicyDocument: pullOf(repository) })),
    optional("aws iam list-attached-role-policies", json({ AttachedPolicies: [] })),
    optional(
      "aws iam get-open-id-connect-provider",
      json({ Url: "oidc.baseten.co", ClientIDList: audiences }),
    ),
    optional("aws ", "missing"),
  ];
}

const graphql: RequestStub = {
  when: "POST https://app.baseten.co/graphql/",
  reply: { json: { data: { organization: { id: "org1" } } } },
};
const teams: RequestStub = {
  when: "GET https://api.baseten.co/v1/teams",
  reply: { json: { teams: [{ id: "t1", name: "Default", default: true }] } },
};

async function findings(config: string, commands: readonly CommandStub[], requests = [graphql, teams]) {
  const world = fakeWorld({
    files: { "/project/config.yaml": config },
    env: requests.length === 0 ? {} : { BASETEN_API_KEY: "abc" },
    commands: [...commands, optional("truss whoami", "missing"), optional("gcloud ", "missing")],
    requests,
  });
  const { document } = await check(options, world);
  world.done();
  const [project] = (document as { projects: { findings: { code: string; message: string }[] }[] }).projects;
  return (project?.findings ?? [])
    .filter(({ code }) => ["not-granted", "old-access-key"].includes(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

describe("a role by OIDC", () => {
  const told = (has: Iam) => findings(fixture("clean-oidc"), iam(has));

  test("that fits is no finding", async () => {
    expect(await told({})).toEqual([]);
  });

  test.each<[string, Iam, string]>([
    [
      "another team",
      { trust: trustOf("v=1:org=org1:team=t2:*:type=model_build") },
      "trusts another team (t2)",
    ],
    ["another repository", { repository: "embed" }, "may not pull whisper"],
    ["a wrong audience", { audiences: ["sts.amazonaws.com"] }, "lacks the audience oidc.baseten.co"],
    ["a sub that never matches", { trust: trustOf("org1:t1") }, "sub"],
    ["no role", { missing: true }, "There is no role baseten-ecr-access in account 123456789012."],
  ])("%s is told", async (_what, has, words) => {
    expect(await told(has)).toEqual([expect.stringMatching(/^not-granted: /)]);
    expect((await told(has)).join()).toContain(words);
  });

  test.each<[string, readonly CommandStub[], readonly RequestStub[]]>([
    ["another account is signed in", iam({ signedIn: "999999999999" }), [graphql, teams]],
    ["aws is missing", [optional("aws ", "missing")], [graphql, teams]],
    ["nobody tells who Baseten is", iam({ missing: true }), []],
  ])("nothing is claimed where %s", async (_what, commands, requests) => {
    expect(await findings(fixture("clean-oidc"), commands, [...requests])).toEqual([]);
  });
});

test("a role by Baseten's own, with another external id", async () => {
  const roleArn = "arn:aws:iam::337139236424:role/baseten-customer-access";
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: roleArn },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "another" } },
      },
    ],
  };
  const organization = { aws_customer_access_role_arn: roleArn, aws_external_id: "baseten-1" };
  const asked = [{ ...graphql, reply: { json: { data: { organization } } } }];
  expect(await findings(fixture("clean-assume-role"), iam({ trust }), asked)).toEqual([
    expect.stringContaining("another external id"),
  ]);
});

describe("the key of a user that this tool makes", () => {
  const secrets: RequestStub = {
    when: "GET https://api.baseten.co/v1/teams/t1/secrets",
    reply: {
      json: {
        secrets: ["aws_access_key_id", "aws_secret_access_key"].map((name) => ({
          name,
          team_name: "Default",
          created_at: "2025-01-01T00:00:00Z",
        })),
      },
    },
  };
  const keys = (CreateDate: string, Status = "Active") =>
    json({ AccessKeyMetadata: [{ AccessKeyId: "AKIA0", Status, CreateDate }] });

  test.each<[string, CommandReply | "missing", readonly string[]]>([
    [
      "older than 90 days",
      keys("2025-09-01T10:00:00Z"),
      ["old-access-key: The access key of baseten-ecr-pull-whisper was made on 2025-09-01, 121 days ago."],
    ],
    ["90 days old", keys("2025-10-03T00:00:00Z"), []],
    ["switched off", keys("2024-01-01T00:00:00Z", "Inactive"), []],
    ["not to be looked at", "missing", []],
    ["of a user that isn't there", { stderr: "An error occurred (NoSuchEntity)", exitCode: 254 }, []],
  ])("%s", async (_what, reply, expected) => {
    const commands = [optional("aws iam list-access-keys", reply), optional("aws ", "missing")];
    expect(await findings(fixture("clean-iam"), commands, [teams, secrets])).toEqual(expected);
  });
});
