// Is every way an API call can end told apart, waited for as promised, and free of the value?
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createBaseten } from "../../src/baseten/client.ts";
import type { CliError } from "../../src/values/errors.ts";
import { Secret } from "../../src/values/secret.ts";

const value = new Secret("hunter2-hunter2");
const key = new Secret("key-of-the-workspace");
const stored = { name: "N", created_at: "2025-01-01T00:00:00Z", team_name: "ML" };
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers });
const broken = (message: string, cause?: object) => () => {
  throw new TypeError(message, { cause });
};
const system = (code: string, message = code) => Object.assign(new Error(message), { code });
const ok = json(200, stored);

type Step = (init: RequestInit) => Response | Promise<Response>;

/** A strict fake: each step answers one call, a call too many fails, `calls` and `waits` record the rest. */
function fake(...steps: Step[]) {
  const calls: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const said: string[] = [];
  let now = Date.parse("2026-01-01T00:00:00Z");
  const world = {
    fetch: (async (url: string, init: RequestInit) => {
      calls.push({ url, init });
      const step = steps.shift();
      if (!step) throw new Error("The fake has no step left for this call.");
      return step(init);
    }) as typeof fetch,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
    now: () => new Date(now),
    terminal: { say: (line = "") => void said.push(line) },
  };
  const connection = {
    apiBase: "https://api.example.com",
    authorization: "Api-Key",
    key,
    source: "X_KEY",
  } as const;
  return { api: createBaseten(connection, world, () => 0), calls, waits, said, left: () => steps.length };
}

const failed = async (promise: Promise<unknown>): Promise<CliError> => {
  try {
    await promise;
  } catch (error) {
    return error as CliError;
  }
  throw new Error("It should have failed.");
};
/** Everything an error could show, its cause and stack included. */
const everything = (error: CliError) =>
  inspect(error, { depth: 9, showHidden: true }) +
  JSON.stringify({ ...error, m: error.message, c: error.cause });

test("sends the value in the body alone", async () => {
  const { api, calls } = fake(ok, ok, json(200, { teams: [] }), json(200, { secrets: [stored] }));
  expect(await api.upsert("N", value, "t/1")).toEqual({
    name: "N",
    team: "ML",
    createdAt: stored.created_at,
  });
  await api.upsert("N", value);
  expect(await api.teams()).toEqual([]);
  expect(await api.secrets("t1")).toHaveLength(1);
  expect(calls.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
    "POST https://api.example.com/v1/teams/t%2F1/secrets",
    "POST https://api.example.com/v1/secrets",
    "GET https://api.example.com/v1/teams",
    "GET https://api.example.com/v1/teams/t1/secrets",
  ]);
  expect(calls[0]?.init).toMatchObject({
    redirect: "manual",
    body: '{"name":"N","value":"hunter2-hunter2"}',
    headers: { authorization: "Api-Key key-of-the-workspace", "content-type": "application/json" },
  });
  expect(calls[2]?.init.body).toBeNull();
});

