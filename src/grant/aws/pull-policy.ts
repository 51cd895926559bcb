// Which permissions does a pull from ECR take, and does a policy give them?
import type { EcrPlace } from "./ecr-place.ts";
import { fits, namesAction, type Policy, policyOf, type Statement, statementsOf, textsOf } from "./policy.ts";

/** What reading an image takes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html */
export const pullActions = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

/** What the first pull through a cache takes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html */
const fillActions = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"] as const;

const signIn = { action: "ecr:GetAuthorizationToken", resource: "*" };

/** The permissions to pull one repository, and no other. */
export function pullPolicy({ repositoryArn }: EcrPlace, pullThrough: boolean): Policy {
  const actions = [...pullActions, ...(pullThrough ? fillActions : [])];
  return policyOf(
    { Sid: "SignIn", Effect: "Allow", Action: signIn.action, Resource: signIn.resource },
    pullStatement(repositoryArn, actions),
  );
}

const pullStatement = (arn: string, actions: readonly string[]): Statement => ({
  Sid: "Pull",
  Effect: "Allow",
  Action: actions,
  Resource: arn,
});

/** The actions that pulling takes and these policies don't give; empty when they let it pull. */
export function lacking(
  policies: readonly unknown[],
  place: EcrPlace,
  pullThrough: boolean,
): readonly string[] {
  const statements = policies.flatMap(statementsOf);
  const wanted = [
    signIn,
    ...[...pullActions, ...(pullThrough ? fillActions : [])].map((action) => ({
      action,
      resource: place.repositoryArn,
    })),
  ];
  return wanted
    .filter(({ action, resource }) => {
      const named = statements.filter(
        (statement) =>
          namesAction(statement, action) && textsOf(statement.Resource).some((arn) => fits(arn, resource)),
      );
      // A condition may or may not be met, so it counts as a no, whichever way it stands.
      return (
        named.some(({ Effect }) => Effect === "Deny") ||
        !named.some(({ Effect, Condition }) => Effect === "Allow" && Condition === undefined)
      );
    })
    .map(({ action }) => action);
}
