// Are profiles found in both of AWS's files, and only long-lived keys offered?
import { expect, test } from "vitest";
import { readAwsProfiles } from "../../../src/programs/aws/profiles.ts";

const key = (id = "AKIAABCDEFGHIJKLMNOP") => `aws_access_key_id = ${id}\naws_secret_access_key = s3cr3t\n`;

const shown = (config: string, credentials: string) =>
  readAwsProfiles(config, credentials).map(
    ({ name, region, sso, accessKey }) =>
      `${name} ${region ?? "-"}${sso ? " sso" : ""}${accessKey === null ? "" : ` ${accessKey.accessKeyId.reveal()}`}`,
  );

test.each([
  ["no files", "", "", []],
  [
    "default first, then by name",
    "[profile b]\n[profile a]\n[default]\nregion = us-east-1\n",
    "",
    ["default us-east-1", "a -", "b -"],
  ],
  ["a profile of credentials only", "", `[ci]\n${key()}`, ["ci - AKIAABCDEFGHIJKLMNOP"]],
  [
    "one profile of both files",
    "[profile ci]\nregion=eu-west-1\n",
    `[ci]\n${key()}`,
    ["ci eu-west-1 AKIAABCDEFGHIJKLMNOP"],
  ],
  ["a key in config", `[default]\n${key()}`, "", ["default - AKIAABCDEFGHIJKLMNOP"]],
  [
    "credentials before config",
    `[default]\n${key("AKIAOTHEROTHEROTHERO")}`,
    `[default]\n${key()}`,
    ["default - AKIAABCDEFGHIJKLMNOP"],
  ],
  [
    "never half a key of each",
    "[default]\naws_secret_access_key = x\n",
    "[default]\naws_access_key_id = AKIAABCDEFGHIJKLMNOP\n",
    ["default -"],
  ],
  ["a temporary key", "", `[default]\n${key("ASIAABCDEFGHIJKLMNOP")}`, ["default -"]],
  ["a key with a session token", "", `[default]\n${key()}aws_session_token = t\n`, ["default -"]],
  [
    "a role, whose source is elsewhere",
    `[profile r]\nrole_arn = arn\nsource_profile = default\n${key()}`,
    "",
    ["r -"],
  ],
  [
    "SSO by session",
    "[sso-session corp]\nsso_start_url = u\n[profile s]\nsso_session = corp\n",
    "",
    ["s - sso"],
  ],
  ["SSO of the older kind", "[profile s]\nsso_start_url = u\nregion = us-east-1\n", "", ["s us-east-1 sso"]],
  ["no profiles: services, plain names in config", "[services x]\n[plain]\nregion = a\n", "", []],
  ["a quoted name", '[profile "my team"]\n', "", ["my team -"]],
  [
    "[profile default] before [default]",
    "[profile default]\nregion = a\n[default]\nregion = b\n",
    "",
    ["default a"],
  ],
])("%s", (_, config, credentials, expected) => expect(shown(config, credentials)).toEqual(expected));

test("a key in a profile prints as [secret]", () => {
  expect(JSON.stringify(readAwsProfiles("", `[default]\n${key()}`))).not.toMatch(/AKIA|s3cr3t/);
});
