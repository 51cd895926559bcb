// The identity provider in an AWS account: one an account, which all its roles share.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
import { awsCommand } from "../../programs/aws/commands.ts";
import { listAt } from "../../text/json.ts";
import { audience, issuer } from "../issuer.ts";
import type { Resource } from "../types.ts";
import type { EcrPlace } from "./ecr-place.ts";
import { iamTags, terraformTags } from "./tags.ts";

/** Its ARN; the audience is the issuer's host. */
export const providerArn = ({ iamArn }: EcrPlace): string => iamArn(`oidc-provider/${audience}`);

/** The provider with the audience of Baseten's tokens; AWS refuses every token where that is forgotten. */
export function identityProvider(place: EcrPlace): Resource {
  const arn = providerArn(place);
  const named = ["--open-id-connect-provider-arn", arn];
  const read = ["iam", "get-open-id-connect-provider", ...named];
  const mend = awsCommand([
    "iam",
    "add-client-id-to-open-id-connect-provider",
    ...named,
    "--client-id",
    audience,
  ]);
  return {
    kind: "identity-provider",
    name: audience,
    note: "tells AWS who Baseten is",
    read: awsCommand(read),
    absent: ["NoSuchEntity"],
    compare: (reply) =>
      listAt(reply, "ClientIDList").includes(audience)
        ? { state: "there" }
        : { state: "differs", what: `lacks the audience ${audience}`, mend },
    make: awsCommand([
      "iam",
      "create-open-id-connect-provider",
      "--url",
      issuer,
      "--client-id-list",
      audience,
      ...iamTags,
    ]),
    shell: {
      form: "make",
      check: {
        command: awsCommand([...read, "--query", `contains(ClientIDList, '${audience}')`]),
        prints: "true",
        otherwise: `The identity provider lacks the audience ${audience}.`,
        mend,
      },
    },
    terraform: () => `resource "aws_iam_openid_connect_provider" "baseten" {
  url            = "${issuer}"
  client_id_list = ["${audience}"]
${terraformTags}
}`,
  };
}
