// AWS_OIDC, a role that trusts Baseten's identity provider: https://docs.baseten.co/organization/oidc
import template from "../../templates/aws-oidc.yaml";
import { regionQuestion, roleQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

export const awsOidc = {
  authMethod: "AWS_OIDC",
  since: null,
  strict: true,
  fields: [
    {
      key: "aws_oidc_role_arn",
      value: "awsRoleArn",
      required: true,
      inTraining: "role_arn",
      question: roleQuestion(
        "The role's trust policy lets your Baseten team in; the role's permissions let Baseten pull.",
        "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
      ),
    },
    {
      key: "aws_oidc_region",
      value: "awsRegion",
      required: true,
      suggest: ({ region }) => region,
      inTraining: "region",
      question: regionQuestion,
    },
  ],
  training: {
    authMethod: "AWS_OIDC",
    keyword: "aws_oidc_docker_auth",
    type: "AWSOIDCDockerAuth",
  },
  template,
  credential: null,
  secretValues: () => [],
} as const satisfies Mechanism;
