// Does the built bin bring a project from nothing to OIDC, or to a key that may only pull? The real aws asks moto.
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { checkKeys, createUser, type Moto, rootEnv, startMoto } from "./support/aws.ts";
import { awsEnv, awsPath, ecrConfig, ecrHost, type LedRegistry, startEcr } from "./support/ecr.ts";
import { output, program, run } from "./support/programs.ts";
import { makeProject, type Project, temporaryFolder } from "./support/project.ts";

vi.setConfig({ testTimeout: 240_000 });

const apiKey = "grant-setup-key";
const name = "baseten-ecr-pull-team-whisper";
const roleArn = `arn:aws:iam::123456789012:role/${name}`;

let moto: Moto;
let registry: LedRegistry;
let baseten: StandIn;
beforeAll(async () => {
  moto = await startMoto();
  registry = await startEcr(moto);
});
afterAll(async () => void (await Promise.all([moto?.stop(), registry?.close()])));
beforeEach(async () => {
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
  await baseten?.close();
  baseten = await startBaseten({
    apiKey,
    organization: { id: "PJAd5Q0" },
    teams: [{ id: "wgeyxoq", name: "Default", default: true }],
  });
});
afterAll(() => baseten?.close());

interface Stage {
  readonly project: Project;
  /** All arguments that aws was given. */
  argv(): Promise<string>;
  setup(flags: string, env?: Readonly<Record<string, string>>): ReturnType<Project["run"]>;
}

/** A project, and a machine whose aws is the real one behind a note of its arguments. */
async function setStage(config = ecrConfig): Promise<Stage> {
  const folder = await temporaryFolder();
  const [aws, log] = [join(folder, "aws"), join(folder, "argv")];
  await writeFile(aws, `#!/bin/sh\nprintf '%s\\n' "$*" >>'${log}'\nexec '${program("AWS_CLI")}' "$@"\n`);
  await chmod(aws, 0o755);
  const project = await makeProject({ config, programs: [aws] });
  return {
    project,
    argv: () => readFile(log, "utf8"),
    setup: (flags, env = rootEnv) =>
      project.run(`setup ${flags}`, {
        env: {
          ...env,
          ...awsEnv(moto.url),
          NODE_OPTIONS: registry.lead,
          BASETEN_API_KEY: apiKey,
          BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
        },
      }),
  };
}

/** All roles, users and providers that IAM holds, apart from ids and times. */
async function everything(): Promise<unknown> {
  const [all, providers] = await Promise.all([
    moto.aws("iam get-account-authorization-details --filter Role User"),
    moto.aws("iam list-open-id-connect-providers"),
  ]);
  return JSON.parse(
    JSON.stringify({ all, providers }, (key, value) =>
      /Id$|Date$|^RoleLastUsed$/.test(key) ? undefined : value,
    ),
  );
}

const oidc = "--method oidc --grant create --yes";

test("OIDC from nothing: made, granted, written; again it changes nothing", async () => {
  const { setup, project, argv } = await setStage();
  const first = await setup(oidc);
  expect({ code: first.code, error: first.json.error }).toEqual({ code: 0, error: undefined });
  expect(first.json).toMatchObject({
    verdict: { status: "granted", platforms: ["linux/amd64"] },
    grant: [
      { kind: "identity-provider", name: "oidc.baseten.co", state: "made" },
      { kind: "role", name, state: "made" },
      { kind: "permission", name: "pull team/whisper", state: "made" },
    ],
    secrets: [],
  });
  const written = await project.config();
  expect(written).toMatchInlineSnapshot(`
    "model_name: whisper
    base_image:
      image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3 # built nightly
      docker_auth:
        auth_method: AWS_OIDC
        aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-pull-team-whisper
        aws_oidc_region: us-east-1
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
    "
  `);
  const made = await everything();
  expect(JSON.stringify(made)).toContain("v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build");

  const before = (await argv()).length;
  const second = await setup(oidc);
  expect(second.json).toMatchObject({
    verdict: { status: "granted" },
    config: { changed: false },
    grant: [{ state: "there" }, { state: "there" }, { state: "there" }],
  });
  expect((await argv()).slice(before)).not.toMatch(/ (?:create|put|update|add|delete|set)-/);
  expect(await everything()).toEqual(made);
  expect(await project.config()).toBe(written);
  expect(baseten.requests.filter(({ path }) => path.endsWith("/secrets"))).toEqual([]);
});

