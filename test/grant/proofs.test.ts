// Is what is there proved by reading it back, whoever made it: conditions, bindings, simulations, older keys?
import { describe, expect, test } from "vitest";
import { proveRole } from "../../src/grant/aws/find-roles.ts";
import { switchOff } from "../../src/grant/aws/key-rotation.ts";
import { oldKeys } from "../../src/grant/aws/old-keys.ts";
import { conditionFor } from "../../src/grant/google/identity-pool.ts";
import { proveAccount } from "../../src/grant/google/prove-account.ts";
import type { CommandReply, CommandStub } from "../support/fake-exec.ts";
import { fakeWorld } from "../support/world.ts";
import { ecrImage, goalOf, googleImage, grantOf, wanted } from "./grants.ts";

const json = (value: unknown): CommandReply => ({ stdout: JSON.stringify(value) });

describe("a provider's condition", () => {
  const provider = grantOf(googleImage, "oidc").resources.find(({ kind }) => kind === "pool-provider");
  const ours = "v=1:org=PJAd5Q0:team=wgeyxoq:";
  const compared = (attributeCondition?: string) =>
    provider?.compare(
      {
        oidc: { issuerUri: "https://oidc.baseten.co", allowedAudiences: ["oidc.baseten.co"] },
        attributeMapping: { "google.subject": "assertion.sub" },
        attributeCondition,
      },
      [],
      {},
    );

  test.each([
    [
      "ours",
      conditionFor({ organization: "PJAd5Q0", team: { id: "wgeyxoq", name: "" }, containers: false }),
      { state: "there" },
    ],
    ["the guide's", `google.subject.startsWith('${ours}')`, { state: "there", note: "running models too" }],
    [
      "in other quotes, of the assertion",
      `assertion.sub.startsWith("${ours}") && assertion.sub.endsWith("type=model_build")`,
      { state: "there" },
    ],
    ["none", undefined, { state: "differs", what: "has no condition, so all of Baseten gets in" }],
    ["one that can't be read", "true", { state: "differs", what: "has another condition" }],
    ["one with another way in", `google.subject.startsWith('${ours}') || true`, { state: "differs" }],
    ["one that says the opposite", `!google.subject.startsWith('${ours}')`, { state: "differs" }],
    ["a longer team's", `google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq2:')`, { state: "blocked" }],
  ])("%s", (_, condition, expected) => expect(compared(condition)).toMatchObject(expected));
});

test("a pool of the same name in another project is another pool", () => {
  const binding = grantOf(googleImage, "oidc").resources.find(({ kind }) => kind === "impersonation");
  const member =
    "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/baseten-wgeyxoq/*";
  const policy = { bindings: [{ role: "roles/iam.workloadIdentityUser", members: [member] }] };
  expect(binding?.compare(policy, [], { PROJECT_NUMBER: "42" })).toEqual({ state: "there" });
  expect(binding?.compare(policy, [], { PROJECT_NUMBER: "43" })).toEqual({ state: "missing" });
});

describe("a service account", () => {
  const account = {
    serviceAccount: "puller@other.iam.gserviceaccount.com",
    provider: "projects/42/locations/global/workloadIdentityPools/theirs/providers/own",
  };
  const { target } = goalOf(googleImage, "oidc");
  const provider = json({
    oidc: { issuerUri: "https://oidc.baseten.co", allowedAudiences: ["oidc.baseten.co"] },
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: "google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:')",
  });
  const policy = (role: string, ...members: readonly string[]) => json({ bindings: [{ role, members }] });
  const user = "roles/iam.workloadIdentityUser";
  const set = "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/theirs/*";
  const proved = (
    impersonation: CommandReply,
    reader: CommandReply,
    projects: CommandReply = { stderr: "PERMISSION_DENIED" },
  ) =>
    proveAccount(
      account,
      target,
      wanted,
      fakeWorld({
        commands: [
          {
            when: "gcloud iam workload-identity-pools providers describe own --location=global --workload-identity-pool=theirs --project=42",
            reply: provider,
          },
          {
            when: `gcloud iam service-accounts get-iam-policy ${account.serviceAccount}`,
            reply: impersonation,
          },
          { when: "gcloud artifacts repositories get-iam-policy models", reply: reader },
          { when: "gcloud projects get-iam-policy my-project", reply: projects },
        ],
      }),
    );

  test("that may: by a principal of the pool, and as a writer", async () => {
    const writer = policy("roles/artifactregistry.writer", `serviceAccount:${account.serviceAccount}`);
    expect(await proved(policy(user, set), writer)).toEqual({ granted: true, differs: [] });
  });

  test("that may by a role on the whole project", async () => {
    const viewer = policy("roles/viewer", `serviceAccount:${account.serviceAccount}`);
    expect(await proved(policy(user, set), policy("roles/viewer"), viewer)).toEqual({
      granted: true,
      differs: [],
    });
  });

  test("that a part of the pool may act as is no proof", async () => {
    const reader = policy("roles/artifactregistry.reader", `serviceAccount:${account.serviceAccount}`);
    const part = policy(user, set.replace("*", "attribute.team/x"));
    expect((await proved(part, reader)).granted).toBe(false);
  });

  test("that may not says what is missing", async () => {
    const differs = [
      `The permission act as ${account.serviceAccount} isn't there.`,
      "The permission pull models isn't there.",
    ];
    expect(await proved(policy(user, "user:ada"), policy("roles/viewer", "user:ada"))).toEqual({
      granted: false,
      differs,
    });
  });

  test("that nobody may look at is no proof", async () => {
    const denied = { stderr: "PERMISSION_DENIED: Permission 'iam.serviceAccounts.getIamPolicy' denied" };
    await expect(proved(denied, policy("roles/viewer"))).rejects.toMatchObject({ code: "access-denied" });
  });

  test("by a name that can't be a provider's", async () => {
    await expect(
      proveAccount({ ...account, provider: "baseten" }, target, wanted, fakeWorld()),
    ).rejects.toMatchObject({ code: "invalid-value" });
  });
});

