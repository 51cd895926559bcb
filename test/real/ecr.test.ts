// Does the bin get ECR's credentials from the real aws? moto answers it on loopback.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ecrListing } from "../../src/programs/aws/commands.ts";
import { createExec } from "../../src/world/exec.ts";
import { type AccessKey, createUser, type Moto, rootEnv, startMoto } from "./support/aws.ts";
import { awsEnv, awsPath, ecrHost as host, ecrProject as project } from "./support/ecr.ts";

let moto: Moto;
let key: AccessKey;

beforeAll(async () => {
  moto = await startMoto();
  key = await createUser(moto, "baseten");
});
afterAll(() => moto?.stop());

/** In ms; version 1 of aws tells seconds, version 2 a text. */
test("a 12-hour token, on one line, exactly as ECR gives it", async () => {
  const { run, config } = await project({ prod: key });
  const flags = "--method token --aws-profile prod --store print --no-verify";
  const { code, json, stderr } = await run(flags, { env: awsEnv(moto.url) });
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  const [secret] = json.secrets;
  expect(stderr).not.toContain(secret.value);
  expect(secret).toMatchObject({ name: `DOCKER_REGISTRY_${host}`, stored: "printed", team: null });
  expect(secret.value).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(secret.value, "base64").toString()).toMatch(/^AWS:[^\s]+$/);
  const real = await moto.aws("ecr get-authorization-token");
  expect(real).toMatchObject({ authorizationData: [{ authorizationToken: secret.value }] });
  // moto's tokens all expired on the same day of 2015. A new token has its 12 hours before it, whatever is said.
  const hours = (Date.parse(secret.expiresAt) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThanOrEqual(12);
  expect(await config()).toMatchInlineSnapshot(`
    "model_name: whisper
    base_image:
      image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3 # built nightly
    secrets:
      DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
    "
  `);
});

test("an IAM user's key, as two secrets", async () => {
  const { run, config } = await project({ prod: key });
  const flags = "--method iam --aws-profile prod --store print --no-verify";
  const { code, json, stderr } = await run(flags, { env: awsEnv(moto.url) });
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(stderr).not.toContain(key.secret);
  expect(json.secrets).toMatchObject([
    { name: "aws_access_key_id", value: key.id, expiresAt: null },
    { name: "aws_secret_access_key", value: key.secret, expiresAt: null },
  ]);
  expect(await config()).toMatchInlineSnapshot(`
    "model_name: whisper
    base_image:
      image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3 # built nightly
      docker_auth:
        auth_method: AWS_IAM
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
    secrets:
      aws_access_key_id: null
      aws_secret_access_key: null
    "
  `);
});

test("the repositories to choose an image from", async () => {
  for (const name of ["team/whisper", "team/embed"])
    await moto.aws(`ecr create-repository --repository-name ${name}`);
  const command = ecrListing.command({ region: "us-east-1" });
  if (command === null) throw new Error("There is no command for a known region.");
  const result = await createExec({ env: { PATH: awsPath(), ...rootEnv, ...awsEnv(moto.url) } })(command);
  if (result.status !== "ok") throw new Error(`aws: ${result.status}`);
  expect([...ecrListing.read(result.stdout)].sort()).toEqual([`${host}/team/embed`, `${host}/team/whisper`]);
});
