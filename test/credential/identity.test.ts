// Is it told who signs in, and never with a part of a secret?
import { expect, test } from "vitest";
import { credentialText, identityOf } from "../../src/credential/identity.ts";
import { callerOf, signedIn } from "../../src/credential/signed-in.ts";
import type { Given } from "../../src/flow.ts";
import type { Values } from "../../src/mechanisms/types.ts";
import { Secret } from "../../src/values/secret.ts";
import type { CommandStub } from "../support/fake-exec.ts";
import { answersOf } from "../support/plan-samples.ts";
import {
  awsCredentials,
  ecrImage,
  everySecret,
  googleImage,
  hubImage,
  hubToken,
  jsonKey,
  keyId,
  keySecret,
  roleArn,
  serviceAccount,
  userArn,
} from "../support/samples.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const user = { kind: "basic", username: "ada", password: new Secret(hubToken), expiresAt: null } as const;
const key = {
  kind: "access-key",
  accessKeyId: new Secret(keyId),
  secretAccessKey: new Secret(keySecret),
} as const;
const json = { kind: "service-account-key", json: new Secret(jsonKey) } as const;
const given = (
  credential: Given["credential"],
  from: string,
  origin: Given["origin"],
  who?: string,
): Given => ({
  ...{ credential, from, origin },
  ...(who === undefined ? {} : { who }),
});
const account = `${serviceAccount} · key 1a2b3c4d`;

test.each([
  [
    "a typed user",
    answersOf(hubImage, "token", {}, given(user, "what you typed", "typed")),
    "ada",
    "ada · from what you typed",
  ],
  [
    "docker's user",
    answersOf(hubImage, "token", {}, given(user, "~/.docker/config.json", "docker")),
    "ada",
    "ada · from ~/.docker/config.json",
  ],
  [
    "a token that is its own user, as DigitalOcean's is",
    answersOf(hubImage, "token", {}, given({ ...user, username: hubToken }, "Docker", "docker")),
    null,
    "from Docker",
  ],
  [
    "another token as the user",
    answersOf(
      hubImage,
      "token",
      {},
      given({ ...user, username: `ghp_${"a1".repeat(18)}` }, "Docker", "docker"),
    ),
    null,
    "from Docker",
  ],
  [
    "a key file",
    answersOf(googleImage, "service-account", {}, given(json, "k.json", "file")),
    account,
    `${account} · from k.json`,
  ],
  [
    "a key of known owner",
    answersOf(ecrImage, "iam", {}, given(key, "profile prod", "profile", userArn)),
    userArn,
    `${userArn} · from profile prod`,
  ],
  [
    "a profile's key",
    answersOf(ecrImage, "iam", {}, given(key, "profile prod", "profile")),
    "profile prod",
    "from profile prod",
  ],
  [
    "the environment's key",
    answersOf(ecrImage, "iam", {}, given(key, "the environment", "environment")),
    null,
    "from the environment",
  ],
  [
    "a token of a profile",
    answersOf(ecrImage, "token", { awsProfile: "prod" }),
    "profile prod",
    "profile prod",
  ],
  ["a token that aws finds by itself", answersOf(ecrImage, "token"), null, null],
  [
    "gcloud's account",
    { ...answersOf(googleImage, "token"), account: "ada@example.com" },
    "ada@example.com",
    "ada@example.com",
  ],
  [
    "another account's token",
    {
      ...answersOf(googleImage, "token", { impersonateServiceAccount: serviceAccount }),
      account: "ada@example.com",
    },
    serviceAccount,
    serviceAccount,
  ],
  ["a role", answersOf(ecrImage, "oidc", { awsRoleArn: roleArn }), roleArn, null],
])("%s", (_, answers, identity, text) => {
  expect([identityOf(answers), credentialText(answers)]).toEqual([identity, text]);
  for (const secret of everySecret)
    expect(`${identityOf(answers)} ${credentialText(answers)}`).not.toContain(secret);
});

async function shown(image: string, options: FakeWorldOptions, awsProfile?: string) {
  const { registry } = answersOf(image, "token");
  const world = fakeWorld(options);
  const found = await signedIn(registry, awsProfile === undefined ? {} : { awsProfile }, world);
  world.done();
  return found;
}

const credentials = (...names: string[]) => ({ "/home/user/.aws/credentials": awsCredentials(...names) });
const gcloud = "/home/user/.config/gcloud";

test.each<[string, string, FakeWorldOptions, string | null]>([
  ["the only profile", ecrImage, { files: credentials("prod") }, "profile prod"],
  ["no profile: what aws finds", ecrImage, {}, null],
  ["several, none chosen yet", ecrImage, { files: credentials("dev", "prod") }, null],
  ["a profile by variable", ecrImage, { env: { AWS_PROFILE: "dev" } }, "profile dev (AWS_PROFILE)"],
  ["a key in the environment", ecrImage, { env: { AWS_ACCESS_KEY_ID: keyId } }, "AWS_ACCESS_KEY_ID"],
  [
    "gcloud's active configuration",
    googleImage,
    {
      files: {
        [`${gcloud}/active_config`]: "work\n",
        [`${gcloud}/configurations/config_work`]: "[core]\naccount = ada@example.com\nproject = p\n",
      },
    },
    "ada@example.com",
  ],
  [
    "gcloud's first configuration",
    googleImage,
    { files: { [`${gcloud}/configurations/config_default`]: "[core]\naccount = bob@example.com\n" } },
    "bob@example.com",
  ],
  [
    "gcloud on Windows",
    googleImage,
    {
      platform: "win32",
      home: "C:\\Users\\ada",
      env: { APPDATA: "C:\\Users\\ada\\AppData\\Roaming" },
      files: {
        "C:\\Users\\ada\\AppData\\Roaming\\gcloud\\configurations\\config_default":
          "[core]\r\naccount = ada@example.com\r\n",
      },
    },
    "ada@example.com",
  ],
  ["gcloud's variable", googleImage, { env: { CLOUDSDK_CORE_ACCOUNT: "ci@example.com" } }, "ci@example.com"],
  ["a configuration that is no name", googleImage, { env: { CLOUDSDK_ACTIVE_CONFIG_NAME: "../../x" } }, null],
  ["no gcloud", googleImage, {}, null],
  ["a registry that no program goes with", hubImage, {}, null],
])("signed in: %s", async (_, image, options, who) => {
  expect((await shown(image, options))?.who ?? null).toBe(who);
});

const caller = "aws sts get-caller-identity --region us-east-1 --output json";
const told = { stdout: JSON.stringify({ Account: "123456789012", Arn: userArn }) };

test.each<[string, CommandStub, Values, string | null]>([
  ["by itself", { when: caller, reply: told }, {}, userArn],
  [
    "as a profile",
    { when: `${caller} --profile prod`, reply: told },
    { awsProfile: "prod" },
    `profile prod · ${userArn}`,
  ],
  ["signed out", { when: caller, reply: { stderr: "Unable to locate credentials" } }, {}, null],
  ["without aws", { when: caller, reply: "missing" }, {}, null],
])("who fetches the token: %s", async (_, command, values, who) => {
  const world = fakeWorld({ commands: [command] });
  expect(await callerOf(answersOf(ecrImage, "token").target, values, world)).toBe(who);
  world.done();
});
