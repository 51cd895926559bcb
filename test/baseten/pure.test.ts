// Are teams, collisions, requests, waits and the CLI's commands computed as Baseten expects them?
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { collidingNames, listSecrets, listTeams, readReply, upsertSecret } from "../../src/baseten/api.ts";
import { readSignIn, setSecretCommand, signInCommand } from "../../src/baseten/baseten-cli.ts";
import { backoffMs } from "../../src/baseten/client.ts";
import { redact } from "../../src/baseten/refusals.ts";
import { retryAfterMs } from "../../src/baseten/retry-after.ts";
import { pickTeam } from "../../src/baseten/teams.ts";
import { CliError } from "../../src/values/errors.ts";
import { Secret } from "../../src/values/secret.ts";

const value = new Secret("hunter2-hunter2");

describe("pickTeam", () => {
  const ml = { id: "t1", name: "ML", default: false };
  const web = { id: "t2", name: "Web", default: true };
  const lower = { id: "t3", name: "ml", default: false };
  test.each([
    ["by name", [ml, web], "ML", ml],
    ["by name in any case", [ml, web], "wEB", web],
    ["by id", [ml, web], "t2", web],
    ["the exact case first", [ml, lower], "ml", lower],
  ])("%s", (_, teams, wanted, team) => {
    expect(pickTeam(teams, wanted)).toEqual({ kind: "team", team });
  });

  test.each([
    ["the only one", [ml], { kind: "team", team: ml }],
    ["several: the default is offered first", [ml, web], { kind: "choose", teams: [web, ml] }],
    ["none", [], { kind: "unscoped" }],
  ])("without a wish: %s", (_, teams, expected) => {
    expect(pickTeam(teams, null)).toEqual(expected);
  });

  test.each([
    ["team-not-found", [ml, web], "Ops", "It sees: ML, Web."],
    ["team-not-found", [], "Ops", "It sees no team at all."],
    ["usage", [ml, lower], "Ml", "Give its id: --team t1 or --team t3."],
  ])("%s", (code, teams, wanted, hint) => {
    expect(() => pickTeam(teams, wanted)).toThrow(expect.objectContaining({ code, hint }));
    expect(() => pickTeam(teams, wanted)).toThrow(CliError);
  });
});

test.each<[string, string[], string[]]>([
  [
    "hf_access_token",
    ["hf-access-token", "hf.access.token", "hf_access_token", "hfaccesstoken"],
    ["hf-access-token", "hf.access.token"],
  ],
  [
    "DOCKER_REGISTRY_ghcr.io",
    ["DOCKER_REGISTRY_ghcr_io", "docker_registry_ghcr.io"],
    ["DOCKER_REGISTRY_ghcr_io"],
  ],
  [
    "DOCKER_REGISTRY_https://index.docker.io/v1/",
    ["DOCKER_REGISTRY_https_index_docker_io_v1_"],
    ["DOCKER_REGISTRY_https_index_docker_io_v1_"],
  ],
  ["a", ["b"], []],
])("%s collides", (name, existing, expected) => {
  expect(collidingNames(name, existing)).toEqual(expected);
});

describe("requests", () => {
  test("are data, the value only in the body", () => {
    const request = upsertSecret("N", value, "a/b?c");
    expect([request.method, request.path]).toEqual(["POST", "/v1/teams/a%2Fb%3Fc/secrets"]);
    expect(JSON.parse(request.body?.reveal() ?? "")).toEqual({ name: "N", value: "hunter2-hunter2" });
    expect(inspect(request, { depth: 9 }) + JSON.stringify(request)).not.toContain("hunter2");
    expect([
      upsertSecret("N", value).path,
      listSecrets().path,
      listSecrets("t").path,
      listTeams().path,
    ]).toEqual(["/v1/secrets", "/v1/secrets", "/v1/teams/t/secrets", "/v1/teams"]);
  });

  test.each([
    [
      listTeams(),
      200,
      '{"teams":[{"id":"t","name":"T","default":true,"created_at":"x"}]}',
      { kind: "ok", value: [{ id: "t", name: "T", default: true }] },
    ],
    [
      listSecrets(),
      200,
      '{"secrets":[{"name":"N","created_at":"2025","team_name":"T"}]}',
      { kind: "ok", value: [{ name: "N", team: "T", createdAt: "2025" }] },
    ],
    [
      upsertSecret("N", value),
      201,
      '{"id":"1","name":"N"}',
      { kind: "ok", value: { name: "N", team: null, createdAt: null } },
    ],
    [listTeams(), 200, '{"teams":[{"id":1}]}', { kind: "unreadable" }],
    [listSecrets(), 200, "[]", { kind: "unreadable" }],
    [listSecrets(), 200, "<html>", { kind: "unreadable" }],
    [upsertSecret("N", value), 200, "null", { kind: "unreadable" }],
    [upsertSecret("N", value), 204, "", { kind: "unreadable" }],
    [listTeams(), 400, '{"message":"no"}', { kind: "failed", message: "no" }],
    [listTeams(), 400, '{"message":{}}', { kind: "failed", message: null }],
    [listTeams(), 502, "<html>", { kind: "failed", message: null }],
  ])("%# reply", (request, status, text, expected) => {
    expect(readReply<unknown>(request, status, text)).toEqual(expected);
  });
});

