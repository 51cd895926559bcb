// The fragments by which the failures of aws are known, and what to say of each.
import {
  type FailureFacts,
  foreignCertificate,
  type KnownFailure,
  type Sentence,
  wrongClock,
} from "../types.ts";
import { again, fitting, remedyOf } from "./remedy.ts";

const ofProfile: Sentence = ({ profile }) => (profile === null ? "" : ` of profile ${profile}`);
const ofThat = ({ profile }: FailureFacts) => (profile === null ? [] : ["--profile", profile]);

const permissions: Readonly<Record<string, string>> = {
  "ecr get-authorization-token": "ecr:GetAuthorizationToken",
  "ecr get-login-password": "ecr:GetAuthorizationToken",
  "ecr describe-repositories": "ecr:DescribeRepositories",
  "iam create-access-key": "iam:CreateAccessKey",
};

// Order matters: an SSO failure may also name a token that expired. https://github.com/aws/aws-cli/issues/7737
/** The known failures of aws; the first that fits counts. */
export const awsFailures: readonly KnownFailure[] = [
  {
    // First: what follows is what that program said, which may be anything.
    fragments: ["Error when retrieving credentials from custom-process"],
    code: "not-signed-in",
    message: (facts) => `The program that gives the credentials${ofProfile(facts)} failed.`,
    hint: ({ withProfile }) =>
      `Sign in to it, or see what it says: aws sts get-caller-identity${withProfile}. Which one: aws configure get credential_process${withProfile}`,
  },
  {
    fragments: [
      "Signature expired",
      "is now earlier than",
      "Signature not yet current",
      "RequestTimeTooSkewed",
    ],
    ...wrongClock("AWS"),
  },
  {
    fragments: ["SSL validation failed", "CERTIFICATE_VERIFY_FAILED"],
    ...foreignCertificate("The AWS CLI", "Set AWS_CA_BUNDLE to that proxy's certificate file."),
  },
  {
    fragments: ["Using the login credential provider requires"],
    code: "cli-failed",
    message: (facts) => `This AWS CLI can't use the sign-in${ofProfile(facts)}, which aws login made.`,
    hint: () =>
      "Install version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  },
  {
    fragments: ["MFA code", "MultiFactorAuthentication failed"],
    code: "not-signed-in",
    message: ({ profile }) => `AWS asks for an MFA code${profile === null ? "" : ` for profile ${profile}`}.`,
    hint: ({ withProfile }) => `Give it once: aws sts get-caller-identity${withProfile}`,
  },
  {
    fragments: ["config profile ("],
    code: "not-signed-in",
    message: ({ profile }) =>
      `AWS has no profile${profile === null ? " of that name" : ` "${profile}"`} on this machine.`,
    hint: ({ withProfile }) => `Set it up: aws configure${withProfile}, or name another with --aws-profile.`,
  },
  {
    fragments: [
      "Error loading SSO Token",
      "Token has expired and refresh failed",
      "SSO session associated with this profile has expired",
      "UnauthorizedSSOToken",
    ],
    code: "not-signed-in",
    message: (facts) => `The AWS SSO session${ofProfile(facts)} has ended.`,
    hint: fitting(({ withProfile }) => `Sign in again: aws sso login${withProfile}`),
    signIn: (facts) => again(facts) ?? ["sso", "login", ...ofThat(facts)],
  },
  {
    // https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
    fragments: ["login session token", "reauthenticate with 'aws login'"],
    code: "not-signed-in",
    message: (facts) => `The AWS sign-in${ofProfile(facts)} has ended.`,
    hint: fitting(({ withProfile }) => `Sign in again: aws login${withProfile}`),
    signIn: (facts) => again(facts) ?? ["login", ...ofThat(facts)],
  },
  {
    // A CLI that names `aws login` has it.
    fragments: ['running "aws login"', "running 'aws login'"],
    code: "not-signed-in",
    message: ({ profile }) => `AWS finds no credentials${profile === null ? "" : ` in profile ${profile}`}.`,
    hint: ({ withProfile }) =>
      `Sign in: aws login${withProfile}, or for SSO: aws configure sso${withProfile}`,
    signIn: (facts) => ["login", ...ofThat(facts)],
  },
  {
    fragments: ["Unable to locate credentials", "NoCredentials"],
    code: "not-signed-in",
    message: ({ profile }) => `AWS finds no credentials${profile === null ? "" : ` in profile ${profile}`}.`,
    hint: fitting(
      ({ withProfile }) =>
        `Set them up: aws configure${withProfile}, or for SSO: aws configure sso${withProfile}`,
    ),
    signIn: again,
  },
  {
    fragments: ["ExpiredToken", "RequestExpired"],
    code: "not-signed-in",
    message: (facts) => `The temporary AWS credentials${ofProfile(facts)} have expired.`,
    hint: fitting(
      ({ withProfile }) => `Fetch new ones where these came from; with SSO: aws sso login${withProfile}`,
    ),
    signIn: again,
  },
  {
    fragments: [
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidSignatureException",
      "SignatureDoesNotMatch",
    ],
    code: "not-signed-in",
    message: (facts) =>
      facts.ownKey
        ? "AWS does not accept this access key."
        : `AWS does not accept the credentials${ofProfile(facts)}.`,
    hint: (facts) =>
      facts.ownKey
        ? "Check that id and secret belong together and the key is active: aws iam list-access-keys"
        : (remedyOf(facts)?.hint ?? `Set them up again: aws configure${facts.withProfile}`),
    signIn: again,
  },
  {
    fragments: ["AccessDenied", "is not authorized to perform"],
    code: "access-denied",
    message: (facts) => {
      const who = facts.ownKey
        ? "this access key"
        : facts.profile === null
          ? "you"
          : `profile ${facts.profile}`;
      const permission = permissions[facts.action];
      return `AWS denies ${who} ${permission === undefined ? "this" : permission}.`;
    },
    hint: (facts) =>
      facts.ownKey
        ? "Attach the policy AmazonEC2ContainerRegistryPullOnly to the key's user."
        : `See who is signed in: aws sts get-caller-identity${facts.withProfile}`,
  },
  {
    fragments: ["You must specify a region"],
    code: "cli-failed",
    message: () => "AWS was not told a region.",
    hint: ({ withProfile }) => `Set one: aws configure set region us-east-1${withProfile}`,
  },
  {
    fragments: ["doesn't match a supported format"],
    code: "cli-failed",
    message: () => "AWS has no region of this name.",
    hint: () => "Check the region in the image's host.",
  },
  {
    fragments: [
      "Read timeout on endpoint",
      "Could not connect to the endpoint URL",
      "Connect timeout on endpoint",
      "Failed to connect to proxy",
    ],
    code: "cli-failed",
    message: () => "The AWS CLI can't reach AWS in this region.",
    hint: ({ withProfile }) =>
      `Check the network, the proxy and the region; this tells: aws sts get-caller-identity${withProfile}`,
  },
  {
    fragments: ["LimitExceeded"],
    code: "cli-failed",
    message: () => "This IAM user has two access keys already, and AWS allows no more.",
    hint: ({ user }) =>
      `See which can go: aws iam list-access-keys${user === null ? "" : ` --user-name ${user}`}`,
  },
  {
    fragments: ["Invalid choice", "UnsupportedCommandException"],
    exitCode: 252,
    code: "cli-failed",
    message: () => "The AWS CLI doesn't know this command; it may be too old.",
    hint: () =>
      "Install the newest: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  },
  {
    fragments: [],
    exitCode: 253,
    code: "not-signed-in",
    message: (facts) => `The AWS CLI can't use the configuration${ofProfile(facts)}.`,
    hint: ({ withProfile }) => `See what it finds: aws configure list${withProfile}`,
  },
];
