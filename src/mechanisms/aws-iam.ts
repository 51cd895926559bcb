// AWS_IAM, an IAM user's access key: https://docs.baseten.co/development/model/dependencies#private-registries
import template from "../../templates/aws-iam.yaml";
import { expectKind } from "../values/secret.ts";
import { secretNameQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

export const awsIam = {
  authMethod: "AWS_IAM",
  since: null,
  strict: false,
  fields: [
    {
      key: "aws_access_key_id_secret_name",
      value: "accessKeyIdSecret",
      required: false,
      secret: true,
      byDefault: "aws_access_key_id",
      inTraining: "access_key_secret_ref",
      question: secretNameQuestion("access key id"),
    },
    {
      key: "aws_secret_access_key_secret_name",
      value: "secretAccessKeySecret",
      required: false,
      secret: true,
      byDefault: "aws_secret_access_key",
      inTraining: "secret_access_key_secret_ref",
      question: secretNameQuestion("secret access key"),
    },
  ],
  training: {
    authMethod: "AWS_IAM",
    keyword: "aws_iam_docker_auth",
    type: "AWSIAMDockerAuth",
  },
  template,
  credential: "access-key",
  secretValues: (credential) => {
    const { accessKeyId, secretAccessKey } = expectKind(credential, "access-key");
    return [accessKeyId, secretAccessKey];
  },
} as const satisfies Mechanism;