test.each<[string | null, number | null]>([
  ["7", 7000],
  ["0", 0],
  [" 12 ", 12_000],
  ["Wed, 21 Oct 2015 07:28:05 GMT", 5000],
  ["Wed, 21 Oct 2015 07:27:00 GMT", 0],
  ["-3", null],
  ["1.5", null],
  ["soon", null],
  ["", null],
  [null, null],
])("Retry-After %j → %j ms", (header, ms) => {
  expect(retryAfterMs(header, new Date("2015-10-21T07:28:00Z"))).toBe(ms);
});

test("the backoff doubles, and jitter takes away half at most", () => {
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1000, 2000]);
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.5))).toEqual([375, 750, 1500]);
});

test.each<[string, string | null, string | null]>([
  ["a plain sentence", "The name is taken.", "The name is taken."],
  ["the value", "hunter2-hunter2 is bad", "[secret] is bad"],
  ["a part of it", "the value begins with hunter2-h", null],
  ["control characters and newlines", "a\u001b[31m\nb\u0007", "a [31m b"],
  ["nothing", " \n", null],
  ["no message", null, null],
  ["a long one", "x".repeat(400), `${"x".repeat(300)}…`],
])("redact: %s", (_, message, expected) => {
  expect(redact(message, [value, null])).toBe(expected);
});

test("redact knows a value's escaped forms", () => {
  const key = new Secret('{"private_key":\n"MIIE+x/y=="}');
  const echoed = `got ${JSON.stringify(key.reveal())} and ${encodeURIComponent(key.reveal())}`;
  expect(redact(echoed, [key])).toBe('got "[secret]" and [secret]');
});

describe("the baseten CLI", () => {
  test("takes the value on stdin, the name as a flag", () => {
    expect(setSecretCommand("N", value, { team: "ML", profile: "me" })).toEqual({
      file: "baseten",
      args: ["org", "secret", "set", "--name", "N", "--team", "ML", "--profile", "me", "--output", "json"],
      input: value,
    });
    expect(setSecretCommand("N", value).args).toEqual([
      "org",
      "secret",
      "set",
      "--name",
      "N",
      "--output",
      "json",
    ]);
    expect(signInCommand().args).toEqual(["auth", "status", "--output", "json"]);
  });

  const ok = (stdout: string) => ({ status: "ok", stdout: new Secret(stdout) }) as const;
  test.each([
    [
      ok('{"profile":"me@x.co","remote_url":"https://app.baseten.co","auth_type":"oauth"}'),
      { kind: "signed-in", profile: "me@x.co", remoteUrl: "https://app.baseten.co" },
    ],
    [
      ok('{"profile":"","remote_url":"https://app.baseten.co","auth_type":"api_key"}'),
      { kind: "signed-in", profile: null, remoteUrl: "https://app.baseten.co" },
    ],
    [ok("{}"), { kind: "signed-out" }],
    [ok("null"), { kind: "signed-out" }],
    [ok("Logged in"), { kind: "signed-out" }],
    [
      { status: "failed", exitCode: 1, stdout: new Secret(""), stderr: "not logged in" } as const,
      { kind: "signed-out" },
    ],
    [{ status: "timeout" } as const, { kind: "signed-out" }],
    [{ status: "missing" } as const, { kind: "missing" }],
  ])("%# sign-in", (result, expected) => {
    expect(readSignIn(result)).toEqual(expected);
  });
});

test("an answer about another secret is not this one's", () => {
  const request = upsertSecret("hf_access_token", value);
  const answer = (name: string) => readReply(request, 200, JSON.stringify({ name })).kind;
  expect(["hf_access_token", "hf-access-token", "other"].map(answer)).toEqual(["ok", "ok", "unreadable"]);
});
