// Is a repository filled from another registry when it is first pulled from? Then pulling takes two more permissions.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { listAt, parseJson, textAt } from "../../text/json.ts";
import type { World } from "../../world/types.ts";
import { type Identity, runnable } from "../read-grant.ts";

/**
 * Whether a rule of the registry covers the repository. What can't be looked at counts as no: such a registry is
 * rare, and the plan shows what is given.
 */
export async function isPullThrough(
  {
    repository,
    region,
    owner,
  }: { readonly repository: string; readonly region: string; readonly owner: string },
  world: Pick<World, "exec">,
  identity: Identity = {},
): Promise<boolean> {
  const args = ["ecr", "describe-pull-through-cache-rules", "--registry-id", owner];
  const result = await world.exec(runnable(awsCommand(args, { region }), { identity }));
  if (result.status !== "ok") return false;
  return listAt(parseJson(result.stdout), "pullThroughCacheRules").some((rule) => {
    const prefix = textAt(rule, "ecrRepositoryPrefix");
    // ROOT is the whole registry.
    return prefix === "ROOT" || (prefix !== null && repository.startsWith(`${prefix}/`));
  });
}
