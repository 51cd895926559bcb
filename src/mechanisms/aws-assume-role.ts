// AWS_ASSUME_ROLE, a role that trusts Baseten's own role with an external id:
// https://docs.baseten.co/development/model/dependencies#private-registries
import template from "../../templates/aws-assume-role.yaml";
import { regionQuestion, roleQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

export const awsAssumeRole = {
  authMethod: "AWS_ASSUME_ROLE",
  since: "0.18.27",
  strict: true,
  fields: [
    {
      key: "aws_assume_role_arn",
      value: "awsRoleArn",
      required: true,
      inTraining: "role_arn",
      question: roleQuestion(
        "The role trusts Baseten's own role, with your organization's external id. Both: truss whoami --show-aws-assume-role",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
      ),
    },
    {
      key: "aws_assume_role_region",
      value: "awsRegion",
      required: true,
      suggest: ({ region }) => region,
      inTraining: "region",
      question: regionQuestion,
    },
  ],
  training: {
    authMethod: "AWS_ASSUME_ROLE",
    keyword: "aws_assume_role_docker_auth",
    type: "AWSAssumeRoleDockerAuth",
  },
  template,
  credential: null,
  secretValues: () => [],
} as const satisfies Mechanism;
