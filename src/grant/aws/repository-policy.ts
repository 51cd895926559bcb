// The repository's own policy, which must let in a role of another account.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { at, membersOf, parseJson } from "../../text/json.ts";
import { terraformValue } from "../../text/terraform.ts";
import { Secret } from "../../values/secret.ts";
import type { Resource } from "../types.ts";
import type { EcrPlace } from "./ecr-place.ts";
import {
  namesAction,
  policyOf,
  policyText,
  type Statement,
  statementsOf,
  textsOf,
  withStatement,
} from "./policy.ts";
import { pullActions } from "./pull-policy.ts";

/** The statement that lets a role or user of another account pull. */
export const repositoryStatement = (principal: string): Statement => ({
  Sid: "BasetenPull",
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: pullActions,
});

/** The policy of the repository. Setting one replaces the whole, so our statement joins what is there. */
export function repositoryPolicy(place: EcrPlace, principal: string): Resource {
  const { owner, region, repository, account } = place;
  const named = ["--registry-id", owner, "--repository-name", repository];
  const statement = repositoryStatement(principal);
  const command = (verb: string, ...args: readonly string[]) =>
    awsCommand(["ecr", `${verb}-repository-policy`, ...named, ...args], { region });
  const set = (policy: unknown) => command("set", "--policy-text", policyText(policy));
  const lets = { principals: [principal, account, principal.replace(/:[^:]*$/, ":root"), "*"] };
  return {
    kind: "repository-policy",
    name: repository,
    note: `lets account ${account} pull, in account ${owner}`,
    read: command("get"),
    absent: ["RepositoryPolicyNotFoundException"],
    compare: (reply) => {
      const text = at(reply, "policyText");
      const found = typeof text === "string" ? parseJson(new Secret(text)) : undefined;
      const statements = statementsOf(found);
      const reached = statements.filter(({ Principal }) => {
        const named = typeof Principal === "string" ? [Principal] : textsOf(membersOf(Principal).AWS);
        return named.some((arn) => lets.principals.includes(arn));
      });
      const allowed = pullActions.every((action) =>
        reached.some(
          (one) => one.Effect === "Allow" && one.Condition === undefined && namesAction(one, action),
        ),
      );
      if (allowed && !statements.some(({ Effect }) => Effect === "Deny")) return { state: "there" };
      if (allowed)
        return {
          state: "blocked",
          why: `The policy of ${repository} denies something too, which goes before.`,
          hint: `Look at it: aws ecr get-repository-policy --registry-id ${owner} --repository-name ${repository} --region ${region}`,
        };
      // An id may stand but once, so a statement of ours that is too narrow keeps it.
      const sid = policyText(found).includes('"BasetenPull"') ? { Sid: `BasetenPull${account}` } : {};
      return {
        state: "differs",
        what: `doesn't let account ${account} in`,
        mend: set(withStatement(found, { ...statement, ...sid })),
      };
    },
    make: set(policyOf(statement)),
    owner: `account ${owner}`,
    shell: {
      form: "by-hand",
      why: [
        `Account ${owner} owns ${repository}. Its policy must let the new one in; add this statement to what is there:`,
        ...JSON.stringify(statement, null, 2).split("\n"),
      ],
    },
    terraform:
      () => `# Account ${owner} owns the repository: this statement goes into its policy, beside what is there.
output "repository_policy_statement" {
  value = jsonencode(${terraformValue(statement, 2)})
}`,
  };
}
