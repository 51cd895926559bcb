// Are profiles found in both of AWS's files, and only long-lived keys offered?
import { expect, test } from "vitest";
import { readAwsProfiles } from "../../../src/programs/aws/profiles.ts";

const key = (id = "AKIAABCDEFGHIJKLMNOP") => `aws_access_key_id = ${id}\naws_secret_access_key = s3cr3t\n`;

const shown = (config: string, credentials: string) =>
  readAwsProfiles(config, credentials).map(({ name, region, signIn, session, account, accessKey }) =>
    [
      ...[name, region ?? "-", signIn],
      ...[session, account, accessKey?.accessKeyId.reveal() ?? null].filter((part) => part !== null),
    ].join(" "),
  );

test.each([
  ["no files", "", "", []],
  [
    "default first, then by name",
    "[profile b]\n[profile a]\n[default]\nregion = us-east-1\n",
    "",
    ["default us-east-1 no key", "a - no key", "b - no key"],
  ],
  ["a profile of credentials only", "", `[ci]\n${key()}`, ["ci - access key AKIAABCDEFGHIJKLMNOP"]],
  [
    "one profile of both files",
    "[profile ci]\nregion=eu-west-1\n",
    `[ci]\n${key()}`,
    ["ci eu-west-1 access key AKIAABCDEFGHIJKLMNOP"],
  ],
  ["a key in config", `[default]\n${key()}`, "", ["default - access key AKIAABCDEFGHIJKLMNOP"]],
  [
    "credentials before config",
    `[default]\n${key("AKIAOTHEROTHEROTHERO")}`,
    `[default]\n${key()}`,
    ["default - access key AKIAABCDEFGHIJKLMNOP"],
  ],
  [
    "never half a key of each",
    "[default]\naws_secret_access_key = x\n",
    "[default]\naws_access_key_id = AKIAABCDEFGHIJKLMNOP\n",
    ["default - no key"],
  ],
  ["a temporary key", "", `[default]\n${key("ASIAABCDEFGHIJKLMNOP")}`, ["default - temporary key"]],
  [
    "a key with a session token",
    "",
    `[default]\n${key()}aws_session_token = t\n`,
    ["default - temporary key"],
  ],
  [
    "a role, whose source is elsewhere",
    `[profile r]\nrole_arn = arn\nsource_profile = default\n${key()}`,
    "",
    ["r - role"],
  ],
  [
    "SSO by session",
    "[sso-session corp]\nsso_start_url = u\n[profile s]\nsso_session = corp\n",
    "",
    ["s - SSO corp"],
  ],
  ["SSO of the older kind", "[profile s]\nsso_start_url = u\nregion = us-east-1\n", "", ["s us-east-1 SSO"]],
  [
    "the account of SSO",
    "[profile s]\nsso_session = corp\nsso_account_id = 123456789012\n",
    "",
    ["s - SSO corp 123456789012"],
  ],
  [
    "the account of a role, not that of SSO before it",
    "[profile r]\nrole_arn = arn:aws:iam::999999999999:role/pull\nsso_account_id = 123456789012\n",
    "",
    ["r - role 999999999999"],
  ],
  [
    "the account of aws login",
    "[profile l]\nlogin_session = arn:aws:iam::123456789012:user/ada\n",
    "",
    ["l - aws login 123456789012"],
  ],
  ["a program", "[profile p]\ncredential_process = /bin/keys\n", "", ["p - program"]],
  ["no profiles: services, plain names in config", "[services x]\n[plain]\nregion = a\n", "", []],
  ["a quoted name", '[profile "my team"]\n', "", ["my team - no key"]],
  [
    "[profile default] before [default]",
    "[profile default]\nregion = a\n[default]\nregion = b\n",
    "",
    ["default a no key"],
  ],
])("%s", (_, config, credentials, expected) => expect(shown(config, credentials)).toEqual(expected));

test("a key in a profile prints as [secret]", () => {
  expect(JSON.stringify(readAwsProfiles("", `[default]\n${key()}`))).not.toMatch(/AKIA|s3cr3t/);
});
