// Does a refusal name the permission and who lacks it, and does an organization's policy get its own words?
import { expect, test } from "vitest";
import { explainDenial } from "../../src/grant/denial.ts";
import { Secret } from "../../src/values/secret.ts";
import type { Command } from "../../src/world/types.ts";

const aws: Command = { file: "aws", args: ["iam", "create-role", "--role-name", "leaky-role"] };
const gcloud: Command = { file: "gcloud", args: ["iam", "service-accounts", "create", "leaky-name"] };
const az: Command = { file: "az", args: ["acr", "token", "create", "--name", "t"] };

function explained(command: Command, stderr: string): string {
  const error = explainDenial(command, {
    status: "failed",
    exitCode: 1,
    stdout: new Secret("leaky-out"),
    stderr: `leaky-before ${stderr} leaky-after`,
  });
  const said = `${error.code} | ${error.message} | ${error.hint}`;
  expect(said).not.toContain("leaky");
  return said;
}

const instead = "Print it for your cloud team instead: --grant shell or --grant terraform";
const ada = "arn:aws:iam::123456789012:user/ada";
const refused = `An error occurred (AccessDenied) when calling the CreateRole operation: User: ${ada} is not authorized to perform: iam:CreateRole on resource: role x`;

test.each<[string, Command, string, string]>([
  [
    "who and what",
    aws,
    `${refused} because no identity-based policy allows the iam:CreateRole action`,
    `access-denied | AWS denies ${ada} iam:CreateRole. | ${instead}`,
  ],
  [
    "an assumed role",
    aws,
    refused.replace(ada, "arn:aws:sts::123456789012:assumed-role/Dev/ada@example.com"),
    `access-denied | AWS denies arn:aws:sts::123456789012:assumed-role/Dev/ada@example.com iam:CreateRole. | ${instead}`,
  ],
  [
    "the operation alone",
    aws,
    "An error occurred (AccessDenied) when calling the CreateRole operation: Access denied",
    `access-denied | AWS denies you iam:CreateRole. | ${instead}`,
  ],
  [
    "the code alone",
    aws,
    "AccessDeniedException",
    `access-denied | AWS denies you iam:CreateRole. | ${instead}`,
  ],
  [
    "a service control policy",
    aws,
    `${refused} with an explicit deny in a service control policy`,
    `access-denied | A policy of your AWS organization (SCP) forbids this for everybody in the account. | Whoever looks after the organization can allow it, or make it themselves. ${instead}`,
  ],
  [
    "a permissions boundary",
    aws,
    `${refused} with an explicit deny in a permissions boundary`,
    `access-denied | The permissions boundary of your AWS identity forbids this. | Somebody without it can make it. ${instead}`,
  ],
  [
    "Google's permission",
    gcloud,
    "PERMISSION_DENIED: Permission 'iam.serviceAccounts.create' denied on resource (or it may not exist).",
    `access-denied | Google denies you iam.serviceAccounts.create. | ${instead}`,
  ],
  [
    "Google without a permission",
    gcloud,
    "PERMISSION_DENIED: The caller does not have permission",
    `access-denied | Google denies this account access. | ${instead}`,
  ],
  [
    "no keys",
    gcloud,
    "FAILED_PRECONDITION: Key creation is not allowed on this service account.",
    "access-denied | Your organization's policy allows no service account keys (iam.disableServiceAccountKeyCreation). | OIDC needs none: --method oidc",
  ],
  [
    "no foreign providers",
    gcloud,
    'Operation denied by org policy on resource: ["constraints/iam.workloadIdentityPoolProviders":',
    "access-denied | Your organization's policy doesn't allow Baseten as an identity provider (iam.workloadIdentityPoolProviders). | Whoever looks after the organization adds https://oidc.baseten.co to it.",
  ],
  [
    "no new service accounts",
    gcloud,
    "constraints/iam.disableServiceAccountCreation",
    "access-denied | Your organization's policy allows no new service accounts here (iam.disableServiceAccountCreation). | Name one that is there: --gcp-service-account <e-mail>",
  ],
  [
    "Azure's action",
    az,
    "(AuthorizationFailed) The client 'x' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/tokens/write' over",
    `access-denied | Azure denies you Microsoft.ContainerRegistry/registries/tokens/write. | ${instead}`,
  ],
  [
    "signed out as ever",
    aws,
    "Unable to locate credentials",
    "not-signed-in | AWS finds no credentials. | Set them up: aws configure, or for SSO: aws configure sso",
  ],
])("%s", (_, command, stderr, expected) => expect(explained(command, stderr)).toBe(expected));
