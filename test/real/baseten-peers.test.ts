// Do Baseten's own clients send what this tool sends? BASETEN_CLI and TRUSS_PYTHON say where they are.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findApiKey } from "../../src/baseten/api-key.ts";
import { readSignIn, setSecretCommand, signInCommand } from "../../src/baseten/baseten-cli.ts";
import { throughCli } from "../../src/baseten/cli-client.ts";
import { createBaseten } from "../../src/baseten/client.ts";
import { Secret } from "../../src/values/secret.ts";
import type { Command, ExecResult, Files } from "../../src/world/types.ts";
import { type RecordedRequest, type StandIn, startBaseten } from "../support/baseten.ts";
import { program, run } from "./support/programs.ts";

const name = "DOCKER_REGISTRY_https://index.docker.io/v1/";
const value = new Secret("bWU6aHVudGVyMg==");
const team = { id: "t2", name: "ML" };
let server: StandIn;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "peers-"));
  server = await startBaseten({ apiKey: "k", teams: [{ id: "t1", name: "Default", default: true }, team] });
});
afterEach(async () => {
  await server.close();
  await rm(home, { recursive: true });
});

/** What this tool sends, with the key found in the same variables as the peer's. */
async function ours(env: Record<string, string>, teamId?: string): Promise<RecordedRequest | undefined> {
  const files: Files = {
    read: async () => null,
    receive: async () => null,
    kind: async () => null,
    list: async () => [],
    makeFolder: async () => {},
    replace: async () => "changed",
  };
  const found = await findApiKey({ apiKeyStdin: null }, { env, files, home, cwd: home, platform: "linux" });
  if (found.kind !== "key") throw new Error("No key was found.");
  const world = { fetch, now: () => new Date(), sleep: async () => {} };
  await createBaseten({ ...found, apiBase: server.url }, world).upsert(name, value, teamId);
  return server.requests.at(-1);
}

/** The environment of a peer. */
const around = (env: Record<string, string>) => ({ PATH: process.env.PATH ?? "", HOME: home, ...env });

const trussEnv = { BASETEN_TRUSS_AUTH_API_KEY: "k", BASETEN_TRUSS_AUTH_REMOTE_URL: "https://app.baseten.co" };
test.each([
  ["its environment's key", trussEnv, true, undefined],
  ["its environment's key, for a team", trussEnv, true, team.id],
  ["a key that is not from its environment", { BASETEN_API_KEY: "k" }, false, undefined],
])("Truss, with %s", { timeout: 120_000 }, async (_, env, bearer, teamId) => {
  const script = fileURLToPath(new URL("truss_upsert.py", import.meta.url));
  const given = { url: server.url, key: "k", bearer, team: teamId ?? null, name, value: value.reveal() };
  const ended = await run(program("TRUSS_PYTHON"), [script], {
    env: around({}),
    input: JSON.stringify(given),
  });
  expect(ended).toMatchObject({ code: 0 });
  const theirs = server.requests.at(-1);
  expect(theirs?.method).toBe("POST");
  expect(await ours(env, teamId)).toEqual(theirs);
});

const cliEnv = () => ({
  BASETEN_API_KEY: "k",
  BASETEN_REMOTE_URL: "https://app.baseten.co",
  BASETEN_MANAGEMENT_API_URL_OVERRIDE: server.url,
  BASETEN_CONFIG_DIR: home,
});
const runCli = (command: Command, env: Record<string, string>) => {
  const input = command.input instanceof Secret ? command.input.reveal() : (command.input ?? "");
  return run(program("BASETEN_CLI"), command.args, { env: around(env), input });
};

test.each([
  ["the default team", undefined],
  ["a named team", team],
])("the baseten CLI, for %s", { timeout: 60_000 }, async (_, where) => {
  const command = setSecretCommand(name, value, where && { team: where.name });
  expect(await runCli(command, cliEnv())).toMatchObject({ code: 0 });
  const theirs = server.requests.at(-1);
  expect(theirs?.method).toBe("POST");
  expect(await ours(cliEnv(), where?.id)).toEqual(theirs);
});

/** The real CLI in place of the world's programs. */
const exec = async (command: Command): Promise<ExecResult> => {
  const { code, stdout, stderr } = await runCli(command, cliEnv());
  const out = new Secret(stdout);
  return code === 0
    ? { status: "ok", stdout: out }
    : { status: "failed", exitCode: code, stdout: out, stderr };
};

test("the baseten CLI lists what the API lists, and its refusals are told apart", {
  timeout: 60_000,
}, async () => {
  const signIn = { profile: null, remoteUrl: "https://app.baseten.co", workspace: null };
  const [cli, api] = [
    throughCli(signIn, { exec }),
    createBaseten(
      { apiBase: server.url, authorization: "Api-Key", key: new Secret("k"), source: "a test" },
      { fetch, now: () => new Date(), sleep: async () => {} },
    ),
  ];
  expect(await cli.upsert(name, value, team.id)).toMatchObject({ name, team: team.name });
  expect(await cli.teams()).toEqual(await api.teams());
  expect(await cli.secrets(team.id)).toEqual(await api.secrets(team.id));
  for (const [status, code] of [
    [401, "not-signed-in"],
    [403, "api-key-rejected"],
    [404, "api-not-found"],
    [400, "api-refused"],
  ] as const) {
    server.fail({ status, body: { message: "No." } });
    await expect(cli.teams()).rejects.toMatchObject({
      code,
      message: expect.stringContaining("It says: No."),
    });
  }
});

test("the baseten CLI says whether it is signed in", { timeout: 60_000 }, async () => {
  const { BASETEN_API_KEY: _, ...signedOut } = cliEnv();
  const status = async (env: Record<string, string>) => {
    const { code, stdout, stderr } = await runCli(signInCommand(), env);
    const out = new Secret(stdout);
    const result: ExecResult =
      code === 0 ? { status: "ok", stdout: out } : { status: "failed", exitCode: code, stdout: out, stderr };
    return readSignIn(result).kind;
  };
  expect([await status(cliEnv()), await status(signedOut)]).toEqual(["signed-in", "signed-out"]);
});
