// Does a role that is there let Baseten pull? Its trust and all of its permissions are read, whoever made it.
import { awsCommand } from "../../programs/aws/commands.ts";
import type { Target } from "../../registries/types.ts";
import { at, listAt, parseJson, textAt } from "../../text/json.ts";
import { limitTo, mostAtOnce } from "../../values/concurrency.ts";
import { CliError } from "../../values/errors.ts";
import type { Command, World } from "../../world/types.ts";
import { explainDenial } from "../denial.ts";
import { type Identity, runnable } from "../read-grant.ts";
import type { EcrPlace } from "./ecr-place.ts";
import { lacking, pullActions } from "./pull-policy.ts";
import type { Trust } from "./trust.ts";

/** A role that lets Baseten in, for this team or another, or nearly so. */
export interface FoundRole {
  readonly name: string;
  readonly arn: string;
  /** Whether it serves as it is. */
  readonly fits: boolean;
  /** What keeps it from serving, as half-lines; empty when it fits. */
  readonly reasons: readonly string[];
}

/** What a role is compared with. */
export interface RoleNeeds {
  readonly place: EcrPlace;
  readonly trust: Trust;
  readonly pullThrough: boolean;
}

/** Asks `aws` and gives the JSON. @throws CliError with the permission that was denied */
type Ask = (...args: readonly string[]) => Promise<unknown>;

/** Asks as an identity, eight at once. The region tells the partition. */
export function asking(
  world: Pick<World, "exec">,
  identity: Identity,
  { region }: Pick<Target, "region">,
): Ask {
  const limit = limitTo(mostAtOnce);
  return (...args) =>
    limit(async () => {
      const command: Command = runnable(awsCommand(args, { region }), { identity });
      const result = await world.exec(command);
      if (result.status !== "ok") throw explainDenial(command, result);
      return parseJson(result.stdout);
    });
}

/** Judges one role, as `iam list-roles` or `iam get-role` tells it. */
export async function judgeRole(role: unknown, needs: RoleNeeds, ask: Ask): Promise<FoundRole> {
  const name = textAt(role, "RoleName") ?? "";
  const judged = needs.trust.judge(at(role, "AssumeRolePolicyDocument"));
  const trusting = [
    ...(judged.known ? judged.reasons.map((reason) => `trusts ${reason}`) : ["doesn't trust Baseten"]),
    ...(judged.open ? ["lets in others on Baseten too"] : []),
  ];
  // One that Baseten can't take on anyway isn't worth the further calls.
  const pulling = trusting.length > 0 ? [] : await whatItLacks(name, needs, ask);
  const reasons = [...trusting, ...pulling];
  return { name, arn: textAt(role, "Arn") ?? "", fits: reasons.length === 0, reasons };
}

async function whatItLacks(
  name: string,
  { place, pullThrough }: RoleNeeds,
  ask: Ask,
): Promise<readonly string[]> {
  try {
    const policies = await Promise.all([...(await inline(name, ask)), ...(await attached(name, ask))]);
    const lacks = lacking(policies, place, pullThrough);
    return lacks.length === 0 ? [] : [`may not pull ${place.repository} (lacks ${lacks.join(", ")})`];
  } catch (error) {
    if (error instanceof CliError && error.code === "access-denied")
      return [`its permissions can't be looked at: ${error.message}`];
    throw error;
  }
}

async function inline(name: string, ask: Ask): Promise<readonly Promise<unknown>[]> {
  const listed = await ask("iam", "list-role-policies", "--role-name", name);
  return listAt(listed, "PolicyNames")
    .filter((policy) => typeof policy === "string")
    .map(async (policy) =>
      at(await ask("iam", "get-role-policy", "--role-name", name, "--policy-name", policy), "PolicyDocument"),
    );
}

async function attached(name: string, ask: Ask): Promise<readonly Promise<unknown>[]> {
  const listed = await ask("iam", "list-attached-role-policies", "--role-name", name);
  return listAt(listed, "AttachedPolicies").map(async (policy) => {
    const arn = textAt(policy, "PolicyArn") ?? "";
    const version =
      textAt(await ask("iam", "get-policy", "--policy-arn", arn), "Policy", "DefaultVersionId") ?? "";
    const reply = await ask("iam", "get-policy-version", "--policy-arn", arn, "--version-id", version);
    return at(reply, "PolicyVersion", "Document");
  });
}

/**
 * What AWS's own simulation says that the role may not, an organization's policies included; empty where it may, or
 * where the identity may not simulate. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export async function simulated(arn: string, { place }: RoleNeeds, ask: Ask): Promise<readonly string[]> {
  const simulate = (actions: readonly string[], resource: string) =>
    ask(
      "iam",
      "simulate-principal-policy",
      "--policy-source-arn",
      arn,
      "--action-names",
      ...actions,
      "--resource-arns",
      resource,
    );
  try {
    const replies = await Promise.all([
      simulate(["ecr:GetAuthorizationToken"], "*"),
      simulate(pullActions, place.repositoryArn),
    ]);
    const denied = replies
      .flatMap((reply) => listAt(reply, "EvaluationResults"))
      .filter((one) => (textAt(one, "EvalDecision") ?? "allowed") !== "allowed")
      .map((one) => textAt(one, "EvalActionName") ?? "an action");
    return denied.length === 0 ? [] : [`may not pull by AWS's own simulation (lacks ${denied.join(", ")})`];
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return [];
    throw error;
  }
}
