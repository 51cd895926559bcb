// Are the roles found that are there for Baseten, and is one proved by reading it back? moto is AWS on loopback.
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRoles, proveRole } from "../../src/grant/aws/find-roles.ts";
import { carryOut } from "../../src/grant/carry-out.ts";
import { grantFor } from "../../src/grant/grant-for.ts";
import { readGrant } from "../../src/grant/read-grant.ts";
import type { Wanted } from "../../src/grant/types.ts";
import { type Moto, rootEnv, startMoto } from "./support/aws.ts";
import { awsEnv, awsPath, ecrHost } from "./support/ecr.ts";
import { goal, grantWorld, wanted } from "./support/grant.ts";

let moto: Moto;
const whisper = goal(`${ecrHost}/team/whisper:3`, "oidc");
const world = () => grantWorld({ PATH: awsPath(), ...rootEnv, ...awsEnv(moto.url) });
const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

async function make(more: Wanted, on = whisper): Promise<void> {
  const here = world();
  const grant = grantFor(on, { ...wanted, ...more });
  if (grant === null) throw new Error("There is no grant.");
  await carryOut(await readGrant(grant, here), here);
}

beforeAll(async () => {
  moto = await startMoto();
  await make({ name: "ours" });
  await make({ name: "others", team: { id: "other", name: "ML" } });
  await make({ name: "elsewhere" }, goal(`${ecrHost}/team/embed:1`, "oidc"));
  const ec2 = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  await moto.aws(`iam create-role --role-name unrelated --assume-role-policy-document ${ec2}`);
  // One that may pull by a policy of its own account, attached.
  const subject = `v=1:org=${wanted.organization}:team=${wanted.team.id}:*`;
  const trust = JSON.stringify({
    Statement: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { "oidc.baseten.co:sub": subject } },
    },
  });
  await moto.aws(`iam create-role --role-name attached --assume-role-policy-document ${trust}`);
  const pull = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["ecr:Get*", "ecr:Batch*"], Resource: "*" }],
  });
  await moto.aws(`iam create-policy --policy-name pull --policy-document ${pull}`);
  await moto.aws(
    `iam attach-role-policy --role-name attached --policy-arn arn:aws:iam::123456789012:policy/pull`,
  );
});
afterAll(() => moto?.stop());

test("the roles that trust Baseten, with what keeps each from serving; those that fit first", async () => {
  const found = await findRoles(whisper, wanted, world());
  expect(found.map(({ name, fits, reasons }) => [name, fits, ...reasons]).sort()).toEqual([
    ["attached", true],
    [
      "elsewhere",
      false,
      "may not pull team/whisper (lacks ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer)",
    ],
    ["others", false, "trusts another team (other)"],
    ["ours", true],
  ]);
  expect(found.map(({ fits }) => fits)).toEqual([true, true, false, false]);
});

test.each([
  ["ours", []],
  ["attached", []],
  ["others", ["The role others trusts another team (other)."]],
  ["nobody", ["There is no role nobody in account 123456789012."]],
  ["unrelated", ["The role unrelated doesn't trust Baseten."]],
])("%s is proved, or says what differs", async (name, differs) => {
  const verdict = await proveRole(arn(name), whisper, wanted, world());
  expect(verdict).toEqual({ granted: differs.length === 0, differs });
});

test("a role of another account can't be read from here", async () => {
  const elsewhere = arn("ours").replace("123456789012", "999999999999");
  await expect(proveRole(elsewhere, whisper, wanted, world())).rejects.toMatchObject({
    message: "The role is in account 999999999999, and you are signed in to 123456789012.",
  });
});
