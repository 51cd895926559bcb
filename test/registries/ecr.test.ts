// Do ECR's methods run the right commands, read both versions of aws, and fill the templates?
import { describe, expect, test } from "vitest";
import { awsIdentity, ecrListing } from "../../src/programs/aws/commands.ts";
import { registryById } from "../../src/registries/index.ts";
import { type AccessKey, Secret } from "../../src/values/secret.ts";
import { attemptOf, ecrImage, line, methodOf, readOf, targetOf } from "./support.ts";

const target = targetOf(ecrImage);
const [oidc, iam, token] = [methodOf("ecr", "oidc"), methodOf("ecr", "iam"), methodOf("ecr", "token")];
const key: AccessKey = {
  kind: "access-key",
  accessKeyId: new Secret("AKIAABCDEFGHIJKLMNOP"),
  secretAccessKey: new Secret("s".repeat(40)),
};

test("the recommended method is first", () => {
  expect(registryById("ecr").methods.map(({ id, summary }) => `${id}: ${summary}`)).toMatchInlineSnapshot(`
    [
      "oidc: stores nothing, never expires",
      "iam: two secrets, valid until rotated",
      "token: one secret, for a quick try; \`refresh\` renews it",
      "assume-role: stores nothing; Baseten has to enable it for you",
    ]
  `);
});

describe("a token", () => {
  const [first, second, ...more] = token.fetch(target, { awsProfile: "prod" });

  test("comes from these commands", () => {
    expect(more).toEqual([]);
    expect(line(first?.command ?? null)).toMatchInlineSnapshot(
      `"AWS_PAGER= aws ecr get-authorization-token --region us-east-1 --output json --profile prod"`,
    );
    expect(line(second?.command ?? null)).toMatchInlineSnapshot(
      `"AWS_PAGER= aws ecr get-login-password --region us-east-1 --output json --profile prod"`,
    );
    expect(line(token.fetch(target, {})[0]?.command ?? null)).toMatchInlineSnapshot(
      `"AWS_PAGER= aws ecr get-authorization-token --region us-east-1 --output json"`,
    );
  });

  test("comes from the region in the image, whatever the profile's", () => {
    const there = targetOf("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a");
    for (const { command } of token.fetch(there, { awsRegion: "us-east-1" }))
      expect(line(command)).toContain("--region cn-north-1 ");
  });

  const output = (expiresAt: string, password = "AWS:pa:ss") =>
    `{"authorizationData":[{"authorizationToken":"${Buffer.from(password).toString("base64")}",${expiresAt}"proxyEndpoint":"https://x"}]}`;

  test.each([
    ["version 1: an epoch with a fraction", `"expiresAt":1767268800.5,`, "2026-01-01T12:00:00.500Z"],
    ["version 2: ISO 8601", `"expiresAt":"2026-01-01T13:00:00.123000+01:00",`, "2026-01-01T12:00:00.123Z"],
    ["no time: 12 hours from now", "", "2026-01-01T12:00:00.000Z"],
    ["a time that is no date: 12 hours from now", `"expiresAt":1e300,`, "2026-01-01T12:00:00.000Z"],
    ["a time that has passed: 12 hours from now", `"expiresAt":1420070400,`, "2026-01-01T12:00:00.000Z"],
    ["an unreadable time: 12 hours from now", `"expiresAt":"soon",`, "2026-01-01T12:00:00.000Z"],
  ])("%s", (_, expiresAt, until) => {
    expect(readOf(first, output(expiresAt))).toBe(`AWS:pa:ss until ${until}`);
  });

  test.each([
    "",
    "null",
    "[]",
    "not JSON",
    `{"authorizationData":[]}`,
    `{"authorizationData":{}}`,
    `{"authorizationData":[{"authorizationToken":7}]}`,
    `{"authorizationData":[{"authorizationToken":"%%%"}]}`,
    output("", "AWS:"),
    output("", "AWS:two\nlines"),
    output("", "AWS:\u001b[31mred"),
  ])("%s is no token", (stdout) => expect(readOf(first, stdout)).toBeNull());

  test.each<readonly [string, string | null]>([
    ["eyJwYXlsb2FkIjoi\n", "AWS:eyJwYXlsb2FkIjoi until 2026-01-01T12:00:00.000Z"],
    ["eyJwYXlsb2FkIjoi\r\n", "AWS:eyJwYXlsb2FkIjoi until 2026-01-01T12:00:00.000Z"],
    ...["null", "[]", "1e999", '{"authorizationData":', "\u001b[31mred-and-long-enough\u001b[0m"].map(
      (text) => [text, null] as const,
    ),
    ["[".repeat(5000), null],
    ["\ufffd\ufffd-bytes-that-are-no-utf8", null],
    ["\n", null],
    ["usage: aws [options]\nmore", null],
  ])("get-login-password printing %j", (stdout, read) => expect(readOf(second, stdout)).toBe(read));
});

