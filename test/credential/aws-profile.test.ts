// Does the list of AWS profiles say what their files say, and is what is taken unasked said?
import { expect, test } from "vitest";
import { askProfile } from "../../src/credential/aws-profile.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const config = `[default]
region = us-east-1
[profile corp]
sso_session = corp
sso_account_id = 123456789012
[profile deploy]
role_arn = arn:aws:iam::999999999999:role/deploy
source_profile = default
[profile tool]
credential_process = /bin/keys
`;
const files = { "/home/user/.aws/config": config };

async function asked(options: FakeWorldOptions, flag?: string) {
  const world = fakeWorld({ files, ...options });
  const profile = await askProfile(flag === undefined ? {} : { awsProfile: flag }, world, "123456789012");
  world.done();
  return { profile, said: world.said.join("\n"), screens: world.screens };
}

test("the image's account comes first, and each says how it signs in", async () => {
  const { profile, screens } = await asked({ answers: [{ expect: "Which AWS profile?" }] });
  expect(profile).toBe("corp");
  expect(screens[0]).toMatchInlineSnapshot(`
    "? Which AWS profile?
      AWS is asked with the permissions of the profile.
    ❯ corp      this image's account · SSO corp
      default   no key
      deploy    account 999999999999 · role
      tool      program

      ↑↓ choose · ⏎ take · esc back"
  `);
});

test("also in a list to search", async () => {
  const many = Array.from({ length: 8 }, (_, index) => `[profile p${index}]\nregion = us-east-1\n`).join("");
  const { screens, profile } = await asked({
    files: { "/home/user/.aws/config": config + many },
    answers: [{ expect: "Type to narrow", type: "999999999999" }],
  });
  expect(profile).toBe("deploy");
  expect(screens[0]).toMatch(/^❯ corp {6}this image's account · SSO corp$/m);
});

test.each<[string, FakeWorldOptions["env"], string | null, string]>([
  ["AWS_PROFILE", { AWS_PROFILE: "corp" }, "corp", "  AWS profile corp (AWS_PROFILE)"],
  [
    "AWS_DEFAULT_PROFILE before AWS_PROFILE",
    { AWS_PROFILE: "corp", AWS_DEFAULT_PROFILE: "tool" },
    "tool",
    "  AWS profile tool (AWS_DEFAULT_PROFILE)",
  ],
  [
    "keys before a profile that the environment names",
    { AWS_PROFILE: "corp", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x" },
    null,
    "  AWS credentials of the environment (AWS_ACCESS_KEY_ID)",
  ],
  [
    "a web identity, which a named profile would turn off",
    { AWS_PROFILE: "corp", AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_ARN: "arn" },
    null,
    "  AWS credentials of the environment (AWS_WEB_IDENTITY_TOKEN_FILE)",
  ],
  [
    "default where nobody can be asked",
    {},
    "default",
    "  AWS profile default; there are also corp, deploy, tool: --aws-profile takes another.",
  ],
])("said: %s", async (_, env, profile, line) => {
  expect(await asked({ ...(env === undefined ? {} : { env }) })).toMatchObject({ profile, said: line });
});

test("where somebody is asked, the header has it", async () => {
  const env = { AWS_PROFILE: "corp" };
  expect(await asked({ env, answers: [] })).toMatchObject({ profile: "corp", said: "" });
});

test("a flag, and the only profile, need no word", async () => {
  expect(await asked({}, "corp")).toMatchObject({ profile: "corp", said: "" });
  const only = { "/home/user/.aws/config": "[profile one]\nregion = us-east-1\n" };
  expect(await asked({ files: only })).toMatchObject({ profile: "one", said: "" });
});

test("the default profile is taken without its name, which would turn off what aws finds before it", async () => {
  const only = { "/home/user/.aws/config": "[default]\nregion = us-east-1\n" };
  expect(await asked({ files: only })).toMatchObject({ profile: null, said: "" });
});
