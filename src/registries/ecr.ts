// Amazon ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html

import { mustMatch, secretNameQuestion } from "../mechanisms/questions.ts";
import { authorizationToken, ecrListing, ecrTokenHours, loginPassword } from "../programs/aws/commands.ts";
import { expectKind, plainTarget, privateRegistriesPage, tokenMethod } from "./basic.ts";
import type { Method, Registry } from "./types.ts";

// `dkr-ecr` with `on.aws` is dual-stack; the rest are the partitions: China, Europe, isolated ones.
// https://github.com/awslabs/amazon-ecr-credential-helper
const privateHost =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9][a-z0-9_-]*)\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|on\.(?:aws|amazonwebservices\.com\.cn)|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

const defaultKeyIdSecret = "aws_access_key_id";
const defaultKeySecret = "aws_secret_access_key";
/** The name, unless it is the default, which docker_auth doesn't repeat. */
const ifCustom = (name: string, byDefault: string) => (name === byDefault ? undefined : name);

const oidc: Method = {
  id: "oidc",
  title: "OIDC role",
  summary: "stores nothing, never expires",
  link: "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
  lifetimeHours: null,
  questions: (target) => [
    {
      key: "awsRoleArn",
      flag: "--aws-role-arn",
      message: "ARN of the role that Baseten assumes",
      why: "Its trust policy lets your Baseten team in, and its permissions let it pull.",
      link: "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
      problem: mustMatch(
        /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]*[\w+=,.@-]$/,
        "A role's ARN looks like arn:aws:iam::123456789012:role/baseten-ecr-access.",
      ),
    },
    {
      key: "awsRegion",
      flag: "--aws-region",
      message: "Region of the registry",
      why: "Baseten asks ECR in this region; the image's host names it.",
      ...(target.region === undefined ? {} : { default: target.region }),
      quiet: true,
      problem: mustMatch(/^[a-z]+(?:-[a-z]+)+-\d+$/, "A region looks like us-east-1."),
    },
  ],
  template: "aws-oidc",
  templateValues: (target, { awsRoleArn, awsRegion }) => ({
    registry: target.host,
    awsRoleArn,
    awsRegion: awsRegion ?? target.region,
  }),
  secretValues: () => [],
  fetch: () => [],
  typed: null,
  signIn: () => null,
};

const iam: Method = {
  id: "iam",
  title: "IAM access key",
  summary: "two secrets, valid until rotated",
  link: `${privateRegistriesPage}#aws-iam-service-accounts`,
  lifetimeHours: null,
  questions: () => [
    secretNameQuestion("accessKeyIdSecret", "--access-key-id-secret", "access key id", defaultKeyIdSecret),
    secretNameQuestion(
      "secretAccessKeySecret",
      "--secret-access-key-secret",
      "secret access key",
      defaultKeySecret,
    ),
  ],
  template: "aws-iam",
  templateValues: (target, values) => {
    const accessKeyIdSecret = values.accessKeyIdSecret ?? defaultKeyIdSecret;
    const secretAccessKeySecret = values.secretAccessKeySecret ?? defaultKeySecret;
    return {
      registry: target.host,
      accessKeyIdSecret,
      secretAccessKeySecret,
      customAccessKeyIdSecret: ifCustom(accessKeyIdSecret, defaultKeyIdSecret),
      customSecretAccessKeySecret: ifCustom(secretAccessKeySecret, defaultKeySecret),
    };
  },
  secretValues: (credential) => {
    const { accessKeyId, secretAccessKey } = expectKind(credential, "access-key");
    return [accessKeyId, secretAccessKey];
  },
  fetch: () => [],
  typed: {
    kind: "access-key",
    message: "Secret access key",
    why: "A long-lived key of an IAM user that may pull; temporary (ASIA) keys can't serve.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html",
  },
  signIn: (target, credential) => {
    const { accessKeyId, secretAccessKey } = expectKind(credential, "access-key");
    // The environment's keys win over AWS_PROFILE, so that one is left alone: set to an empty name,
    // aws looks for a profile of that name and fails. A leftover session token would spoil the key.
    const env = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: "",
    };
    return authorizationToken({ region: target.region, env });
  },
};

const token = tokenMethod({
  title: "12-hour token",
  summary: "one secret, for a quick try; `refresh` renews it",
  link: `${privateRegistriesPage}#access-token`,
  lifetimeHours: ecrTokenHours,
  fetch: ({ region }, { awsProfile: profile }) => [
    authorizationToken({ region, profile }),
    loginPassword({ region, profile }),
  ],
  typed: {
    message: "Password printed by aws ecr get-login-password",
    why: "Baseten signs in with it for the next 12 hours.",
    link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
    username: "AWS",
  },
});

export const ecr: Registry = {
  id: "ecr",
  title: "Amazon ECR",
  example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
  match: (image) => {
    if (image.host === "public.ecr.aws")
      return { ...plainTarget(image), publicBecause: "Images on ECR Public can be pulled by anyone." };
    const [, account, region] = privateHost.exec(image.host) ?? [];
    if (account === undefined || region === undefined) return null;
    return { ...plainTarget(image), account, region, details: `account ${account} · ${region}` };
  },
  listing: ecrListing,
  methods: [oidc, iam, token],
};
