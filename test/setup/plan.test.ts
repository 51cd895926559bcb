// Does each recipe plan the right change, and say what it costs?
import { describe, expect, test } from "vitest";
import type { MethodId } from "../../src/registries/types.ts";
import { dryRunText, planLines } from "../../src/setup/plan-screen.ts";
import { paintOf } from "../../src/text/paint.ts";
import type { CliError } from "../../src/values/errors.ts";
import { answersOf, api, credential, none, planOf } from "../support/plan-samples.ts";
import {
  configOf,
  ecrHost,
  ecrImage,
  googleImage,
  hubImage,
  hubSecret,
  provider,
  roleArn,
  serviceAccount,
} from "../support/samples.ts";
import { optionsOf } from "../support/setup-run.ts";

const ecrSecret = `DOCKER_REGISTRY_${ecrHost}`;
const oidcValues = { awsRoleArn: roleArn, awsRegion: "us-east-1" };
const block = (lines: string, secrets: string): string =>
  configOf(ecrImage).replace("secrets:\n", `  docker_auth:\n${lines}secrets:\n${secrets}`);

describe("each recipe", () => {
  test.each<[string, MethodId, object, readonly string[], readonly string[]]>([
    [ecrImage, "iam", {}, ["aws_access_key_id", "aws_secret_access_key"], []],
    [ecrImage, "oidc", oidcValues, [], []],
    [
      ecrImage,
      "token",
      {},
      [ecrSecret],
      ["aws ecr get-authorization-token --region us-east-1 --output json"],
    ],
    [googleImage, "service-account", {}, ["gcp-service-account"], []],
    [googleImage, "oidc", { gcpServiceAccount: serviceAccount, workloadIdentityProvider: provider }, [], []],
    [
      googleImage,
      "token",
      {},
      ["DOCKER_REGISTRY_us-west2-docker.pkg.dev"],
      ["gcloud config config-helper '--format=json(credential)'"],
    ],
    [hubImage, "token", {}, [hubSecret], []],
  ])("%s by %s", async (image, method, values, secrets, commands) => {
    const plan = await planOf({ config: configOf(image), answers: answersOf(image, method, values) });
    expect(plan.secrets.map(({ name }) => name)).toEqual(secrets);
    expect(plan.commands).toEqual(commands);
    expect(plan.config.changed).toBe(true);
    for (const name of secrets) expect(plan.config.text).toContain(`  ${name}: null\n`);
    expect(plan.needsCredential).toBe(method !== "oidc");
    expect(plan.warnings).toEqual([]);
  });
});

describe("from one method to another", () => {
  const iam = block(
    `    auth_method: AWS_IAM # by Ada\n    registry: ${ecrHost}\n    aws_access_key_id_secret_name: my_id\n`,
    "  my_id: null\n  aws_secret_access_key: null\n",
  );
  const oidc = block(
    `    auth_method: AWS_OIDC\n    aws_oidc_role_arn: ${roleArn}\n    aws_oidc_region: us-east-1\n    registry: ${ecrHost}\n`,
    "",
  );
  const token = `${configOf(ecrImage)}  ${ecrSecret}: null\n`;

  test.each([
    ["iam → token", iam, "token", {}, token, ["my_id", "aws_secret_access_key"]],
    ["oidc → token", oidc, "token", {}, token, []],
    ["token → oidc", token, "oidc", oidcValues, oidc, [ecrSecret]],
  ] as const)("%s", async (_, config, method, values, after, removed) => {
    const plan = await planOf({ config, answers: answersOf(ecrImage, method, values) });
    expect(plan.config.text).toBe(after);
    expect(plan.warnings.map(({ message }) => message.split(" ")[0])).toEqual(removed);
  });

  test("a comment on a key that stays is kept", async () => {
    const plan = await planOf({ config: iam, answers: answersOf(ecrImage, "oidc", oidcValues) });
    expect(plan.config.text).toContain("auth_method: AWS_OIDC # by Ada\n");
    expect(plan.config.text).not.toContain("my_id");
  });

  test("a secret that the code uses stays", async () => {
    const plan = await planOf({
      config: iam,
      answers: answersOf(ecrImage, "token"),
      files: { "/project/model/model.py": 'secrets["my_id"]' },
    });
    expect(plan.config.text).toContain("my_id: null");
    expect(plan.warnings.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "aws_secret_access_key leaves config.yaml: nothing else in it, nor in the code beside it, names it. It stays in Baseten.",
        "my_id stays under secrets: model/model.py names it.",
      ]
    `);
  });

  test("a secret that config.yaml itself uses stays, and so does one that may be used", async () => {
    const server = `${iam}docker_server:\n  start_command: sh -c "K=$(cat /secrets/my_id) serve"\n`;
    const plan = await planOf({ config: server, answers: answersOf(ecrImage, "oidc", oidcValues) });
    expect(plan.config.text).toContain("my_id: null");
    expect(plan.warnings.map(({ code }) => code)).toEqual(["secret-removed", "secret-kept"]);
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`/project/${n}.py`, ""]));
    const unseen = await planOf({ config: iam, answers: answersOf(ecrImage, "token"), files: many });
    expect(unseen.warnings.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "my_id stays under secrets: not every file beside config.yaml could be looked at.",
        "aws_secret_access_key stays under secrets: not every file beside config.yaml could be looked at.",
      ]
    `);
  });

  test("what is right already is left alone", async () => {
    const plan = await planOf({ config: token });
    expect(plan.config).toMatchObject({ changed: false, text: token, diff: "" });
  });
});

