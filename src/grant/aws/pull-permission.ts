// The inline policy of a role or user: it may pull this repository.
import { awsCommand } from "../../programs/aws/commands.ts";
import { at } from "../../text/json.ts";
import { terraformText, terraformValue } from "../../text/terraform.ts";
import type { Resource } from "../types.ts";
import type { EcrPlace } from "./ecr-place.ts";
import { policyText, statementsOf } from "./policy.ts";
import { lacking, pullPolicy } from "./pull-policy.ts";

interface PermissionOptions {
  readonly holder: { readonly kind: "role" | "user"; readonly name: string };
  /** The policy's own name. */
  readonly name: string;
  readonly place: EcrPlace;
  readonly pullThrough: boolean;
}

/** The permission. What a policy of that name allows already stays in it. */
export function pullPermission({ holder, name, place, pullThrough }: PermissionOptions): Resource {
  const { kind } = holder;
  const named = [`--${kind}-name`, holder.name, "--policy-name", name];
  const policy = pullPolicy(place, pullThrough);
  const put = (document: unknown) =>
    awsCommand(["iam", `put-${kind}-policy`, ...named, "--policy-document", policyText(document)]);
  const read = ["iam", `get-${kind}-policy`, ...named];
  return {
    kind: "permission",
    name: `pull ${place.repository}`,
    note: pullThrough ? `${place.region}, and fill it from its upstream` : place.region,
    read: awsCommand(read),
    absent: ["NoSuchEntity"],
    compare: (reply) => {
      const found = at(reply, "PolicyDocument");
      const lacks = lacking([found], place, pullThrough);
      if (lacks.length === 0) return { state: "there" };
      // Ours come first and without ids, since an id may stand but once.
      const statements = [...policy.Statement, ...statementsOf(found)].map(
        ({ Sid, ...statement }) => statement,
      );
      return {
        state: "differs",
        what: `lacks ${lacks.join(", ")}`,
        mend: put({ Version: "2012-10-17", Statement: statements }),
      };
    },
    make: put(policy),
    shell: {
      form: "make",
      check: {
        command: awsCommand([
          ...read,
          "--query",
          `contains(to_string(PolicyDocument), '${place.repositoryArn}')`,
        ]),
        prints: "true",
        otherwise: `The ${kind} ${holder.name} has a policy ${name} already, for something else. Nothing of it was changed.`,
      },
    },
    terraform: (there) => `resource "aws_iam_${kind}_policy" "pull" {
  name = ${terraformText(name)}
  ${kind} = ${there.has(kind) ? terraformText(holder.name) : `aws_iam_${kind}.baseten.name`}
  policy = jsonencode(${terraformValue(policy, 2)})
}`,
  };
}
