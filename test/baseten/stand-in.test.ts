// Does the client work over real sockets, against the stand-in that tests and the demo use?
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBaseten } from "../../src/baseten/client.ts";
import { Secret } from "../../src/values/secret.ts";
import { type StandIn, startBaseten } from "../support/baseten.ts";

let server: StandIn;
const waits: number[] = [];
const world = {
  fetch,
  now: () => new Date(),
  sleep: async (ms: number) => void waits.push(ms),
};
const connect = (key = "k", authorization: "Api-Key" | "Bearer" = "Api-Key") =>
  createBaseten(
    { apiBase: server.url, authorization, key: new Secret(key), source: "a test" },
    world,
    () => 0,
  );

beforeEach(async () => {
  waits.length = 0;
  server = await startBaseten({
    apiKey: "k",
    teams: [
      { id: "t1", name: "Default", default: true },
      { id: "t2", name: "ML" },
    ],
    secrets: [{ name: "old", teamId: "t2", createdAt: "2025-05-05T00:00:00Z" }],
    now: () => new Date("2026-01-01T00:00:00Z"),
  });
});
afterEach(() => server.close());

test("stores in the default team and in another", async () => {
  const api = connect("k", "Bearer");
  expect(await api.teams()).toEqual([
    { id: "t1", name: "Default", default: true },
    { id: "t2", name: "ML", default: false },
  ]);
  const stored = { name: "N", team: "Default", createdAt: "2026-01-01T00:00:00.000Z" };
  expect(await api.upsert("N", new Secret("v1"))).toEqual(stored);
  expect(await api.upsert("N", new Secret("v2"))).toEqual(stored);
  expect(await api.upsert("N", new Secret("v3"), "t2")).toMatchObject({ team: "ML" });
  expect([server.valueOf("N"), server.valueOf("N", "t2")]).toEqual(["v2", "v3"]);
  expect((await api.secrets()).map((secret) => `${secret.team}/${secret.name}`)).toEqual([
    "ML/old",
    "Default/N",
    "ML/N",
  ]);
  expect(await api.secrets("t1")).toEqual([stored]);
  expect(server.requests[1]).toEqual({
    method: "POST",
    path: "/v1/secrets",
    body: { name: "N", value: "v1" },
    authorization: "Bearer k",
  });
});

test("removes, and says what isn't there", async () => {
  const headers = { authorization: "Api-Key k" };
  const remove = (path: string) => fetch(server.url + path, { method: "DELETE", headers });
  await connect().upsert("a/b c", new Secret("v"));
  const statuses = [];
  for (const path of ["/v1/secrets/a%2Fb%20c", "/v1/secrets/gone", "/v1/teams/t9/secrets/x", "/v1/x"]) {
    statuses.push((await remove(path)).status);
  }
  expect(statuses).toEqual([200, 404, 404, 404]);
  expect(server.valueOf("a/b c")).toBeUndefined();
});

test("a wrong key, an unknown team", async () => {
  await expect(connect("other").teams()).rejects.toMatchObject({ code: "api-key-rejected" });
  await expect(connect().secrets("t9")).rejects.toMatchObject({ code: "api-not-found" });
});

test("survives a dropped connection, a 503 and a 429 over a real socket", async () => {
  server.fail(
    { drop: true },
    { status: 503, body: "<html>" },
    { status: 429, headers: { "retry-after": "2" } },
  );
  await expect(connect().upsert("N", new Secret("v"))).resolves.toMatchObject({ name: "N" });
  expect(waits).toEqual([500, 1000, 2000]);
  expect(server.requests).toHaveLength(4);
});

test("does not follow a redirect", async () => {
  server.fail({ status: 307, headers: { location: `${server.url}/v1/secrets` } });
  await expect(connect().upsert("N", new Secret("v"))).rejects.toMatchObject({ code: "api-unavailable" });
  expect(server.requests).toHaveLength(1);
});

test("waits for a slow answer", async () => {
  server.fail({ delayMs: 50 });
  await expect(connect().teams()).resolves.toHaveLength(2);
});
