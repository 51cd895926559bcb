// The user that may only pull, and its access key. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { listAt, parseJson, textAt } from "../../text/json.ts";
import { terraformText } from "../../text/terraform.ts";
import type { Credential, Secret } from "../../values/secret.ts";
import { createdBy } from "../names.ts";
import type { Found, Resource } from "../types.ts";
import { adviceOnKeys, keysOf, lastUse } from "./key-rotation.ts";
import { iamTags, terraformTags } from "./tags.ts";

/** The user. One of that name that isn't ours is left alone: it may do more than pull. */
export function iamUser(name: string): Resource {
  const named = ["--user-name", name];
  const isOurs = (tag: unknown): boolean =>
    textAt(tag, "Key") === "created-by" && textAt(tag, "Value") === createdBy;
  return {
    kind: "user",
    name,
    note: "may pull, and nothing else",
    read: awsCommand(["iam", "get-user", ...named]),
    absent: ["NoSuchEntity"],
    compare: (reply) =>
      listAt(reply, "User", "Tags").some(isOurs)
        ? { state: "there" }
        : {
            state: "blocked",
            why: `There is a user ${name} already that this tool didn't make.`,
            hint: "It may do more than pull. Give the new one another name; that one stays as it is.",
          },
    make: awsCommand(["iam", "create-user", ...named, ...iamTags]),
    shell: {
      form: "make",
      check: {
        command: awsCommand([
          "iam",
          "get-user",
          ...named,
          "--query",
          `contains(to_string(User.Tags), '${createdBy}')`,
        ]),
        prints: "true",
        otherwise: `There is a user ${name} already, made by somebody else. Nothing of it was changed.`,
      },
    },
    terraform: () => `resource "aws_iam_user" "baseten" {
  name = ${terraformText(name)}
${terraformTags}
}`,
  };
}

/** A key of the user. There may be two, so that one can follow the other; the secret is seen once. */
export function accessKey(user: string): Resource {
  const named = ["--user-name", user];
  const make = awsCommand(["iam", "create-access-key", ...named]);
  return {
    kind: "access-key",
    name: user,
    note: "goes to Baseten and nowhere else",
    read: awsCommand(["iam", "list-access-keys", ...named]),
    absent: ["NoSuchEntity"],
    more: (reply) => (keysOf(reply).length < 2 ? [] : keysOf(reply).map(({ id }) => lastUse(id))),
    compare: (reply, more): Found => {
      const keys = keysOf(reply);
      if (keys.length === 0) return { state: "missing" };
      if (keys.length === 1)
        return {
          state: "differs",
          what: "has one already, which goes on until it is switched off",
          mend: make,
        };
      return {
        state: "blocked",
        why: `The user ${user} has two access keys already, and AWS allows no more.`,
        hint: adviceOnKeys(user, keys, more),
      };
    },
    make,
    gives: readAccessKey,
    shell: {
      form: "by-hand",
      why: ["The key, whose secret is shown once:", `aws iam create-access-key --user-name ${user}`],
    },
    terraform: () => `# Terraform would keep the key's secret in its state, so make the key by hand:
#   aws iam create-access-key --user-name ${user}`,
  };
}

function readAccessKey(stdout: Secret): Credential | null {
  const reply = parseJson(stdout);
  const id = textAt(reply, "AccessKey", "AccessKeyId");
  const secret = textAt(reply, "AccessKey", "SecretAccessKey");
  if (id === null || secret === null) return null;
  return {
    kind: "access-key",
    accessKeyId: stdout.map(() => id),
    secretAccessKey: stdout.map(() => secret),
  };
}
