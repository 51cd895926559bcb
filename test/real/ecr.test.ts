// Does the bin get ECR's credentials from the real aws? moto answers it on loopback.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccessKey, checkKeys, createUser, credentialsFile, type Moto, startMoto } from "./support/aws.ts";
import { program } from "./support/programs.ts";
import { makeProject, type Project } from "./support/project.ts";

const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const config = `model_name: whisper
base_image:
  image: ${host}/team/whisper:3 # built nightly
`;
let moto: Moto;
let strict: Moto;
let key: AccessKey;
let idle: AccessKey;

beforeAll(async () => {
  [moto, strict] = await Promise.all([startMoto(), startMoto()]);
  key = await createUser(moto, "baseten");
  await moto.aws("ecr create-repository --repository-name team/whisper");
  idle = await createUser(strict, "idle");
  await checkKeys(strict);
});
afterAll(() => Promise.all([moto?.stop(), strict?.stop()]));

/** A machine with profile `prod`, and an SSO profile nobody signed in to. */
const project = (profiles: Record<string, AccessKey> = { prod: key }): Promise<Project> =>
  makeProject({
    config,
    programs: [program("AWS_CLI")],
    home: {
      ".aws/credentials": credentialsFile(profiles),
      ".aws/config": `[profile sso]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Developer
region = eu-west-1

[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1
`,
    },
  });

test("a 12-hour token, on one line, exactly as ECR gives it", async () => {
  const { run, config } = await project();
  const flags = "--method token --aws-profile prod --store print --no-verify";
  const { code, json, stderr } = await run(flags, { env: { AWS_ENDPOINT_URL: moto.url } });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const [secret] = json.secrets;
  expect(secret).toMatchObject({ name: `DOCKER_REGISTRY_${host}`, stored: "printed", team: null });
  expect(secret.value).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(secret.value, "base64").toString()).toMatch(/^AWS:[^\s]+$/);
  const real = await moto.aws("ecr get-authorization-token");
  expect(secret.value).toBe(
    (real as { authorizationData: { authorizationToken: string }[] }).authorizationData[0]?.authorizationToken,
  );
  const hours = (Date.parse(secret.expiresAt) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThan(12.1);
  expect(await config()).toMatchInlineSnapshot();
});

test("an IAM user's key, as two secrets", async () => {
  const { run, config } = await project();
  const flags = "--method iam --aws-profile prod --store print --no-verify";
  const { code, json, stderr } = await run(flags, { env: { AWS_ENDPOINT_URL: moto.url } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(json.secrets).toMatchObject([
    { name: "aws_access_key_id", value: key.id, expiresAt: null },
    { name: "aws_secret_access_key", value: key.secret, expiresAt: null },
  ]);
  expect(await config()).toMatchInlineSnapshot();
});

interface Failure {
  readonly flags: string;
  /** Where AWS is; moto that takes any key unless said. */
  readonly url?: () => string;
  readonly profiles?: () => Record<string, AccessKey>;
}

test.each<[string, Failure]>([
  ["an unknown profile", { flags: "--aws-profile missing" }],
  ["an SSO profile that nobody signed in to", { flags: "--aws-profile sso" }],
  ["a machine without credentials", { flags: "", profiles: () => ({}) }],
  ["an endpoint that doesn't answer", { flags: "--aws-profile prod", url: () => "http://127.0.0.1:9" }],
  ["a key that AWS doesn't know", { flags: "--aws-profile prod", url: () => strict.url }],
  [
    "a user who may not pull",
    { flags: "--aws-profile prod", url: () => strict.url, profiles: () => ({ prod: idle }) },
  ],
])("%s stops it with a sentence, and nothing is written", async (_, { flags, url, profiles }) => {
  const { run, config: now } = await project(profiles?.());
  const given = `--method token ${flags} --store print --no-verify`;
  const { code, json, stdout, stderr } = await run(given, { env: { AWS_ENDPOINT_URL: (url ?? (() => moto.url))() } });
  expect({ code, ...json.error }).toMatchSnapshot();
  expect(stdout + stderr).not.toContain(key.secret);
  expect(stdout + stderr).not.toContain(idle.secret);
  expect(stdout + stderr).not.toMatch(/get-authorization-token|--output/);
  expect(await now()).toBe(config);
});