type Row = [title: string, steps: Step[], waits: number[], code: string, message: RegExp, hint: RegExp];
const echo = { message: `bad value hunter2-hunter2 for key-of-the-workspace` };
const server = { message: "internal" };
const proxy407 = system("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling");
const four = (step: Step): Step[] => [step, step, step, step];
const usual = [500, 1000, 2000];
test.each<Row>([
  [
    "401",
    [json(401, { message: "Invalid key." })],
    [],
    "api-key-rejected",
    /API key from X_KEY.* Invalid key\./,
    /api_keys/,
  ],
  [
    "401 without JSON",
    [() => new Response("no", { status: 401 })],
    [],
    "api-key-rejected",
    /X_KEY\.$/,
    /api_keys/,
  ],
  ["403", [json(403, {})], [], "api-key-rejected", /may not store the secret N/, /manages/],
  ["404", [json(404, { message: "Team not found." })], [], "api-not-found", /404.*Team not found/, /team/],
  [
    "400 with a message",
    [json(400, { message: "Name too long." })],
    [],
    "api-refused",
    /\(400\)\. It says: Name too long\./,
    /again/,
  ],
  [
    "422 that repeats the value and the key",
    [json(422, echo)],
    [],
    "api-refused",
    /bad value \[secret\] for \[secret\]/,
    /again/,
  ],
  [
    "422 that repeats a part",
    [json(422, { message: "hunter2-h… is bad" })],
    [],
    "api-refused",
    /\(422\)\.$/,
    /again/,
  ],
  [
    "400 with a page",
    [() => new Response("<html>hunter2-hunter2", { status: 400 })],
    [],
    "api-refused",
    /\(400\)\.$/,
    /again/,
  ],
  [
    "429 beyond our patience",
    [json(429, {}, { "retry-after": "46" })],
    [],
    "api-unavailable",
    /no more requests/,
    /Wait/,
  ],
  [
    "429 with a far date",
    [json(429, {}, { "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" })],
    [],
    "api-unavailable",
    /no more requests/,
    /Wait/,
  ],
  [
    "429s that add up",
    [json(429, {}, { "retry-after": "20" }), json(429, {}, { "retry-after": "26" })],
    [20_000],
    "api-unavailable",
    /no more requests/,
    /Wait/,
  ],
  [
    "429s that never say",
    [...four(json(429, {})), json(429, {}), json(429, {})],
    [1000, 2000, 4000, 8000, 16_000],
    "api-unavailable",
    /no more requests/,
    /Wait/,
  ],
  [
    "500, again and again",
    four(json(500, server)),
    usual,
    "api-unavailable",
    /could not store the secret N \(500\)\. It says: internal/,
    /status\.baseten/,
  ],
  [
    "503 with a page",
    four(() => new Response("<html>", { status: 503 })),
    usual,
    "api-unavailable",
    /\(503\)/,
    /status\.baseten/,
  ],
  [
    "a page that says 200",
    [() => new Response("<html>hunter2-hunter2")],
    [],
    "api-unavailable",
    /isn't what Baseten's API answers/,
    /proxy/,
  ],
  ["JSON of another shape", [json(200, { hello: 1 })], [], "api-unavailable", /isn't what/, /proxy/],
  [
    "an endless body",
    [() => new Response("x".repeat(5 * 1024 * 1024))],
    [],
    "api-unavailable",
    /isn't what/,
    /proxy/,
  ],
  [
    "a redirect",
    [() => new Response(null, { status: 302, headers: { location: "https://evil.example" } })],
    [],
    "api-unavailable",
    /redirect, which was not followed/,
    /OVERRIDE/,
  ],
  [
    "no network",
    four(broken("fetch failed", system("ECONNREFUSED"))),
    usual,
    "api-unavailable",
    /reached \(ECONNREFUSED\)/,
    /HTTPS_PROXY/,
  ],
  [
    "no name",
    four(broken("fetch failed", system("ENOTFOUND"))),
    usual,
    "api-unavailable",
    /reached \(ENOTFOUND\)/,
    /network/,
  ],
  [
    "ten seconds without a connection",
    four(broken("fetch failed", system("UND_ERR_CONNECT_TIMEOUT"))),
    usual,
    "api-unavailable",
    /UND_ERR_CONNECT_TIMEOUT/,
    /network/,
  ],
  [
    "two addresses, none answers",
    four(broken("fetch failed", new AggregateError([system("EHOSTUNREACH")]))),
    usual,
    "api-unavailable",
    /EHOSTUNREACH/,
    /network/,
  ],
  [
    "an error that quotes the value",
    four(broken("hunter2-hunter2 key-of-the-workspace", system("hunter2-hunter2"))),
    usual,
    "api-unavailable",
    /reached \(no answer\)/,
    /network/,
  ],
  [
    "a self-signed certificate",
    [broken("fetch failed", system("SELF_SIGNED_CERT_IN_CHAIN"))],
    [],
    "api-unavailable",
    /certificate.*SELF_SIGNED_CERT_IN_CHAIN/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "an unknown issuer",
    [broken("fetch failed", system("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"))],
    [],
    "api-unavailable",
    /certificate/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "an expired certificate",
    [broken("fetch failed", system("CERT_HAS_EXPIRED"))],
    [],
    "api-unavailable",
    /CERT_HAS_EXPIRED/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "another host's certificate",
    [broken("fetch failed", system("ERR_TLS_CERT_ALTNAME_INVALID"))],
    [],
    "api-unavailable",
    /certificate/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "a proxy that wants a password",
    [broken("fetch failed", proxy407)],
    [],
    "api-unavailable",
    /The proxy/,
    /NO_PROXY/,
  ],
  ["407", [json(407, {})], [], "api-unavailable", /The proxy/, /NO_PROXY/],
])("%s", async (_, steps, waits, code, message, hint) => {
  const { api, ...seen } = fake(...steps);
  const error = await failed(api.upsert("N", value));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
  expect(seen.waits).toEqual(waits);
  expect(seen.left()).toBe(0);
  expect(everything(error)).not.toMatch(/hunter2|key-of-the/);
});

test.each<[string, Step[], number[]]>([
  ["429, then it works", [json(429, {}, { "retry-after": "7" }), ok], [7000]],
  ["429 with a date", [json(429, {}, { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }), ok], [9000]],
  ["Retry-After: 0 still waits a second", [json(429, {}, { "retry-after": "0" }), ok], [1000]],
  ["429 that says so in its body", [json(429, { error: "x", retry_after: 37 }), ok], [37_000]],
  ["429 whose body says it in text", [json(429, { retry_after: "12" }), ok], [12_000]],
  ["429 whose header goes first", [json(429, { retry_after: 37 }, { "retry-after": "3" }), ok], [3000]],
  ["429 whose body says nothing of use", [json(429, { retry_after: -5 }), ok], [1000]],
  ["thirty seconds exactly", [json(429, {}, { "retry-after": "30" }), ok], [30_000]],
  ["500 three times", [json(500, {}), json(502, {}), json(504, {}), ok], usual],
  ["a connection reset", [broken("fetch failed", system("ECONNRESET")), ok], [500]],
  ["429s don't use up the retries", [json(429, {}), json(500, {}), json(429, {}), ok], [1000, 500, 2000]],
])("goes on after %s", async (_, steps, waits) => {
  const { api, ...seen } = fake(...steps);
  await expect(api.upsert("N", value)).resolves.toMatchObject({ name: "N" });
  expect(seen.waits).toEqual(waits);
  expect(seen.left()).toBe(0);
});

test("a long wait that Baseten asks for is said", async () => {
  const { api, ...seen } = fake(json(429, { retry_after: 37 }), ok);
  await api.upsert("N", value);
  expect(seen.said).toEqual(["  Baseten asks to wait 37 seconds; then it goes on."]);
  expect(seen.left()).toBe(0);
});

test("a reply that is longer than any of the API's is not read on, whatever it holds", async () => {
  let given = 0;
  const chunk = new TextEncoder().encode(`${" ".repeat(1024 * 1024)}`);
  const endless = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      given += 1;
      stream.enqueue(given === 1 ? new TextEncoder().encode('{"name":"N"') : chunk);
      if (given > 40) {
        stream.enqueue(new TextEncoder().encode("}"));
        stream.close();
      }
    },
  });
  const { api } = fake(() => new Response(endless));
  expect((await failed(api.upsert("N", value))).message).toMatch(/isn't what Baseten's API answers/);
  expect(given).toBeLessThan(10);
});

describe("time", () => {
  afterEach(() => void vi.useRealTimers());

  test("a minute without an answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const silent: Step = (init) =>
      new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const { api, waits } = fake(silent);
    const failing = failed(api.upsert("N", value));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    const error = await failing;
    expect(error.code).toBe("api-unavailable");
    expect(error.message).toMatch(/did not answer in time/);
    expect(waits).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a key that no header carries is refused before anything is sent", () => {
  const connection = { apiBase: "https://x", authorization: "Bearer", source: "X_KEY" } as const;
  const { fetch, sleep } = globalThis as never;
  const world = { fetch, sleep, now: () => new Date() };
  expect(() => createBaseten({ ...connection, key: new Secret("a b") }, world)).toThrow(
    /X_KEY holds can't be/,
  );
});
