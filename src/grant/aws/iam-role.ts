// The role that Baseten takes on.
import { awsCommand } from "../../programs/aws/commands.ts";
import { at } from "../../text/json.ts";
import { terraformText, terraformValue } from "../../text/terraform.ts";
import type { Resource } from "../types.ts";
import { policyOf, policyText, withStatement } from "./policy.ts";
import { iamTags, terraformTags } from "./tags.ts";
import type { Trust } from "./trust.ts";

const description = "Lets Baseten pull a base image";

/** What tells a trust in the role's text: it must stand in what `aws` prints of it. */
interface RoleOptions {
  readonly name: string;
  readonly trust: Trust;
  readonly note: string;
  /** A part of the trust that no other has, for the script's look at a role that is there. */
  readonly mark: string;
}

/**
 * The role with its trust. One of that name that Baseten is in already gets our statement beside its own, which stay;
 * one that has nothing to do with Baseten is left alone.
 */
export function iamRole({ name, trust, note, mark }: RoleOptions): Resource {
  const named = ["--role-name", name];
  const policy = policyOf(trust.statement);
  const trusted = `contains(to_string(Role.AssumeRolePolicyDocument), '${mark}')`;
  return {
    kind: "role",
    name,
    note,
    read: awsCommand(["iam", "get-role", ...named]),
    absent: ["NoSuchEntity"],
    compare: (reply) => {
      const found = at(reply, "Role", "AssumeRolePolicyDocument");
      const judged = trust.judge(found);
      if (!judged.known)
        return {
          state: "blocked",
          why: `There is a role ${name} already, and it trusts somebody else.`,
          hint: "Give the new one another name; that one stays as it is.",
        };
      if (judged.open)
        return {
          state: "blocked",
          why: `The role ${name} lets in others on Baseten too, not only your team.`,
          hint: "Narrow its trust to your team, or give the new role another name.",
        };
      if (judged.fits)
        return judged.wider ? { state: "there", note: "running models too" } : { state: "there" };
      const document = policyText(withStatement(found, { ...trust.statement, Sid: freeSid(found) }));
      return {
        state: "differs",
        what: `trusts ${judged.reasons.join("; ")}`,
        mend: awsCommand(["iam", "update-assume-role-policy", ...named, "--policy-document", document]),
      };
    },
    make: awsCommand([
      "iam",
      "create-role",
      ...named,
      "--assume-role-policy-document",
      policyText(policy),
      "--description",
      description,
      ...iamTags,
    ]),
    shell: {
      form: "make",
      check: {
        command: awsCommand(["iam", "get-role", ...named, "--query", trusted]),
        prints: "true",
        otherwise: `There is a role ${name} already, with another trust. Nothing of it was changed.`,
      },
    },
    terraform: (there) => `resource "aws_iam_role" "baseten" {
  name        = ${terraformText(name)}
  description = ${terraformText(description)}
  assume_role_policy = jsonencode(${terraformValue(policy, 2)})
${terraformTags}
${needsProvider(trust) && !there.has("identity-provider") ? "\n  depends_on = [aws_iam_openid_connect_provider.baseten]\n" : ""}}`,
  };
}

const needsProvider = ({ statement }: Trust): boolean => statement.Principal?.Federated !== undefined;

/** A statement's id is unique in its policy. */
function freeSid(policy: unknown): string {
  const text = policyText(policy);
  let count = 1;
  while (text.includes(`"Baseten${count === 1 ? "" : count}"`)) count += 1;
  return `Baseten${count === 1 ? "" : count}`;
}
