// Does every failure of aws, gcloud and az get its sentence and the exact next command, and leak nothing?
import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/programs/explain.ts";
import { Secret } from "../../src/values/secret.ts";
import type { Command } from "../../src/world/types.ts";

const aws = (...args: string[]): Command => ({ file: "aws", args });
const token = aws("ecr", "get-authorization-token", "--region", "us-east-1", "--output", "json");
const prod: Command = { ...token, args: [...token.args, "--profile", "prod"] };
const ownKey: Command = { ...token, env: { AWS_ACCESS_KEY_ID: new Secret("AKIA"), AWS_SESSION_TOKEN: "" } };
const gcloud = (...args: string[]): Command => ({ file: "gcloud", args });
const print = gcloud("auth", "print-access-token");
const az: Command = { file: "az", args: ["acr", "login", "--name", "myreg", "--expose-token"] };

/** `code | message | hint` of a command that printed this. */
function explained(command: Command, stderr: string, exitCode: number | null = 255): string {
  // What stands around the fragment is not to come through.
  const text = `\nleaky-before ${stderr} leaky-after`;
  const error = explainFailure(command, {
    status: "failed",
    exitCode,
    stdout: new Secret("leaky-out"),
    stderr: text,
  });
  const said = `${error.code} | ${error.message} | ${error.hint}`;
  expect(said).not.toContain("leaky");
  return said;
}