test("the diff hides what stands near the change", async () => {
  const plan = await planOf({ config: configOf(ecrImage).replace("hf_access_token: null", "hf: hunter2") });
  expect(plan.config.diff).toContain("   hf: [redacted]\n");
  expect(plan.config.text).toContain("hf: hunter2\n");
});

test("a file over 100 KiB is edited, with check's warning", async () => {
  const plan = await planOf({ config: `${configOf(ecrImage)}# ${"x".repeat(102_400)}\n` });
  expect(plan.config.changed).toBe(true);
  expect(plan.warnings).toEqual([
    {
      code: "too-large",
      message: "config.yaml is 101 KiB; above 100 KiB Truss pushes without the file as it was written.",
    },
  ]);
});

describe("Baseten", () => {
  test("what is replaced, and what collides", async () => {
    const destination = api(ecrSecret, ecrSecret.replaceAll(".", "_"), "other");
    const plan = await planOf({ destination });
    expect(plan.secrets).toEqual([
      { name: ecrSecret, replaces: expect.objectContaining({ name: ecrSecret }) },
    ]);
    expect(plan.warnings.map(({ code }) => code)).toEqual(["secret-name-collides"]);
  });
});

describe("what runs", () => {
  test.each<[string, readonly string[], boolean, number]>([
    ["to store and to verify", [], true, 1],
    ["to store", ["--no-verify"], true, 1],
    ["to verify", [], false, 1],
    ["nothing: the secret is there already", ["--no-verify"], false, 0],
    ["nothing: the token is on stdin", ["--password-stdin"], true, 0],
  ])("%s", async (_, argv, stores, count) => {
    const plan = await planOf({ options: optionsOf(...argv), destination: stores ? api() : none });
    expect(plan.commands).toHaveLength(count);
  });

  test("nothing for a credential in hand", async () => {
    const answers = answersOf(ecrImage, "token", {}, { credential, from: "standard input", origin: "stdin" });
    expect((await planOf({ answers })).commands).toEqual([]);
  });
});

test("a file that can't be edited safely: the block to paste", async () => {
  const config = `defaults: &d\n  image: ${ecrImage}\nbase_image: *d\n`;
  const failure = (await planOf({ config }).catch((error: unknown) => error)) as CliError;
  expect(failure).toMatchObject({ code: "invalid-config" });
  expect(failure.paste).toContain(ecrSecret);
});

describe("the screen", () => {
  const screen = async (...args: Parameters<typeof planOf>): Promise<string> =>
    planLines(await planOf(...args), paintOf(false)).join("\n");

  test("a key in Baseten", async () => {
    const answers = answersOf(ecrImage, "iam");
    expect(await screen({ answers, destination: api("aws_access_key_id") })).toMatchInlineSnapshot(`
      "
        config.yaml
          model_name: whisper # ours
          base_image:
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        +   docker_auth:
        +     auth_method: AWS_IAM
        +     registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
          secrets:
            hf_access_token: null
        +   aws_access_key_id: null
        +   aws_secret_access_key: null

        Baseten      2 secrets in team Default
                     aws_access_key_id (replaces the one of 2025-06-01)
                     aws_secret_access_key (new)
                     A new value takes effect at once for every deployment that uses it.
      "
    `);
  });

  test("OIDC in place of a key", async () => {
    const config = block(
      `    auth_method: AWS_IAM\n    registry: ${ecrHost}\n`,
      "  aws_access_key_id: null\n  aws_secret_access_key: null\n",
    );
    expect(await screen({ config, answers: answersOf(ecrImage, "oidc", oidcValues) })).toMatchInlineSnapshot(`
      "
        config.yaml
          base_image:
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
            docker_auth:
        -     auth_method: AWS_IAM
        +     auth_method: AWS_OIDC
              registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
        +     aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access
        +     aws_oidc_region: us-east-1
          secrets:
        -   aws_access_key_id: null
        -   aws_secret_access_key: null
            hf_access_token: null
        ! aws_access_key_id leaves config.yaml: nothing else in it, nor in the code beside it, names it. It stays in Baseten.
        ! aws_secret_access_key leaves config.yaml: nothing else in it, nor in the code beside it, names it. It stays in Baseten.
      "
    `);
  });

  test("a new file", async () => {
    expect(await screen({ config: null, destination: { where: "print" } })).toMatchInlineSnapshot(`
      "
        config.yaml
        + model_name: "project"
        + base_image:
        +   image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        + secrets:
        +   DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null

        printed      1 secret
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
      "
    `);
  });

  test("nothing to change", async () => {
    const config = `${configOf(ecrImage)}  ${ecrSecret}: null\n`;
    expect(await screen({ config })).toMatchInlineSnapshot(`
      "
        config.yaml  already right, stays as it is

        Baseten      1 secret, which you add yourself
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
      "
    `);
  });

  test("colour is in the diff", async () => {
    const paint = { ...paintOf(false), green: (text: string) => `<green>${text}` };
    const lines = planLines(await planOf(), paint);
    expect(lines.find((line) => line.includes("DOCKER_REGISTRY"))).toMatch(/^<green>/);
  });

  test("a dry run", async () => {
    const plan = await planOf({ destination: { where: "baseten-dry", team: "Research" } });
    expect(dryRunText(plan)).toMatchInlineSnapshot(`
      "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
        Baseten      1 secret in team Research
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
        would run    aws ecr get-authorization-token --region us-east-1 --output json
      "
    `);
  });
});
