// Amazon ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
import { awsAssumeRole } from "../mechanisms/aws-assume-role.ts";
import { awsIam } from "../mechanisms/aws-iam.ts";
import { awsOidc } from "../mechanisms/aws-oidc.ts";
import { authorizationToken, ecrListing, loginPassword } from "../programs/aws/commands.ts";
import { expectKind } from "../values/secret.ts";
import { nothingStored, plainTarget, privateRegistriesPage, tokenMethod } from "./basic.ts";
import type { Method, Registry } from "./types.ts";

// `dkr-ecr` with `on.aws` is dual-stack; the rest are the partitions: China, Europe, isolated ones.
// https://github.com/awslabs/amazon-ecr-credential-helper
const privateHost =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9][a-z0-9_-]*)\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|on\.(?:aws|amazonwebservices\.com\.cn)|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

const oidc: Method = {
  id: "oidc",
  title: "OIDC role",
  summary: "stores nothing, never expires",
  link: "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
  mechanism: awsOidc,
  ...nothingStored,
};

const assumeRole: Method = {
  id: "assume-role",
  title: "Assumed role",
  summary: "stores nothing; Baseten has to enable it for you",
  link: privateRegistriesPage,
  mechanism: awsAssumeRole,
  ...nothingStored,
};

const iam: Method = {
  id: "iam",
  title: "IAM access key",
  summary: "two secrets, valid until rotated",
  link: privateRegistriesPage,
  mechanism: awsIam,
  shortLived: false,
  fetch: () => [],
  typed: {
    kind: "access-key",
    message: "Secret access key",
    why: "A long-lived key of an IAM user that may only pull; temporary (ASIA) keys can't serve.",
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
  hours: 12,
  fetch: ({ region }, { awsProfile: profile }) => [
    authorizationToken({ region, profile }),
    loginPassword({ region, profile }),
  ],
  typed: {
    message: "Password printed by aws ecr get-login-password",
    why: "aws prints the password. Baseten can sign in with the password for 12 hours.",
    link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
    username: "AWS",
  },
});

export const ecr: Registry<"ecr"> = {
  id: "ecr",
  title: "Amazon ECR",
  example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
  match: (image) => {
    if (image.host === "public.ecr.aws")
      return { ...plainTarget(image), publicBecause: "Images on ECR Public can be pulled by anyone." };
    const [, account, region] = privateHost.exec(image.host) ?? [];
    if (account === undefined || region === undefined) return null;
    const details = `account ${account} · ${region}`;
    return { ...plainTarget(image), account, region, details, open: "never" };
  },
  takes: ["awsProfile", "awsRegion"],
  listing: ecrListing,
  methods: [oidc, iam, token, assumeRole],
};