describe("an access key", () => {
  test("is proved by a token made of it, out of reach of the session around", () => {
    expect(line(attemptOf(iam.signIn(target, key)).command)).toMatchInlineSnapshot(
      `"AWS_PAGER= AWS_ACCESS_KEY_ID=[secret] AWS_SECRET_ACCESS_KEY=[secret] AWS_SESSION_TOKEN= aws ecr get-authorization-token --region us-east-1 --output json"`,
    );
  });

  test("goes to aws in its environment, never in its arguments", () => {
    const { args, env } = attemptOf(iam.signIn(target, key)).command;
    expect(args.join(" ")).not.toMatch(/AKIA|sss/);
    expect([env?.AWS_ACCESS_KEY_ID, env?.AWS_SECRET_ACCESS_KEY]).toEqual([
      key.accessKeyId,
      key.secretAccessKey,
    ]);
    // aws takes an empty AWS_PROFILE for a profile's name, and fails.
    expect(env).not.toHaveProperty("AWS_PROFILE");
  });

  test("is stored as two secrets, as they are", () => {
    expect(iam.mechanism.secretValues(key)).toEqual([key.accessKeyId, key.secretAccessKey]);
  });

  test("of another kind is a mistake of ours", () => {
    expect(() => token.mechanism.secretValues(key)).toThrow(
      "A basic credential was expected, not access-key.",
    );
  });
});

describe("OIDC", () => {
  test("stores nothing, fetches nothing, and can't be tried from here", () => {
    expect([
      oidc.mechanism.secretValues(key),
      oidc.fetch(target, {}),
      oidc.typed,
      oidc.signIn(target, key),
    ]).toEqual([[], [], null, null]);
  });
});

describe("the machine", () => {
  test("tells who is signed in", () => {
    const { command, read } = awsIdentity({ awsProfile: "prod", region: "us-east-1" });
    expect(line(command)).toMatchInlineSnapshot(
      `"AWS_PAGER= aws sts get-caller-identity --region us-east-1 --output json --profile prod"`,
    );
    const arn = "arn:aws:iam::123456789012:user/a";
    expect(read(new Secret(JSON.stringify({ UserId: "A", Account: "123456789012", Arn: arn })))).toEqual({
      account: "123456789012",
      arn,
    });
    expect(read(new Secret(`{"Account":1}`))).toBeNull();
  });

  test("lists the repositories", () => {
    expect(line(ecrListing.command({ region: "us-east-1" }))).toMatchInlineSnapshot(
      `"AWS_PAGER= aws ecr describe-repositories --region us-east-1 --output json"`,
    );
    expect(ecrListing.command({ awsProfile: "prod" })).toBeNull();
    const repositories = [{ repositoryUri: "h/a" }, { repositoryName: "b" }, null, { repositoryUri: "h/c" }];
    expect(ecrListing.read(new Secret(JSON.stringify({ repositories })))).toEqual(["h/a", "h/c"]);
    expect(ecrListing.read(new Secret("oops"))).toEqual([]);
  });
});