describe("aws", () => {
  test.each<[string, Command, string]>([
    [
      "The config profile (prod) could not be found",
      prod,
      `not-signed-in | AWS has no profile "prod" on this machine. | Set it up: aws configure --profile prod, or name another with --aws-profile.`,
    ],
    [
      "The config profile (dev) could not be found",
      token,
      `not-signed-in | AWS has no profile "dev" on this machine. | Set it up: aws configure --profile dev, or name another with --aws-profile.`,
    ],
    [
      "The config profile () could not be found",
      token,
      "not-signed-in | AWS has no profile of that name on this machine. | Set it up: aws configure, or name another with --aws-profile.",
    ],
    [
      "Error loading SSO Token: Token for prod does not exist",
      prod,
      "not-signed-in | The AWS SSO session of profile prod has ended. | Sign in again: aws sso login --profile prod",
    ],
    [
      "Error when retrieving token from sso: Token has expired and refresh failed",
      prod,
      "not-signed-in | The AWS SSO session of profile prod has ended. | Sign in again: aws sso login --profile prod",
    ],
    [
      "The SSO session associated with this profile has expired or is otherwise invalid.",
      token,
      "not-signed-in | The AWS SSO session has ended. | Sign in again: aws sso login",
    ],
    [
      "Unable to locate credentials. You can configure credentials by running",
      token,
      "not-signed-in | AWS finds no credentials. | Set them up: aws configure, or for SSO: aws configure sso",
    ],
    [
      "Unable to locate credentials",
      prod,
      "not-signed-in | AWS finds no credentials in profile prod. | Set them up: aws configure --profile prod, or for SSO: aws configure sso --profile prod",
    ],
    [
      "An error occurred (ExpiredToken) when calling",
      prod,
      "not-signed-in | The temporary AWS credentials of profile prod have expired. | Fetch new ones where these came from; with SSO: aws sso login --profile prod",
    ],
    [
      "An error occurred (ExpiredTokenException)",
      token,
      "not-signed-in | The temporary AWS credentials have expired. | Fetch new ones where these came from; with SSO: aws sso login",
    ],
    [
      "aws: [ERROR]: Error loading login session token: Unable to load a existing login session for session arn:aws:iam::1:user/ada, Please reauthenticate with 'aws login'.",
      prod,
      "not-signed-in | The AWS sign-in of profile prod has ended. | Sign in again: aws login --profile prod",
    ],
    [
      'Missing Dependency: Using the login credential provider requires an additional dependency. You will need to pip install "botocore[crt]" before proceeding.',
      prod,
      "cli-failed | This AWS CLI can't use the sign-in of profile prod, which aws login made. | Install version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ],
    [
      "Error when retrieving credentials from custom-process: ExpiredToken: please log in to okta",
      prod,
      "not-signed-in | The program that gives the credentials of profile prod failed. | Sign in to it, or see what it says: aws sts get-caller-identity --profile prod. Which one: aws configure get credential_process --profile prod",
    ],
    [
      'An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running "aws login".',
      token,
      "not-signed-in | AWS finds no credentials. | Sign in: aws login, or for SSO: aws configure sso",
    ],
    [
      "An error occurred (InvalidSignatureException): Signature expired: 20260101T000000Z is now earlier than 20260102T000000Z",
      prod,
      "cli-failed | This machine's clock is wrong, so AWS refuses what is signed with it. | Set it right, then run this again. It says now: date -u",
    ],
    [
      "An error occurred (SignatureDoesNotMatch): Signature not yet current: 20260102T000000Z is still later than 20260101T000000Z",
      ownKey,
      "cli-failed | This machine's clock is wrong, so AWS refuses what is signed with it. | Set it right, then run this again. It says now: date -u",
    ],
    [
      "SSL validation failed for https://api.ecr.us-east-1.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED]",
      token,
      "cli-failed | The AWS CLI doesn't trust the certificate it is shown; a company's proxy often shows its own. | Set AWS_CA_BUNDLE to that proxy's certificate file.",
    ],
    [
      "Provided region_name 'x' doesn't match a supported format.",
      token,
      "cli-failed | AWS has no region of this name. | Check the region in the image's host.",
    ],
    [
      "Enter MFA code for arn:aws:iam::123456789012:mfa/ada: EOF when reading a line",
      prod,
      "not-signed-in | AWS asks for an MFA code for profile prod. | Give it once: aws sts get-caller-identity --profile prod",
    ],
    [
      'Read timeout on endpoint URL: "https://api.ecr"',
      token,
      "cli-failed | The AWS CLI can't reach AWS in this region. | Check the network, the proxy and the region; this tells: aws sts get-caller-identity",
    ],
    [
      "aws: [ERROR]: argument operation: Found invalid choice 'x'",
      aws("ecr", "x"),
      "cli-failed | The AWS CLI doesn't know this command; it may be too old. | Install the newest: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ],
    [
      "An error occurred (UnrecognizedClientException)",
      prod,
      "not-signed-in | AWS does not accept the credentials of profile prod. | Set them up again: aws configure --profile prod",
    ],
    [
      "An error occurred (InvalidClientTokenId)",
      token,
      "not-signed-in | AWS does not accept the credentials. | Set them up again: aws configure",
    ],
    [
      "An error occurred (UnrecognizedClientException)",
      ownKey,
      "not-signed-in | AWS does not accept this access key. | Check that id and secret belong together and the key is active: aws iam list-access-keys",
    ],
    [
      "An error occurred (InvalidSignatureException)",
      ownKey,
      "not-signed-in | AWS does not accept this access key. | Check that id and secret belong together and the key is active: aws iam list-access-keys",
    ],
    [
      "An error occurred (AccessDeniedException)",
      prod,
      "access-denied | AWS denies profile prod ecr:GetAuthorizationToken. | See who is signed in: aws sts get-caller-identity --profile prod",
    ],
    [
      "An error occurred (AccessDeniedException)",
      aws("ecr", "describe-repositories"),
      "access-denied | AWS denies you ecr:DescribeRepositories. | See who is signed in: aws sts get-caller-identity",
    ],
    [
      "An error occurred (AccessDenied)",
      aws("sts", "x"),
      "access-denied | AWS denies you this. | See who is signed in: aws sts get-caller-identity",
    ],
    [
      "An error occurred (AccessDeniedException)",
      ownKey,
      "access-denied | AWS denies this access key ecr:GetAuthorizationToken. | Attach the policy AmazonEC2ContainerRegistryPullOnly to the key's user.",
    ],
    [
      "You must specify a region",
      token,
      "cli-failed | AWS was not told a region. | Set one: aws configure set region us-east-1",
    ],
    [
      'Could not connect to the endpoint URL: "https://api.ecr"',
      token,
      "cli-failed | The AWS CLI can't reach AWS in this region. | Check the network, the proxy and the region; this tells: aws sts get-caller-identity",
    ],
    [
      "An error occurred (LimitExceeded)",
      aws("iam", "create-access-key", "--user-name", "puller"),
      "cli-failed | This IAM user has two access keys already, and AWS allows no more. | See which can go: aws iam list-access-keys --user-name puller",
    ],
    [
      "aws: error: argument operation: Invalid choice, valid choices are",
      aws("ecr", "get-login-password"),
      "cli-failed | The AWS CLI doesn't know this command; it may be too old. | Install the newest: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ],
    [
      "(UnsupportedCommandException)",
      aws("ecr-public", "x"),
      "cli-failed | The AWS CLI doesn't know this command; it may be too old. | Install the newest: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ],
  ])("%s (%#)", (stderr, command, said) => expect(explained(command, stderr)).toBe(said));

  test.each([
    [252, "cli-failed | The AWS CLI doesn't know this command"],
    [
      253,
      "not-signed-in | The AWS CLI can't use the configuration of profile prod. | See what it finds: aws configure list --profile prod",
    ],
    [
      254,
      "cli-failed | The AWS CLI failed with exit code 254. | See what it says: aws sts get-caller-identity --profile prod",
    ],
    [null, "cli-failed | The AWS CLI failed. | See what it says: aws sts get-caller-identity --profile prod"],
  ])("exit code %s without a known fragment", (exitCode, said) => {
    expect(explained(prod, "something new", exitCode)).toContain(said);
  });

  test.each([
    ["my team", "aws sso login --profile 'my team'"],
    ["a;rm -rf", "aws sso login --profile 'a;rm -rf'"],
    ["o'hara", "aws sso login --profile 'o'\\''hara'"],
    ["corp/dev@eu", "aws sso login --profile corp/dev@eu"],
  ])("the profile %s can be pasted", (profile, command) => {
    const named: Command = { ...token, args: [...token.args, "--profile", profile] };
    expect(explained(named, "Error loading SSO Token")).toContain(`Sign in again: ${command}`);
  });

  test("the profile may come in the environment", () => {
    expect(explained({ ...token, env: { AWS_PROFILE: "ci" } }, "Error loading SSO Token")).toContain(
      "profile ci",
    );
  });
});

test.each<[string, Command, string]>([
  [
    "ERROR: (gcloud.auth.print-access-token) You do not currently have an active account selected.",
    print,
    "not-signed-in | gcloud is not signed in. | Sign in: gcloud auth login",
  ],
  [
    "There was a problem refreshing your current auth tokens: invalid_grant",
    print,
    "not-signed-in | gcloud's sign-in has ended. | Sign in again: gcloud auth login",
  ],
  [
    "There was a problem refreshing your current auth tokens: HTTPSConnectionPool(host='oauth2.googleapis.com', port=443): Max retries exceeded with url: /token (Caused by NameResolutionError)",
    print,
    "cli-failed | gcloud can't reach Google. | Check the network and the proxy; this tells: gcloud info --run-diagnostics",
  ],
  [
    "There was a problem refreshing your current auth tokens: Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))",
    print,
    "cli-failed | gcloud doesn't trust the certificate it is shown; a company's proxy often shows its own. | Name that proxy's certificate file: gcloud config set core/custom_ca_certs_file <file>",
  ],
  [
    "There was a problem refreshing your current auth tokens: ('invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.')",
    print,
    "cli-failed | This machine's clock is wrong, so Google refuses what is signed with it. | Set it right, then run this again. It says now: date -u",
  ],
  [
    "gcloud crashed (ConnectionError): x",
    print,
    "cli-failed | gcloud can't reach Google. | Check the network and the proxy; this tells: gcloud info --run-diagnostics",
  ],
  [
    "Reauthentication failed. cannot prompt during non-interactive execution.",
    print,
    "not-signed-in | gcloud's sign-in has ended. | Sign in again: gcloud auth login",
  ],
  [
    "PERMISSION_DENIED: Permission",
    gcloud("artifacts", "repositories", "list", "--project=proj"),
    "access-denied | Google denies this account access to project proj. | See who is signed in: gcloud auth list",
  ],
  [
    "PERMISSION_DENIED: iam.serviceAccounts.getAccessToken",
    gcloud("auth", "print-access-token", "--impersonate-service-account=a@b"),
    "access-denied | Google doesn't let you act as a@b. | It takes roles/iam.serviceAccountTokenCreator on it. See who is signed in: gcloud auth list",
  ],
  [
    "PERMISSION_DENIED: reason: SERVICE_DISABLED",
    gcloud("artifacts", "repositories", "list", "--project=proj"),
    "cli-failed | Artifact Registry is switched off in project proj. | gcloud services enable artifactregistry.googleapis.com --project=proj",
  ],
  [
    "FAILED_PRECONDITION: Key creation is not allowed on this service account.",
    gcloud("iam"),
    "access-denied | Your organization's policy allows no service account keys. | OIDC needs none: --method oidc",
  ],
  [
    "something new",
    print,
    "cli-failed | The Google Cloud CLI (gcloud) failed with exit code 1. | See what it says: gcloud auth list",
  ],
  [
    "ERROR: Please run 'az login' to setup account.",
    az,
    "not-signed-in | The Azure CLI is not signed in, or its sign-in has ended. | Sign in: az login",
  ],
  [
    "AADSTS700082: The refresh token has expired",
    az,
    "not-signed-in | The Azure CLI is not signed in, or its sign-in has ended. | Sign in: az login",
  ],
  [
    "(AuthorizationFailed) The client",
    az,
    "access-denied | Azure denies this account the registry myreg. | It takes the role AcrPull. See who is signed in: az account show",
  ],
  [
    "HTTPSConnectionPool(host='myreg.azurecr.io', port=443): Max retries exceeded (Caused by NameResolutionError)",
    az,
    "cli-failed | The Azure CLI can't reach the registry myreg. | Check its name, the network and the proxy; this tells: az acr check-health --name myreg",
  ],
  [
    "Certificate verification failed. [SSL: CERTIFICATE_VERIFY_FAILED]",
    az,
    "cli-failed | The Azure CLI doesn't trust the certificate it is shown; a company's proxy often shows its own. | Set REQUESTS_CA_BUNDLE to that proxy's certificate file.",
  ],
  [
    "The login server suffix is not valid for the current cloud.",
    { file: "az", args: ["acr", "login", "--name", "myreg.azurecr.cn", "--expose-token"] },
    "cli-failed | The Azure CLI is set to another cloud than the registry myreg.azurecr.cn is in. | Change it: az cloud set --name AzureChinaCloud, then az login",
  ],
  [
    "Registry names may contain only alpha numeric characters and must be between 5 and 50 characters",
    az,
    "cli-failed | Azure has no registry named myreg: names are 5 to 50 letters and digits. | Check the host in the image.",
  ],
  [
    "The resource with name 'myreg' could not be found in subscription",
    az,
    "cli-failed | Azure finds no registry myreg in the current subscription. | Pick its subscription: az account set --subscription <name>",
  ],
  [
    "something new",
    { file: "docker-credential-pass", args: ["get"] },
    "cli-failed | docker-credential-pass failed with exit code 1. | See what it says: docker-credential-pass list",
  ],
])("%s (%#)", (stderr, command, said) => expect(explained(command, stderr, 1)).toBe(said));

test.each<[Command, string]>([
  [
    token,
    "The AWS CLI is not installed, or not on PATH. | Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  ],
  [
    print,
    "The Google Cloud CLI (gcloud) is not installed, or not on PATH. | Install it: https://cloud.google.com/sdk/docs/install",
  ],
  [
    az,
    "The Azure CLI (az) is not installed, or not on PATH. | Install it: https://learn.microsoft.com/cli/azure/install-azure-cli",
  ],
  [
    { file: "baseten", args: [] },
    "The Baseten CLI is not installed, or not on PATH. | Install it: https://github.com/basetenlabs/baseten-cli",
  ],
  [
    { file: "docker-credential-pass", args: [] },
    "docker-credential-pass is not installed, or not on PATH. | Install it: https://github.com/docker/docker-credential-helpers",
  ],
])("a missing program (%#)", (command, said) => {
  const error = explainFailure(command, { status: "missing" });
  expect([error.code, `${error.message} | ${error.hint}`]).toEqual(["cli-missing", said]);
});

test.each([
  [prod, 30],
  [{ ...prod, timeoutMs: 5_000 }, 5],
])("a slow program (%#)", (command, seconds) => {
  expect(explainFailure(command, { status: "timeout" })).toMatchObject({
    code: "cli-timeout",
    message: `The AWS CLI did not answer within ${seconds} seconds.`,
    hint: "Check the network and proxy, and see whether this answers: aws sts get-caller-identity --profile prod",
  });
});
