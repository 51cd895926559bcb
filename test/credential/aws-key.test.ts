// Is a person's own key given away only knowingly, and is it said why other profiles can't serve?
import { describe, expect, test } from "vitest";
import { askAccessKey } from "../../src/credential/aws-key.ts";
import { expectKind } from "../../src/values/secret.ts";
import { answersOf } from "../support/plan-samples.ts";
import { awsCredentials, ecrImage, keyId, keySecret, otherKeyId, userArn } from "../support/samples.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const { target } = answersOf(ecrImage, "iam");
const credentials = (text: string) => ({ "/home/user/.aws/credentials": text });
const others = `
[corp]
sso_start_url = u
[deploy]
role_arn = arn:aws:iam::999999999999:role/deploy
[session]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${keySecret}
[broken]
aws_access_key_id = AKIA
aws_secret_access_key = ${keySecret}
`;
const unfit =
  "No long-lived key: broken (malformed key), corp (SSO), deploy (role), session (temporary key).";
const owner = {
  when: "aws sts get-caller-identity --region us-east-1",
  reply: { stdout: JSON.stringify({ Account: "123456789012", Arn: userArn }) },
};
const warning = {
  code: "broad-key",
  message: `${userArn}: Baseten and the model could do whatever ada may.`,
};

async function asked(options: FakeWorldOptions, { flag = "", mayLeave = true } = {}) {
  const world = fakeWorld(options);
  const given = await askAccessKey(
    flag === "" ? {} : { awsProfile: flag },
    target,
    { leave: mayLeave, make: null },
    world,
  );
  world.done();
  const key =
    given === "another-method" || given === "make" ? null : expectKind(given.credential, "access-key");
  return { given, id: key?.accessKeyId.reveal(), said: world.said.join("\n"), screens: world.screens };
}

describe("on a terminal", () => {
  const question = "Which access key may Baseten have?";
  const ownProd = { expect: question, pick: "Profile prod" };

  test("a profile's own key stands last, with what it could do", async () => {
    const run = await asked({
      files: credentials(awsCredentials("prod") + others),
      commands: [
        {
          ...owner,
          reply: ({ env }) => {
            expect(String(env?.AWS_ACCESS_KEY_ID)).toBe("[secret]");
            return owner.reply;
          },
        },
      ],
      answers: [ownProd],
    });
    expect(run.given).toMatchObject({
      who: userArn,
      from: "profile prod",
      origin: "profile",
      warnings: [warning],
    });
    expect(run.said).toBe(`! ${warning.message}`);
    expect(run.screens[0]).toMatchInlineSnapshot(`
      "? Which access key may Baseten have?
        No long-lived key: broken (malformed key), corp (SSO), deploy (role), session
        (temporary key).
      ❯ Another method   gives away no lasting key
        Type a key       of an IAM user that may only pull
        Profile prod     access key

        ↑↓ choose · ⏎ take · esc back"
    `);
  });

  test("the first choice is another method", async () => {
    const answers = [{ expect: question }];
    const run = await asked({ files: credentials(awsCredentials("prod")), commands: [owner], answers });
    expect(run.given).toBe("another-method");
  });

  test("where the method is settled, the first choice is to type a key, of which nothing is said", async () => {
    const run = await asked(
      {
        files: credentials(awsCredentials("prod")),
        commands: [owner],
        answers: [
          { expect: question },
          { expect: "Access key id", type: otherKeyId },
          { expect: "Secret access key", type: keySecret },
        ],
      },
      { mayLeave: false },
    );
    expect(run.id).toBe(otherKeyId);
    expect(run.given).toMatchObject({ origin: "typed" });
    expect(run.given).not.toHaveProperty("warnings");
  });

  test("where AWS doesn't say whose key it is, the profile is named", async () => {
    const run = await asked({
      files: credentials(awsCredentials("prod")),
      commands: [{ ...owner, reply: "missing" }],
      answers: [ownProd],
    });
    expect(run.given).toMatchObject({
      warnings: [
        {
          code: "broad-key",
          message: "The key of profile prod: Baseten and the model could do whatever the key's owner may.",
        },
      ],
    });
  });

  test("several: AWS is asked about the one that is taken; the one that a variable names comes first", async () => {
    const run = await asked({
      env: { AWS_PROFILE: "prod" },
      files: credentials(awsCredentials("dev", "prod")),
      commands: [owner],
      answers: [ownProd],
    });
    expect(run.id).toBe(otherKeyId);
    expect(run.screens[0]).toContain(
      "  Profile prod     access key · AWS_PROFILE\n  Profile dev      access key",
    );
  });

  test("none serves: said why, before a key is typed", async () => {
    const run = await asked({
      files: credentials(others),
      answers: [
        { expect: unfit, type: keyId },
        { expect: "Secret access key", type: "short", keys: ["enter"] },
        {
          expect: "A secret access key is 40 letters, digits, / or +; this one has 5 characters.",
          type: keySecret,
        },
      ],
    });
    expect(run.id).toBe(keyId);
  });

  test("the profile that a flag names is taken without a question, with the warning", async () => {
    const files = credentials(awsCredentials("dev", "prod"));
    const run = await asked({ files, commands: [owner], answers: [] }, { flag: "prod" });
    expect(run.given).toMatchObject({ who: userArn, warnings: [warning] });
  });
});

describe("where nobody can be asked", () => {
  test("the only key is taken, said, and warned of without a call", async () => {
    const run = await asked({ files: credentials(awsCredentials("prod") + others) });
    expect(run.given).toMatchObject({ from: "profile prod", warnings: [{ code: "broad-key" }] });
    expect(run.said).toBe("  AWS profile prod, the only one with a long-lived key");
  });

  test("the environment's key comes before the profile that the environment names", async () => {
    const env = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: keySecret, AWS_PROFILE: "prod" };
    const run = await asked({ env, files: credentials(awsCredentials("dev", "prod")) });
    expect(run.id).toBe(keyId);
    expect(run.given).toMatchObject({ from: "the environment", warnings: [{ code: "broad-key" }] });
  });

  test.each<[string, FakeWorldOptions, string, string]>([
    ["none serves", { files: credentials(others) }, "missing-flag", `--aws-profile is missing: ${unfit}`],
    ["no profile", {}, "missing-flag", "--aws-profile is missing: there is no AWS profile on this machine."],
    [
      "several",
      { files: credentials(awsCredentials("dev", "prod")) },
      "missing-flag",
      "--aws-profile is missing: these profiles have a key: dev, prod.",
    ],
    [
      "the named one has none",
      { env: { AWS_PROFILE: "corp" }, files: credentials(others) },
      "invalid-credential",
      "Profile corp has no long-lived access key: it signs in with SSO.",
    ],
  ])("%s", async (_, options, code, message) => {
    await expect(asked(options)).rejects.toMatchObject({ code, message });
  });
});
