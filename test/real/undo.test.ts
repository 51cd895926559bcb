// Do the commands that the README gives to undo what was made leave nothing of it? moto is AWS on loopback.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { carryOut } from "../../src/grant/carry-out.ts";
import { grantFor } from "../../src/grant/grant-for.ts";
import { readGrant } from "../../src/grant/read-grant.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { type Moto, rootEnv, startMoto } from "./support/aws.ts";
import { awsEnv, awsPath, ecrHost } from "./support/ecr.ts";
import { goal, grantWorld, wanted } from "./support/grant.ts";

vi.setConfig({ testTimeout: 240_000 });

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
});

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The commands in the last column of a row. */
function undoing(method: MethodId): readonly string[] {
  const row = readme.split("\n").find((line) => line.startsWith(`| AWS \`${method}\` |`)) ?? "";
  const cell = row.split(" | ").at(-1) ?? "";
  return [...cell.matchAll(/`aws ([^`]+)`/g)].map(([, command = ""]) => command);
}

/** Names of all that IAM holds. */
async function names(): Promise<readonly unknown[]> {
  const [roles, users, providers] = await Promise.all([
    moto.aws("iam list-roles --query Roles[].RoleName"),
    moto.aws("iam list-users --query Users[].UserName"),
    moto.aws("iam list-open-id-connect-providers --query OpenIDConnectProviderList[].Arn"),
  ]);
  return [roles, users, providers].flat();
}

/** What stands for a name in the README. */
async function told(command: string, user: string): Promise<string> {
  const provider = "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co";
  const key = command.includes(" ID")
    ? await moto.aws(`iam list-access-keys --user-name ${user} --query AccessKeyMetadata[0].AccessKeyId`)
    : "";
  return command
    .replace(/\bN\b/g, user)
    .replace(/\bARN\b/, provider)
    .replace(/\bID\b/, String(key));
}

test.each<[MethodId, MethodId[], number]>([
  ["oidc", ["oidc"], 2],
  ["assume-role", ["oidc"], 1],
  ["iam", ["iam"], 1],
])("%s", async (method, rows, made) => {
  const assumedBy = {
    roleArn: "arn:aws:iam::337139236424:role/baseten-customer-access",
    externalId: "baseten-2fdd8a01",
  };
  const before = await names();
  const grant = grantFor(goal(`${ecrHost}/team/whisper:3`, method), { ...wanted, assumedBy });
  if (grant === null) throw new Error(`There is no grant for ${method}`);
  const world = grantWorld({ PATH: awsPath(), ...rootEnv, ...awsEnv(moto.url) });
  await carryOut(await readGrant(grant, world), world);
  expect(await names()).toHaveLength(before.length + made);
  // "As above, without the provider."
  const commands = rows.flatMap(undoing).filter((one) => method === "oidc" || !one.includes("open-id"));
  expect(commands.length).toBeGreaterThan(1);
  for (const command of commands) await moto.aws(await told(command, "baseten-ecr-pull-team-whisper"));
  expect(await names()).toEqual(before);
});
