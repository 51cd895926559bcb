// Does the built bin refuse bad input with a sentence, a hint and the right exit code, and leave all as it was?
import { describe, expect, test } from "vitest";
import type { MachineOptions, RunOptions } from "../support/bin.ts";
import { awsKey, expectNoSecret, machineWith, once } from "../support/bin-run.ts";
import {
  base64,
  basicValue,
  configOf,
  ecrImage,
  googleImage,
  hubImage,
  hubToken,
  jsonKey,
  temporaryKeyId,
} from "../support/samples.ts";

describe("bad input", () => {
  const hubFlags = ["--username", "ada", "--password-stdin", "--store", "none"];
  const keyFlags = ["--service-account-key", "-", "--store", "none"];
  const iamFlags = ["--method", "iam", "--store", "none"];
  const keyWith = (change: object): string => JSON.stringify({ ...JSON.parse(jsonKey), ...change });
  const encoded = base64(jsonKey);
  const hub = { config: configOf(hubImage) };
  const google = { config: configOf(googleImage) };
  const ecr = { config: configOf(ecrImage) };

  test.concurrent.each<[string, number, string, readonly string[], MachineOptions & RunOptions]>([
    [
      "a temporary key",
      5,
      "temporary (ASIA)",
      iamFlags,
      { ...ecr, env: { ...awsKey, AWS_ACCESS_KEY_ID: temporaryKeyId } },
    ],
    [
      "a malformed key id",
      5,
      "An access key id is AKIA and 16",
      iamFlags,
      { ...ecr, env: { ...awsKey, AWS_ACCESS_KEY_ID: "AKIA" } },
    ],
    [
      "a malformed key",
      5,
      "A secret access key is 40",
      iamFlags,
      { ...ecr, env: { ...awsKey, AWS_SECRET_ACCESS_KEY: "x" } },
    ],
    [
      "a profile without a key",
      5,
      "signs in with SSO",
      [...iamFlags, "--aws-profile", "sso"],
      { ...ecr, home: { ".aws/config": "[profile sso]\nsso_session = a\n" } },
    ],
    ["an unknown profile", 5, 'no AWS profile "prd"', [...iamFlags, "--aws-profile", "prd"], ecr],
    ["no key at all", 2, "--aws-profile is missing", iamFlags, ecr],
    [
      "a flag that the method would ignore",
      2,
      "--username doesn't go with Amazon ECR, --method iam",
      [...iamFlags, "--username", "ada"],
      ecr,
    ],
    [
      "a malformed account id",
      5,
      "A role's ARN looks like",
      ["--aws-role-arn", "arn:aws:iam::12345:role/x"],
      ecr,
    ],
    [
      "a person's JSON",
      5,
      "authorized_user",
      keyFlags,
      { ...google, input: keyWith({ type: "authorized_user" }) },
    ],
    [
      "a broken private key",
      5,
      "private_key in the JSON key is damaged",
      keyFlags,
      {
        ...google,
        input: keyWith({ private_key: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" }),
      },
    ],
    ["Base64 for JSON", 5, "This is Base64", keyFlags, { ...google, input: encoded }],
    ["JSON for a password", 5, "This is JSON", hubFlags, { ...hub, input: jsonKey }],
    ["Base64 for a password", 5, "already Base64", hubFlags, { ...hub, input: basicValue("ada", hubToken) }],
    ["an inner newline", 5, "line break", hubFlags, { ...hub, input: "to\nken" }],
    ["two newlines at the end", 5, "line break", hubFlags, { ...hub, input: `${hubToken}\n\n` }],
    ["NUL", 5, "NUL", hubFlags, { ...hub, input: "to\0ken" }],
    ["no UTF-8", 5, "not UTF-8", hubFlags, { ...hub, input: new Uint8Array([0xff, 0xfe]) }],
    ["an empty password", 5, "password is empty", hubFlags, { ...hub, input: "" }],
    ["nothing but a newline", 5, "password is empty", hubFlags, { ...hub, input: "\n" }],
    [
      "a user with a colon",
      5,
      "no colon",
      ["--username", "a:b", ...hubFlags.slice(2)],
      { ...hub, input: "x" },
    ],
    ["no user", 2, "--username is missing", hubFlags.slice(2), { ...hub, input: hubToken }],
    [
      "no such key file",
      4,
      "There is no key.json.",
      ["--service-account-key", "key.json", "--store", "none"],
      google,
    ],
    [
      "a folder for a key file",
      5,
      "can't be read: it is a folder, not a file",
      ["--service-account-key", ".", "--store", "none"],
      google,
    ],
    ["another registry's image", 5, "is on Docker Hub, not on Amazon ECR", ["--registry", "ecr"], hub],
    ["no image reference", 5, "is not an image reference", ["--image", "https://x/y"], hub],
    [
      "no image reference in the file",
      5,
      "is not an image reference",
      [],
      { config: configOf("Team/Whisper") },
    ],
    ["an unknown flag", 2, "Did you mean --method?", ["--metod", "iam"], hub],
    ["an unknown method", 2, "Did you mean token?", ["--method", "tokn"], hub],
    ["another registry's method", 2, 'Docker Hub has no method "iam"', ["--method", "iam"], hub],
    ["two sources", 2, "don't go together", ["--password-stdin", "--from-docker"], hub],
    [
      "a password for a key",
      2,
      "--password-stdin doesn't go with --method iam",
      [...iamFlags, "--password-stdin"],
      ecr,
    ],
    ["two projects", 2, "one project", ["a", "b"], hub],
    ["no such project", 4, "There is no nowhere.", ["nowhere"], hub],
    ["config.yml", 5, "config.yml", ["config.yml"], { project: { "config.yml": configOf(hubImage) } }],
    ["no config.yaml", 4, "There is no config.yaml.", [], {}],
    ["no image", 2, "--image is missing", [], { config: "model_name: x\n" }],
    ["no method", 2, "--method is missing", [], ecr],
    ["no role", 2, "--aws-role-arn is missing", ["--method", "oidc", "--yes"], ecr],
    ["nowhere to store it", 2, "--store is missing", hubFlags.slice(0, 3), { ...hub, input: hubToken }],
    [
      "no Baseten key",
      3,
      "no Baseten API key",
      [...hubFlags.slice(0, 3), "--store", "baseten"],
      { ...hub, input: hubToken },
    ],
    ["no aws", 1, "The AWS CLI is not installed", ["--method", "token", "--store", "none"], ecr],
    [
      "aws signed out",
      3,
      "AWS finds no credentials",
      ["--method", "token", "--store", "none"],
      { ...ecr, programs: { aws: { stderr: "Unable to locate credentials", exitCode: 253 } } },
    ],
    [
      "gcloud signed out",
      3,
      "gcloud auth login",
      ["--method", "token", "--store", "none"],
      {
        ...google,
        programs: {
          gcloud: { stderr: "You do not currently have an active account selected.", exitCode: 1 },
        },
      },
    ],
    ["docker signed out", 3, "Run: docker login", ["--from-docker", "--store", "none"], hub],
  ])("%s: exit %i", async (_, code, sentence, args, options) => {
    const on = await machineWith(options);
    const before = [await on.config(), await on.names()];
    const { input } = options;
    const ended = await on.run(args, input === undefined ? {} : { input });
    expect(ended.stderr).toContain(sentence);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).not.toMatch(/at .*\.js:\d/);
    expect([await on.config(), await on.names()]).toEqual(before);
    await expectNoSecret(on, ended);
    // One sentence and one hint, behind the two lines that name the file and the registry.
    expect(ended.stderr.split("✖")[1]?.trim().split("\n").length).toBeGreaterThanOrEqual(2);
  });

  test("an error as JSON", async () => {
    const run = await once(["--method", "tokn", "--json"], hub);
    expect(run).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(run.stdout)).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "usage",
          "hint": "Did you mean token? It takes oidc, assume-role, iam, service-account, token.",
          "message": "--method doesn't know "tokn".",
        },
      }
    `);
  });

  test("a refusal as JSON holds what to paste", async () => {
    const run = await once(["--method", "token", "--json"], { config: `a: &x\n  b: 1\n---\n${ecr.config}` });
    expect(run.code).toBe(5);
    expect(JSON.parse(run.stdout)).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "invalid-config",
          "hint": "Keep one document in config.yaml",
          "message": "config.yaml, line 3, column 1: a second document starts here.",
          "paste": "base_image:
        image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
      secrets:
        DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
      ",
        },
      }
    `);
  });
});
