import { afterEach, describe, expect, test } from "vitest";
import { verdictOf } from "../../src/distribution/describe.ts";
import { checkPull } from "../../src/distribution/pull.ts";
import { type RegistryOptions, startRegistry, type TestRegistry } from "../support/registry.ts";
import { basicOf, credential, target } from "./fake-fetch.ts";

const started: TestRegistry[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((registry) => registry.close()));
});

const images = [
  { repository: "team/whisper", tag: "3", platforms: ["linux/amd64", "linux/arm64"], size: 5000 },
  { repository: "team/whisper", tag: "mac", platforms: ["linux/arm64"] },
  { repository: "team/single", tag: "1", platforms: ["linux/amd64"], size: 7000 },
  { repository: "team/secret", tag: "1", platforms: ["linux/amd64"] },
  { repository: "team/open", tag: "1", platforms: ["linux/amd64"], public: true },
];
const users = { ada: "pässword:1", old: "was right" };

async function start(options: Partial<RegistryOptions> = {}) {
  const registry = await startRegistry({
    auth: "bearer",
    users,
    images,
    deny: ["team/secret"],
    expired: ["old"],
    ...options,
  });
  started.push(registry);
  const pull = (
    image: string,
    who: keyof typeof users | null = "ada",
    password = who === null ? "" : users[who],
  ) =>
    checkPull(
      {
        target: target(`${registry.host}/${image}`),
        credential: who === null ? null : credential(who, password),
      },
      fetch,
      { timeoutMs: 400 },
    );
  return { registry, pull };
}

describe.each(["basic", "bearer"] as const)("a %s registry", (auth) => {
  test("an index", async () => {
    const { pull } = await start({ auth });
    expect(await pull("team/whisper:3")).toMatchObject({
      kind: "pulled",
      anonymous: false,
      platforms: ["linux/amd64", "linux/arm64"],
      size: expect.any(Number),
    });
  });

  test("one manifest, whose configuration is kept elsewhere", async () => {
    const { pull, registry } = await start({ auth, blobRedirects: 3 });
    expect(await pull("team/single:1")).toMatchObject({ platforms: ["linux/amd64"] });
    const elsewhere = registry.requests.filter(({ path }) => path.startsWith("/storage/"));
    expect(elsewhere.map(({ authorization }) => authorization)).toEqual([null, null, null]);
  });

  test.each([
    ["a wrong password", "team/whisper:3", "ada", "wrong", "credential"],
    ["an expired one", "team/whisper:3", "old", "was right", "expired"],
    ["no access", "team/secret:1", "ada", users.ada, "access"],
    ["no such tag", "team/whisper:4", "ada", users.ada, "not-found"],
    ["no such repository", "team/nothing:4", "ada", users.ada, "not-found"],
  ] as const)("%s", async (_, image, who, password, cause) => {
    const { pull } = await start({ auth });
    expect(await pull(image, who, password)).toMatchObject({ kind: "denied", cause });
  });

  test("the tags that exist", async () => {
    const { pull } = await start({ auth });
    expect(await pull("team/whisper:4")).toMatchObject({ tags: ["3", "mac"] });
    expect(await pull("team/nothing:4")).toMatchObject({ tags: null });
  });

  test("arm64 alone is a warning", async () => {
    const { pull } = await start({ auth });
    const { verdict, warnings } = verdictOf(await pull("team/whisper:mac"));
    expect(verdict).toEqual({ status: "pulled", reason: null, platforms: ["linux/arm64"], size: null });
    expect(warnings.map(({ code }) => code)).toEqual(["platform-missing"]);
  });

  test("anonymously", async () => {
    const { pull } = await start({ auth });
    expect(await pull("team/open:1", null)).toMatchObject({ kind: "pulled", anonymous: true });
    expect(await pull("team/whisper:3", null)).toMatchObject({ kind: "denied", anonymous: true });
  });

  test("the rate limit", async () => {
    const { pull } = await start({ auth, rateLimited: true });
    expect(await pull("team/whisper:3")).toMatchObject({ kind: "rate-limited", retryAfterSeconds: 60 });
  });
});

test("an open registry never sees the credential", async () => {
  const { pull, registry } = await start({ auth: "none" });
  expect(await pull("team/whisper:3")).toMatchObject({ kind: "pulled", anonymous: true });
  expect(registry.requests.every(({ authorization }) => authorization === null)).toBe(true);
});

test("the password goes to the token service only", async () => {
  const { pull, registry } = await start();
  await pull("team/single:1");
  expect(
    registry.requests.map(({ method, path, authorization }) => [
      `${method} ${path.replace(/[0-9a-f]{64}/, "…")}`,
      authorization?.replace(basicOf("ada", users.ada), "the password").replace(/Bearer .*/, "the token"),
    ]),
  ).toEqual([
    ["GET /v2/", undefined],
    ["GET /token?service=test+registry%2C+the+first&scope=repository%3Ateam%2Fsingle%3Apull", "the password"],
    ["HEAD /v2/team/single/manifests/1", "the token"],
    ["GET /v2/team/single/manifests/1", "the token"],
    ["GET /v2/team/single/blobs/sha256:…", "the token"],
  ]);
  expect(registry.requests.at(-2)?.accept?.split(", ")).toHaveLength(4);
});

test("the time limit", async () => {
  const { pull } = await start({ delayMs: 2000 });
  const before = performance.now();
  expect(await pull("team/whisper:3")).toMatchObject({ kind: "unreachable", why: "timeout" });
  expect(performance.now() - before).toBeLessThan(1500);
});

test("nobody listens", async () => {
  const { pull, registry } = await start();
  await registry.close();
  expect(await pull("team/whisper:3")).toMatchObject({
    kind: "unreachable",
    why: "network",
    detail: "ECONNREFUSED",
  });
});

test("a realm over http on another host", async () => {
  const { pull, registry } = await start({ realm: "http://tokens.example/" });
  expect(await pull("team/whisper:3")).toMatchObject({ kind: "unsafe-realm", problem: "not-https" });
  expect(registry.requests).toHaveLength(1);
});