describe("AWS's simulation of a role that fits", () => {
  const grant = grantOf(ecrImage, "oidc");
  const policies = grant.resources.map(({ make }) =>
    JSON.parse(make.args.find((arg) => arg.startsWith("{")) ?? "null"),
  );
  const arn = "arn:aws:iam::123456789012:role/ours";
  const role = { RoleName: "ours", Arn: arn, AssumeRolePolicyDocument: policies[1] };
  const aws = (when: string, reply: CommandReply, times = 1): CommandStub => ({
    when: `aws ${when}`,
    reply,
    times,
  });
  const proved = (simulation: CommandReply) =>
    proveRole(
      arn,
      goalOf(ecrImage, "oidc"),
      wanted,
      fakeWorld({
        commands: [
          aws("sts get-caller-identity", json({ Account: "123456789012" })),
          aws("iam list-roles", json([role])),
          aws("iam get-open-id-connect-provider", json({ ClientIDList: ["oidc.baseten.co"] })),
          aws("iam list-role-policies", json({ PolicyNames: ["pull"] })),
          aws("iam get-role-policy", json({ PolicyDocument: policies[2] })),
          aws("iam list-attached-role-policies", json({ AttachedPolicies: [] })),
          aws("iam simulate-principal-policy", simulation, 2),
        ],
      }),
    );

  test.each<[string, CommandReply, readonly string[]]>([
    [
      "allowed",
      json({ EvaluationResults: [{ EvalActionName: "ecr:BatchGetImage", EvalDecision: "allowed" }] }),
      [],
    ],
    ["not to be had", { stderr: "AccessDenied" }, []],
  ])("%s: granted", async (_, reply, differs) => {
    expect(await proved(reply)).toEqual({ granted: true, differs });
  });

  test("denied by the organization: not granted", async () => {
    const reply = json({
      EvaluationResults: [{ EvalActionName: "ecr:BatchGetImage", EvalDecision: "explicitDeny" }],
    });
    const { granted, differs } = await proved(reply);
    expect(granted).toBe(false);
    expect(differs[0]).toContain(
      "The role ours may not pull by AWS's own simulation (lacks ecr:BatchGetImage",
    );
  });
});

test("the keys that go on beside a new one, with their last use; one is switched off, not deleted", async () => {
  const listed = [
    { AccessKeyId: "NEW", Status: "Active", CreateDate: "2026-01-02T00:00:00Z" },
    { AccessKeyId: "OLD", Status: "Active", CreateDate: "2025-01-01T00:00:00Z" },
  ];
  const world = fakeWorld({
    commands: [
      { when: "aws iam list-access-keys --user-name u", reply: json({ AccessKeyMetadata: listed }) },
      {
        when: "aws iam get-access-key-last-used --access-key-id OLD",
        reply: json({ AccessKeyLastUsed: { LastUsedDate: "2025-12-31T00:00:00Z" } }),
      },
    ],
  });
  expect(await oldKeys("u", "NEW", world)).toEqual([
    { id: "OLD", status: "Active", created: "2025-01-01T00:00:00Z", lastUsed: "2025-12-31T00:00:00Z" },
  ]);
  world.done();
  expect(switchOff("u", "OLD").args.join(" ")).toContain(
    "update-access-key --user-name u --access-key-id OLD --status Inactive",
  );
});