test("--grant shell, run by bash, makes what --grant create makes", async () => {
  await (await setStage()).setup(oidc);
  const made = await everything();
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });

  const { setup, project } = await setStage();
  const { code, json } = await setup("--method oidc --grant shell");
  expect(code).toBe(0);
  expect(await project.config()).toBe(ecrConfig);
  const script = join(await temporaryFolder(), "grant.sh");
  await writeFile(script, json.script);
  const env = { PATH: awsPath(), ...rootEnv, ...awsEnv(moto.url) };
  expect(await run("bash", [script], { env })).toMatchObject({ code: 0, stderr: "" });
  expect(await everything()).toEqual(made);
});

test("--grant terraform is read by a real parser; with --yes config.yaml has the role's name", async () => {
  const { setup, project } = await setStage();
  const { json } = await setup("--method oidc --grant terraform --yes");
  expect(await project.config()).toContain(`aws_oidc_role_arn: ${roleArn}`);
  const script = fileURLToPath(new URL("hcl_load.py", import.meta.url));
  const kinds = JSON.parse(
    await output(program("HCL_PYTHON"), [script], {
      env: { PATH: "/usr/bin:/bin" },
      input: JSON.stringify({ it: json.script }),
    }),
  );
  expect(kinds.it).toEqual(expect.arrayContaining(["provider", "resource", "terraform"]));
});

test("a pull-only user: its key pulls, ends in Baseten, and is seen nowhere else", async () => {
  const ada = await createUser(moto, "ada");
  const all = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  await moto.aws(`iam put-user-policy --user-name ada --policy-name all --policy-document ${all}`);
  // So that a key works only where it is known, and for what its user may do.
  await checkKeys(moto);
  const { setup, project, argv } = await setStage();
  const env = {
    AWS_ACCESS_KEY_ID: ada.id,
    AWS_SECRET_ACCESS_KEY: ada.secret,
    AWS_DEFAULT_REGION: "us-east-1",
  };
  const { code, json, stdout, stderr } = await setup("--method iam --grant create --yes", env);
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "1000000" });
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(json).toMatchObject({
    verdict: { status: "pulled" },
    grant: [
      { kind: "user", name, state: "made" },
      { kind: "permission", state: "made" },
      { kind: "access-key", name, state: "made" },
    ],
  });
  const id = baseten.valueOf("aws_access_key_id") ?? "";
  const secret = baseten.valueOf("aws_secret_access_key") ?? "";
  expect(await moto.aws(`iam list-access-keys --user-name ${name}`)).toMatchObject({
    AccessKeyMetadata: [{ AccessKeyId: id, Status: "Active" }],
  });
  expect(secret).toMatch(/^\S{40}$/);
  for (const place of [stdout, stderr, await argv(), await project.config()]) {
    expect(place).not.toContain(secret);
    expect(place).not.toContain(id);
  }
  expect(await project.config()).toContain("auth_method: AWS_IAM");
  expect(await project.config()).toContain(ecrHost);
});

test("again: a second key follows the first, which goes on; there is no third", async () => {
  const flags = "--method iam --grant create --yes";
  const { setup } = await setStage();
  await setup(flags);
  const first = baseten.valueOf("aws_access_key_id");
  const { json, stderr } = await setup(flags);
  const second = baseten.valueOf("aws_access_key_id");
  expect(second).not.toBe(first);
  expect(json).toMatchObject({ verdict: { status: "pulled" }, config: { changed: false } });
  const switchOff = `iam update-access-key --user-name ${name} --access-key-id ${first} --status Inactive`;
  expect(stderr).toContain(`aws ${switchOff}`);
  await moto.aws(switchOff);
  const third = await setup(flags);
  expect(third.json.error).toMatchObject({
    message: `The user ${name} has two access keys already, and AWS allows no more.`,
  });
  expect(third.json.error.hint).toContain(
    `aws iam delete-access-key --user-name ${name} --access-key-id ${first}`,
  );
  expect(baseten.valueOf("aws_access_key_id")).toBe(second);
});
