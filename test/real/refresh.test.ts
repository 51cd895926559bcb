// Does `refresh` keep two AWS accounts' tokens fresh? The built bin, the real aws, moto, and Baseten's stand-in.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { type AccessKey, type Moto, startMoto } from "./support/aws.ts";
import { awsEnv } from "./support/ecr.ts";
import { program } from "./support/programs.ts";
import { makeProject } from "./support/project.ts";

const accounts = { prod: "111111111111", staging: "222222222222" } as const;
const hostOf = (account: string, region = "us-east-1") => `${account}.dkr.ecr.${region}.amazonaws.com`;
const hosts = {
  prod: hostOf(accounts.prod),
  prodEurope: hostOf(accounts.prod, "eu-west-1"),
  staging: hostOf(accounts.staging),
} as const;

let moto: Moto;
let keys: Readonly<Record<keyof typeof accounts, AccessKey & { readonly session: string }>>;
let baseten: StandIn;

/** moto tells accounts apart by their keys; another account's come from a role. https://docs.getmoto.org/en/latest/docs/multi_account.html */
async function signInTo(account: string) {
  const role = `arn:aws:iam::${account}:role/puller`;
  const { Credentials: made } = (await moto.aws(
    `sts assume-role --role-arn ${role} --role-session-name test`,
  )) as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
  return { id: made.AccessKeyId, secret: made.SecretAccessKey, session: made.SessionToken };
}

beforeAll(async () => {
  moto = await startMoto();
  keys = { prod: await signInTo(accounts.prod), staging: await signInTo(accounts.staging) };
});
beforeEach(async () => {
  baseten = await startBaseten({ apiKey: "k" });
  return () => baseten.close();
});
afterAll(() => moto?.stop());

const config = (host: string, image: string) =>
  `base_image:\n  image: ${host}/team/${image}:3\nsecrets:\n  DOCKER_REGISTRY_${host}: null\n`;

/** Six projects on three hosts of two accounts, and one that needs nothing. */
const tree = {
  "a/one": config(hosts.prod, "one"),
  "a/two": config(hosts.prod, "two"),
  "a/three": config(hosts.prod, "three"),
  "b/four": config(hosts.staging, "four"),
  "b/five": config(hosts.staging, "five"),
  "c/six": config(hosts.prodEurope, "six"),
  "d/public": "base_image:\n  image: python:3.12\n",
};
const ofHost = (host: string) => Object.entries(tree).filter(([, text]) => text.includes(host)).length;

/** Runs `refresh` on the tree and `more`, as somebody who has a profile for each account. */
async function refresh(flags: string, more: Readonly<Record<string, string>> = {}) {
  const profiles = Object.entries(keys).map(
    ([name, { id, secret, session }]) =>
      `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\naws_session_token = ${session}\n`,
  );
  const files = Object.entries({ ...tree, ...more }).map(([path, text]) => [
    `../project/${path}/config.yaml`,
    text,
  ]);
  const project = await makeProject({
    config: "model_name: root\n",
    programs: [program("AWS_CLI")],
    home: { ".aws/credentials": profiles.join("\n"), ...Object.fromEntries(files) },
  });
  const env = {
    ...awsEnv(moto.url),
    BASETEN_API_KEY: "k",
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
  };
  const ended = await project.run(`refresh -r --no-verify ${flags}`, { env });
  expect(await project.config()).toBe("model_name: root\n");
  return ended;
}

/** What moto answers for the account, in the form that Baseten stores. */
const tokenOf = (account: string) => Buffer.from(`AWS:${account}-auth-token`).toString("base64");
const storing = () => baseten.requests.filter(({ method }) => method === "POST");
const namesOf = (host: string) => `DOCKER_REGISTRY_${host}`;
const bothProfiles = `--aws-profile ${accounts.prod}=prod --aws-profile ${accounts.staging}=staging`;

interface ProjectJson {
  readonly path: string;
  readonly secrets: readonly { readonly name: string; readonly stored: string; readonly expiresAt: string }[];
  readonly error: { readonly code: string } | null;
}

test("two accounts, each host once, with each account's own profile", async () => {
  const { code, json, stdout, stderr } = await refresh(bothProfiles);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(
    storing()
      .map(({ body }) => body)
      .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
  ).toEqual([
    { name: namesOf(hosts.prodEurope), value: tokenOf(accounts.prod) },
    { name: namesOf(hosts.prod), value: tokenOf(accounts.prod) },
    { name: namesOf(hosts.staging), value: tokenOf(accounts.staging) },
  ]);
  for (const account of Object.values(accounts)) expect(stdout + stderr).not.toContain(tokenOf(account));
  const projects = json.projects as readonly ProjectJson[];
  expect(projects).toHaveLength(Object.keys(tree).length + 1);
  for (const host of Object.values(hosts)) {
    const own = projects.filter(({ secrets }) => secrets[0]?.name === namesOf(host));
    expect(own).toHaveLength(ofHost(host));
    // moto's tokens all expired in 2015; a new token has its 12 hours before it, whatever is said.
    for (const { secrets, error } of own) {
      expect(error).toBeNull();
      expect(secrets).toMatchObject([{ stored: "baseten" }]);
      expect(Date.parse(secrets[0]?.expiresAt ?? "") - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
    }
  }
});

test("an account whose profile is missing doesn't stop the other", async () => {
  const { code, json, stderr } = await refresh(
    `--aws-profile ${accounts.prod}=prod --aws-profile ${accounts.staging}=nobody`,
  );
  const { projects } = json as { readonly projects: readonly ProjectJson[] };
  const failed = projects.filter(({ error }) => error !== null);
  expect(failed.map(({ path, error }) => `${path}: ${error?.code}`).toSorted()).toEqual([
    "b/five/config.yaml: not-signed-in",
    "b/four/config.yaml: not-signed-in",
  ]);
  expect(stderr).toContain(`${hosts.staging} (2 projects): `);
  expect(storing()).toHaveLength(2);
  expect(baseten.valueOf(namesOf(hosts.prod))).toBe(tokenOf(accounts.prod));
  expect(baseten.valueOf(namesOf(hosts.prodEurope))).toBe(tokenOf(accounts.prod));
  expect(code).toBe(3);
});

test("the exit code is the worst of them", async () => {
  const wrong = { "e/broken": "base_image:\n  image: https://ghcr.io/team/whisper:3\n" };
  const { code, json } = await refresh(`--aws-profile ${accounts.prod}=prod --aws-profile nobody`, wrong);
  const { projects } = json as { readonly projects: readonly ProjectJson[] };
  const codes = new Set(projects.flatMap(({ error }) => (error === null ? [] : [error.code])));
  expect([...codes].toSorted()).toEqual(["invalid-image", "not-signed-in"]);
  expect(storing()).toHaveLength(2);
  // 5 for the image, not 3 for the account.
  expect(code).toBe(5);
});
