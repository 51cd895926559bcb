// Is a value that can't be right refused, before Truss or a cloud does?
import { describe, expect, test } from "vitest";
import { awsAssumeRole } from "../../src/mechanisms/aws-assume-role.ts";
import { awsIam } from "../../src/mechanisms/aws-iam.ts";
import { awsOidc } from "../../src/mechanisms/aws-oidc.ts";
import { gcpOidc } from "../../src/mechanisms/gcp-oidc.ts";
import type { Mechanism } from "../../src/mechanisms/types.ts";

const questionsOf = ({ fields }: Mechanism) => fields.map(({ question }) => question);

describe.each([awsOidc, awsAssumeRole])("$authMethod", (mechanism) => {
  const [role, region] = questionsOf(mechanism);
  test.each([
    ["arn:aws:iam::123456789012:role/baseten-ecr-access", true],
    ["arn:aws:iam::123456789012:role/path/to/name", true],
    ["arn:aws-cn:iam::123456789012:role/a", true],
    ["arn:aws-us-gov:iam::123456789012:role/a", true],
    ["arn:aws-iso-b:iam::123456789012:role/a", true],
    ["arn:aws-eusc:iam::123456789012:role/a", true],
    ["arn:aws:iam::12345678901:role/a", false],
    ["arn:aws:iam::123456789012:user/a", false],
    ["arn:aws:iam::123456789012:role/", false],
    ["arn:aws:sts::123456789012:assumed-role/a/b", false],
    ["arn:aws:iam::123456789012:role/a b", false],
    ["arn:aws:iam::123456789012:role/a\n", false],
    ["baseten-ecr-access", false],
    ["", false],
  ])("role %j: %s", (arn, good) => expect(role?.problem(arn) === null).toBe(good));

  test.each([
    ["us-east-1", true],
    ["us-gov-west-1", true],
    ["eusc-de-east-1", true],
    ["us-iso-east-1", true],
    ["mx-central-1", true],
    ["us-east-1a", false],
    ["US-EAST-1", false],
    ["virginia", false],
    ["", false],
  ])("region %j: %s", (name, good) => expect(region?.problem(name) === null).toBe(good));
});

describe("GCP_OIDC", () => {
  const [account, provider] = questionsOf(gcpOidc);
  const pool = "locations/global/workloadIdentityPools/pool/providers/baseten";

  test.each([
    ["puller@proj.iam.gserviceaccount.com", true],
    ["puller@proj.example.com.iam.gserviceaccount.com", true],
    ["123-compute@developer.gserviceaccount.com", true],
    ["someone@example.com", false],
    ["puller", false],
    ["", false],
  ])("service account %j: %s", (email, good) => expect(account?.problem(email) === null).toBe(good));

  test.each([
    [`projects/123/${pool}`, null],
    [`projects/my-proj/${pool}`, "It holds the project's number, not its id."],
    [`//iam.googleapis.com/projects/123/${pool}`, expect.stringContaining("It looks like projects/")],
    ["projects/123/locations/global/workloadIdentityPools/pool", expect.stringContaining("It looks like")],
    ["", expect.stringContaining("It looks like")],
  ])("provider %j", (name, problem) => expect(provider?.problem(name)).toEqual(problem));
});

test.each([
  ["aws_access_key_id", true],
  ["a: b # c", true],
  ["0123", true],
  ["", false],
  [" a", false],
  ["a\nb", false],
])("the secret name %j: %s", (name, good) => {
  const [question] = questionsOf(awsIam);
  expect(question?.problem(name) === null).toBe(good);
  expect(question?.quiet).toBe(true);
});
