// Does the bin tell the real aws's failures apart? moto refuses on loopback as AWS does.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccessKey, checkKeys, createUser, type Moto, startMoto } from "./support/aws.ts";
import { awsEnv, ecrConfig, ecrProject as project } from "./support/ecr.ts";

let moto: Moto;
/** Knows its users, and what they may do. */
let strict: Moto;
let key: AccessKey;
let idle: AccessKey;

beforeAll(async () => {
  [moto, strict] = await Promise.all([startMoto(), startMoto()]);
  [key, idle] = await Promise.all([createUser(moto, "baseten"), createUser(strict, "idle")]);
  await checkKeys(strict);
});
afterAll(() => Promise.all([moto?.stop(), strict?.stop()]));

/** An SSO profile that nobody signed in to, and one that says nothing. */
const awsConfig = `[profile sso]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Developer
region = eu-west-1

[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1

[profile empty]
region = us-east-1
`;

interface Failure {
  readonly flags?: string;
  /** Where AWS is; moto that takes any key unless said. */
  readonly url?: () => string;
  readonly profiles?: () => Record<string, AccessKey>;
  readonly exit: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

test.each<[string, Failure]>([
  [
    "an unknown profile",
    {
      flags: "--aws-profile missing",
      exit: 3,
      code: "not-signed-in",
      message: 'AWS has no profile "missing" on this machine.',
      hint: "Set it up: aws configure --profile missing, or name another with --aws-profile.",
    },
  ],
  [
    "an SSO profile that nobody signed in to",
    {
      flags: "--aws-profile sso",
      exit: 3,
      code: "not-signed-in",
      message: "The AWS SSO session of profile sso has ended.",
      hint: "Sign in again: aws sso login --profile sso",
    },
  ],
  [
    "a profile without credentials",
    {
      flags: "--aws-profile empty",
      exit: 3,
      code: "not-signed-in",
      message: "AWS finds no credentials in profile empty.",
      hint: "Set them up: aws configure --profile empty, or for SSO: aws configure sso --profile empty",
    },
  ],
  [
    "an endpoint that doesn't answer",
    {
      url: () => "http://127.0.0.1:9",
      exit: 1,
      code: "cli-failed",
      message: "The AWS CLI can't reach AWS in this region.",
      hint: "Check the network, the proxy and the region; this tells: aws sts get-caller-identity --profile prod",
    },
  ],
  [
    "a key that AWS doesn't know",
    {
      url: () => strict.url,
      exit: 3,
      code: "not-signed-in",
      message: "AWS does not accept the credentials of profile prod.",
      hint: "Set them up again: aws configure --profile prod",
    },
  ],
  [
    "a user who may not pull",
    {
      url: () => strict.url,
      profiles: () => ({ prod: idle }),
      exit: 3,
      code: "access-denied",
      message: "AWS denies profile prod ecr:GetAuthorizationToken.",
      hint: "See who is signed in: aws sts get-caller-identity --profile prod",
    },
  ],
])("%s stops it with a sentence, and nothing is written", async (_, failure) => {
  const { flags = "--aws-profile prod", url, profiles, ...expected } = failure;
  const { run, config } = await project(profiles?.() ?? { prod: key }, awsConfig);
  const ended = await run(`--method token ${flags} --store print --no-verify`, {
    env: awsEnv(url?.() ?? moto.url),
  });
  expect({ exit: ended.code, ...ended.json.error }).toEqual(expected);
  for (const secret of [key.secret, idle.secret]) expect(ended.stdout + ended.stderr).not.toContain(secret);
  // What was run stands in the plan, not in the failure.
  expect(ended.stdout).not.toContain("--output");
  expect(await config()).toBe(ecrConfig);
});
