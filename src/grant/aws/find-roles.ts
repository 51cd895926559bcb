// Which roles are there for Baseten already, and does the one that config.yaml names let it pull?
import { at, listAt, textAt } from "../../text/json.ts";
import { CliError } from "../../values/errors.ts";
import type { World } from "../../world/types.ts";
import type { Goal } from "../grant-for.ts";
import { grantFor } from "../grant-for.ts";
import { differenceOf } from "../read-back.ts";
import { type Identity, readGrant } from "../read-grant.ts";
import type { Wanted } from "../types.ts";
import { roleNeeds } from "./ecr-grants.ts";
import { asking, type FoundRole, judgeRole, simulated } from "./role-fit.ts";

/** More than these are not looked into. */
const most = 20;

/**
 * The roles that trust Baseten in any way, those that fit first.
 * @throws CliError `access-denied` where the identity may not look, and those of `readGrant`
 */
export async function findRoles(
  goal: Goal,
  wanted: Wanted,
  world: Pick<World, "exec">,
  identity: Identity = {},
): Promise<readonly FoundRole[]> {
  const needs = roleNeeds(goal.method.id, goal.target, wanted);
  const ask = asking(world, identity, goal.target);
  const query = `Roles[?contains(to_string(AssumeRolePolicyDocument), '${needs.mark}')]`;
  const listed = await ask("iam", "list-roles", "--query", query);
  const roles = await Promise.all(
    listAt(listed)
      .slice(0, most)
      .map((role) => judgeRole(role, needs, ask)),
  );
  return [...roles].sort((a, b) => Number(b.fits) - Number(a.fits));
}

/** Whether a role lets Baseten pull. */
export interface RoleVerdict {
  readonly granted: boolean;
  /** What differs, a sentence each; empty when it is granted. */
  readonly differs: readonly string[];
}

/**
 * Proves a role by reading it back: its trust, its permissions, the identity provider, the repository's policy where
 * the image is in another account, and AWS's simulation where the identity may ask for it. `granted` means that all of them fit.
 * @param arn the role's; only roles of the account that is signed in can be read
 * @throws CliError `access-denied` where the identity may not look, and those of `readGrant`
 */
export async function proveRole(
  arn: string,
  goal: Goal,
  wanted: Wanted,
  world: Pick<World, "exec">,
  identity: Identity = {},
): Promise<RoleVerdict> {
  const [, account = "", path = ""] = /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "")
    throw new CliError("invalid-value", "This is no role's ARN.", {
      hint: "One looks like arn:aws:iam::123456789012:role/baseten-ecr-pull.",
    });
  const there = { ...wanted, account, name };
  const ask = asking(world, identity, goal.target);
  const signedIn = textAt(await ask("sts", "get-caller-identity"), "Account");
  if (signedIn !== account)
    throw new CliError(
      "access-denied",
      `The role is in account ${account}, and you are signed in to ${signedIn}.`,
      {
        hint: "Name a profile of that account: --aws-profile <profile>",
      },
    );
  const needs = roleNeeds(goal.method.id, goal.target, there);
  const grant = grantFor(goal, there);
  const beside = (grant?.resources ?? []).filter(({ kind }) => kind !== "role" && kind !== "permission");
  const [role, around] = await Promise.all([
    roleNamed(name, ask).then((found) => (found === null ? null : judgeRole(found, needs, ask))),
    grant === null ? null : readGrant({ ...grant, resources: beside }, world, identity),
  ]);
  const refused = role?.fits === true ? await simulated(arn, needs, ask) : [];
  const differs = [
    ...(role === null ? [`There is no role ${name} in account ${account}.`] : []),
    ...[...(role?.reasons ?? []), ...refused].map((reason) => `The role ${name} ${reason}.`),
    ...(around?.planned ?? []).flatMap(differenceOf),
  ];
  return { granted: differs.length === 0, differs };
}

/** The role; null when there is none. */
async function roleNamed(name: string, ask: ReturnType<typeof asking>): Promise<unknown> {
  // By list, since a role that isn't there is then no failure.
  const query = `Roles[?RoleName=='${name}']`;
  return at(await ask("iam", "list-roles", "--query", query), 0) ?? null;
}
