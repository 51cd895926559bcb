// Does the hint of an AWS sign-in that has ended name the command that works for this very profile?
import { describe, expect, test } from "vitest";
import { runAttempts } from "../../src/credential/fetch.ts";
import { authorizationToken } from "../../src/programs/aws/commands.ts";
import { CliError } from "../../src/values/errors.ts";
import { fakeWorld } from "../support/world.ts";

const config = `[default]
sso_start_url = https://acme.awsapps.com/start
[profile corp]
sso_session = corp
[profile deploy]
role_arn = arn:aws:iam::999999999999:role/deploy
source_profile = corp
[profile twice]
role_arn = arn:aws:iam::999999999999:role/twice
source_profile = deploy
[profile circle]
role_arn = arn:aws:iam::999999999999:role/circle
source_profile = circle
[profile new]
login_session = arn:aws:iam::123456789012:user/ada
[profile tool]
credential_process = /bin/keys
`;
const credentials = "[pasted]\naws_access_key_id = ASIAX\naws_secret_access_key = s\naws_session_token = t\n";
const files = { "/home/user/.aws/config": config, "/home/user/.aws/credentials": credentials };

/** What is said when aws prints this. */
async function said(stderr: string, profile?: string, env: Record<string, string> = {}): Promise<CliError> {
  const world = fakeWorld({
    files,
    env,
    commands: [{ when: "aws ecr get-authorization-token", reply: { stderr, exitCode: 254 } }],
  });
  const error = await runAttempts([authorizationToken({ region: "us-east-1", profile })], world).catch(
    (it) => it,
  );
  expect(error).toBeInstanceOf(CliError);
  return error;
}

const expired = "An error occurred (ExpiredTokenException) when calling the GetAuthorizationToken operation";
const keys = { AWS_ACCESS_KEY_ID: "ASIAX", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
const web = { AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_ARN: "arn" };

describe("ExpiredToken", () => {
  test.each<[string, string | undefined, Record<string, string>, string, readonly string[] | undefined]>([
    ["SSO", "corp", {}, "Sign in again: aws sso login --profile corp", ["sso", "login", "--profile", "corp"]],
    ["the default profile, by SSO", undefined, {}, "Sign in again: aws sso login", ["sso", "login"]],
    [
      "a role, by its source",
      "deploy",
      {},
      "Sign in again: aws sso login --profile corp",
      ["sso", "login", "--profile", "corp"],
    ],
    [
      "a role taken by a role",
      "twice",
      {},
      "Sign in again: aws sso login --profile corp",
      ["sso", "login", "--profile", "corp"],
    ],
    [
      "a role that goes in a circle",
      "circle",
      {},
      "Fetch new ones where these came from; with SSO: aws sso login --profile circle",
      undefined,
    ],
    ["aws login", "new", {}, "Sign in again: aws login --profile new", ["login", "--profile", "new"]],
    [
      "a program",
      "tool",
      {},
      "Sign in to the program that gives them. Which one: aws configure get credential_process --profile tool",
      undefined,
    ],
    [
      "keys for a while",
      "pasted",
      {},
      "Put new ones into ~/.aws/credentials, under [pasted]: id, secret and session token.",
      undefined,
    ],
    [
      "AWS_PROFILE",
      undefined,
      { AWS_PROFILE: "deploy" },
      "Sign in again: aws sso login --profile corp",
      ["sso", "login", "--profile", "corp"],
    ],
    [
      "AWS_DEFAULT_PROFILE first",
      undefined,
      { AWS_PROFILE: "corp", AWS_DEFAULT_PROFILE: "new" },
      "Sign in again: aws login",
      ["login"],
    ],
    [
      "the environment's keys, beside a profile",
      undefined,
      { ...keys, AWS_PROFILE: "corp" },
      "They are in the environment: set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or unset them.",
      undefined,
    ],
    [
      "a web identity",
      undefined,
      web,
      "They come of AWS_WEB_IDENTITY_TOKEN_FILE: have a new token written there; in CI, run the job again.",
      undefined,
    ],
    [
      "a flag before the environment",
      "corp",
      keys,
      "Sign in again: aws sso login --profile corp",
      ["sso", "login", "--profile", "corp"],
    ],
  ])("%s", async (_, profile, env, hint, args) => {
    const { code, hint: shown, signIn } = await said(expired, profile, env);
    expect([code, shown]).toEqual(["not-signed-in", hint]);
    expect(signIn).toEqual(args === undefined ? undefined : { file: "aws", args });
  });
});

test.each([
  ["Unable to locate credentials", "new", "Sign in again: aws login --profile new"],
  ["Error loading SSO Token", "deploy", "Sign in again: aws sso login --profile corp"],
  ["An error occurred (UnrecognizedClientException)", "tool", /get credential_process --profile tool/],
  [
    "An error occurred (UnrecognizedClientException)",
    "unheard-of",
    "Set them up again: aws configure --profile unheard-of",
  ],
])("%s of %s", async (stderr, profile, hint) => {
  expect((await said(stderr, profile)).hint).toMatch(hint);
});

test("a file that can't be read leaves the general hint", async () => {
  const world = fakeWorld({
    folders: ["/home/user/.aws/config"],
    commands: [{ when: "aws ecr get-authorization-token", reply: { stderr: expired } }],
  });
  const attempt = authorizationToken({ region: "us-east-1", profile: "prod" });
  await expect(runAttempts([attempt], world)).rejects.toMatchObject({
    hint: expect.stringContaining("with SSO: aws sso login --profile prod"),
  });
});
