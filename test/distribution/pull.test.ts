import { describe, expect, test } from "vitest";
import { checkPull } from "../../src/distribution/pull.ts";
import { interrupted } from "../../src/values/errors.ts";
import { basicOf, credential, digest, indexOf, manifestOf, type Step, script, target } from "./fake-fetch.ts";

const challenge = (value: string) => ({ status: 401, headers: { "www-authenticate": value } });
const user = credential("user", "pass:word");
const basic = basicOf("user", "pass:word");
const index = indexOf("linux/amd64", "linux/arm64");
const errors = (code: string, message: string) => ({ errors: [{ code, message }] });

async function run(image: string, steps: readonly Step[], who: typeof user | null = user, apiHost?: string) {
  const { fetch, done } = script(steps);
  const result = await checkPull({ target: target(image, apiHost), credential: who }, fetch);
  done();
  const { host, repository, reference, ...rest } = result;
  return rest;
}

/** What follows a granted token, up to the size. */
const readsIndex = (manifests: string, authorization: string): readonly Step[] => [
  { request: `HEAD ${manifests}/3`, authorization },
  { request: `GET ${manifests}/3`, authorization, body: index },
  { request: `GET ${manifests}/${digest("0")}`, authorization, body: manifestOf(10, 200, 3000) },
];

const pulled = { kind: "pulled", anonymous: false, platforms: ["linux/amd64", "linux/arm64"], size: 3210 };

describe("every registry's way to a token", () => {
  test.each([
    [
      "Docker Hub",
      "team/whisper:3",
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
      "https://auth.docker.io/token?service=registry.docker.io&scope=repository:team/whisper:pull",
    ],
    [
      "GHCR",
      "ghcr.io/team/whisper:3",
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
      "https://ghcr.io/token?service=ghcr.io&scope=repository:team/whisper:pull",
    ],
    [
      "NGC, without a service",
      "nvcr.io/team/whisper:3",
      'Bearer realm="https://nvcr.io/proxy_auth"',
      "https://nvcr.io/proxy_auth?scope=repository:team/whisper:pull",
    ],
    [
      "Quay",
      "quay.io/team/whisper:3",
      'Bearer realm="https://quay.io/v2/auth",service="quay.io"',
      "https://quay.io/v2/auth?service=quay.io&scope=repository:team/whisper:pull",
    ],
    [
      "GitLab",
      "registry.gitlab.com/team/whisper:3",
      'Bearer realm="https://gitlab.com/jwt/auth",service="container_registry"',
      "https://gitlab.com/jwt/auth?service=container_registry&scope=repository:team/whisper:pull",
    ],
    [
      "ACR, beside Basic",
      "a.azurecr.io/team/whisper:3",
      'Basic realm="a.azurecr.io", bearer realm="https://a.azurecr.io/oauth2/token",service="a.azurecr.io"',
      "https://a.azurecr.io/oauth2/token?service=a.azurecr.io&scope=repository:team/whisper:pull",
    ],
    [
      "Artifact Registry",
      "us-docker.pkg.dev/team/whisper:3",
      'Bearer realm="https://us-docker.pkg.dev/v2/token",service="us-docker.pkg.dev"',
      "https://us-docker.pkg.dev/v2/token?service=us-docker.pkg.dev&scope=repository:team/whisper:pull",
    ],
    [
      "a realm with a query",
      "r.example/team/whisper:3",
      'Bearer realm="https://r.example/auth?tenant=1"',
      "https://r.example/auth?tenant=1&scope=repository:team/whisper:pull",
    ],
  ])("%s", async (_, image, header, token) => {
    const apiHost = image.startsWith("team/") ? "registry-1.docker.io" : target(image).apiHost;
    const { repository } = target(image).image;
    const result = await run(
      image,
      [
        { request: `GET https://${apiHost}/v2/`, ...challenge(header) },
        {
          request: `GET ${token.replace("team/whisper", repository)}`,
          authorization: basic,
          body: { token: "t" },
        },
        ...readsIndex(`https://${apiHost}/v2/${repository}/manifests`, "Bearer t"),
      ],
      user,
      apiHost,
    );
    expect(result).toEqual(pulled);
  });

  test("ECR takes Basic itself", async () => {
    const host = "https://123456789012.dkr.ecr.us-east-1.amazonaws.com";
    const steps = [
      { request: `GET ${host}/v2/`, ...challenge(`Basic realm="${host}/",service="ecr.amazonaws.com"`) },
      ...readsIndex(`${host}/v2/team/whisper/manifests`, basic),
    ];
    expect(await run(`${host.slice(8)}/team/whisper:3`, steps)).toEqual(pulled);
  });

  test("access_token stands in for token; a digest goes before the tag", async () => {
    const result = await run(`r.example/a/b:3@${digest("a")}`, [
      { request: "GET https://r.example/v2/", ...challenge('Bearer realm="https://r.example/t"') },
      {
        request: "GET https://r.example/t?scope=repository:a/b:pull",
        authorization: basic,
        body: { access_token: "t" },
      },
      { request: `HEAD https://r.example/v2/a/b/manifests/${digest("a")}`, authorization: "Bearer t" },
      {
        request: `GET https://r.example/v2/a/b/manifests/${digest("a")}`,
        authorization: "Bearer t",
        body: indexOf("linux/arm64"),
      },
    ]);
    expect(result).toEqual({ ...pulled, platforms: ["linux/arm64"], size: null });
  });
});

const at = "https://r.example/v2/a/b";
const door = { request: "GET https://r.example/v2/", ...challenge('Bearer realm="https://t.example/"') };
const token = { request: "GET https://t.example/?scope=repository:a/b:pull", authorization: basic };
const granted = { ...token, body: { token: "t" } };
const head = (status: number, more: Partial<Step> = {}): Step => ({
  request: `HEAD ${at}/manifests/3`,
  authorization: "Bearer t",
  status,
  ...more,
});
const get = (status: number, body: unknown, more: Partial<Step> = {}): Step => ({
  request: `GET ${at}/manifests/3`,
  authorization: "Bearer t",
  status,
  body,
  ...more,
});
const tags = (status: number, body?: unknown): Step => ({
  request: `GET ${at}/tags/list?n=1000`,
  authorization: "Bearer t",
  status,
  body,
});
const denied = (cause: string, list: readonly string[] | null = null) => ({
  kind: "denied",
  cause,
  tags: list,
  anonymous: false,
});
const unreachable = (why: string, host: string, detail: string | null = null) => ({
  kind: "unreachable",
  why,
  at: host,
  detail,
});

describe("a refusal has a cause", () => {
  test.each<[string, readonly Step[], object]>([
    ["wrong password", [door, { ...token, status: 401 }], denied("credential")],
    [
      "GHCR: 403 for a bad token",
      [door, { ...token, status: 403, body: errors("DENIED", "denied") }],
      denied("credential"),
    ],
    [
      "Google: no permission",
      [
        door,
        {
          ...token,
          status: 403,
          body: errors("DENIED", 'Permission "artifactregistry…" denied on resource'),
        },
      ],
      denied("access"),
    ],
    [
      "Hub: signed in, but the token is too narrow",
      [
        door,
        granted,
        head(401, {
          headers: { "www-authenticate": 'Bearer realm="https://t.example/",error="insufficient_scope"' },
        }),
        get(401, errors("UNAUTHORIZED", "authentication required")),
      ],
      denied("access"),
    ],
    [
      "GHCR: the token proves nothing",
      [door, granted, head(403), get(403, errors("DENIED", "no"))],
      denied("access"),
    ],
    [
      "a token that isn't valid",
      [door, granted, head(401), get(401, errors("UNAUTHORIZED", "no"))],
      denied("credential"),
    ],
    [
      "ECR: expired",
      [
        door,
        granted,
        head(403),
        get(403, errors("DENIED", "Your authorization token has expired. Reauthenticate and try again.")),
      ],
      denied("expired"),
    ],
    [
      "ECR: invalid",
      [door, granted, head(400), get(400, errors("DENIED", "Your Authorization Token is invalid."))],
      denied("credential"),
    ],
    [
      "no such tag, tags listed",
      [door, granted, head(404), get(404, {}), tags(200, { tags: ["30", "latest", "2"] })],
      denied("not-found", ["2", "30", "latest"]),
    ],
    ["no such tag, tags hidden", [door, granted, head(404), get(404, {}), tags(403)], denied("not-found")],
    [
      "hostile tags",
      [door, granted, head(404), get(404, {}), tags(200, { tags: ["\u001b[2J", 1, "ok", "a b"] })],
      denied("not-found", ["ok"]),
    ],
    [
      "a repository without tags",
      [door, granted, head(404), get(404, {}), tags(200, { tags: null })],
      denied("not-found", []),
    ],
    [
      "rate limit at the token",
      [door, { ...token, status: 429 }],
      { kind: "rate-limited", retryAfterSeconds: null, anonymous: false },
    ],
    [
      "rate limit at the manifest",
      [door, granted, head(429, { headers: { "retry-after": "30" } })],
      { kind: "rate-limited", retryAfterSeconds: 30, anonymous: false },
    ],
  ])("%s", async (_, steps, expected) => {
    expect(await run("r.example/a/b:3", steps)).toEqual(expected);
  });

  test("ten tags at most, the nearest first", async () => {
    const many = Array.from({ length: 40 }, (_, at) => `v${at}`);
    const result = await run("r.example/a/b:3", [
      door,
      granted,
      head(404),
      get(404, {}),
      tags(200, { tags: many }),
    ]);
    expect(result).toMatchObject({ tags: expect.arrayContaining(["v3"]) });
    const { tags: found } = result as { tags: readonly string[] };
    expect([found.length, found[0]]).toEqual([10, "v3"]);
  });
});

describe("what says nothing about the image", () => {
  const failed = (cause: object, message = "fetch failed") =>
    Object.assign(new TypeError(message), { cause });
  test.each<[string, readonly Step[], object]>([
    [
      "refused",
      [{ ...door, fails: failed({ code: "ECONNREFUSED" }) }],
      unreachable("network", "r.example", "ECONNREFUSED"),
    ],
    [
      "several addresses",
      [{ ...door, fails: failed({ errors: [{ code: "ECONNREFUSED" }, { code: "ENETUNREACH" }] }) }],
      unreachable("network", "r.example", "ENETUNREACH"),
    ],
    [
      "no such host",
      [{ ...door, fails: failed({ code: "ENOTFOUND" }) }],
      unreachable("network", "r.example", "ENOTFOUND"),
    ],
    [
      "time limit",
      [{ ...door, fails: new DOMException("", "TimeoutError") }],
      unreachable("timeout", "r.example"),
    ],
    [
      "slow to connect",
      [{ ...door, fails: failed({ code: "UND_ERR_CONNECT_TIMEOUT" }) }],
      unreachable("timeout", "r.example", "UND_ERR_CONNECT_TIMEOUT"),
    ],
    [
      "certificate",
      [{ ...door, fails: failed({ code: "SELF_SIGNED_CERT_IN_CHAIN" }) }],
      unreachable("tls", "r.example", "SELF_SIGNED_CERT_IN_CHAIN"),
    ],
    ...["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER"].map((code): [string, readonly Step[], object] => [
      `no TLS, by ${code}`,
      [{ ...door, fails: failed({ code }) }],
      unreachable("no-tls", "r.example", code),
    ]),
    [
      "proxy",
      [
        {
          ...door,
          fails: failed({
            code: "UND_ERR_ABORTED",
            message: "Proxy response (407) !== 200 when HTTP Tunneling",
          }),
        },
      ],
      unreachable("proxy", "r.example", "407"),
    ],
    ["token service down", [door, { ...token, status: 503 }], unreachable("status", "t.example", "503")],
    ["registry down", [{ ...door, status: 502 }], unreachable("status", "r.example", "502")],
    ["manifest: 500", [door, granted, head(500), get(500, {})], unreachable("status", "r.example", "500")],
    ["no registry", [{ ...door, status: 404 }], unreachable("status", "r.example", "404")],
    [
      "a portal says yes to all",
      [
        { ...door, status: 200 },
        { request: `HEAD ${at}/manifests/3`, headers: { "content-type": "text/html" } },
        { request: `GET ${at}/manifests/3`, headers: { "content-type": "text/html" }, body: "<html>" },
      ],
      unreachable("malformed", "r.example"),
    ],
    ["a token that is none", [door, { ...token, body: "<html>" }], unreachable("malformed", "t.example")],
    [
      "a token with a header in it",
      [door, { ...token, body: { token: "t\r\nx: y" } }],
      unreachable("malformed", "t.example"),
    ],
    [
      "an over-long token body",
      [door, { ...token, body: { token: "t".repeat(64 * 1024) } }],
      unreachable("too-large", "t.example"),
    ],
    [
      "the token service redirects: not followed",
      [door, { ...token, status: 307, headers: { location: "https://evil.example/" } }],
      unreachable("redirect", "t.example"),
    ],
    [
      "the registry redirects: not followed",
      [door, granted, head(302, { headers: { location: "https://evil.example/" } })],
      unreachable("redirect", "r.example"),
    ],
    [
      "only Negotiate",
      [{ ...door, ...challenge("Negotiate") }],
      { kind: "unknown-challenge", schemes: ["negotiate"] },
    ],
  ])("%s", async (_, steps, expected) => {
    expect(await run("r.example/a/b:3", steps)).toMatchObject(expected);
  });

  test("behind a proxy a failed connection is the proxy's", async () => {
    const { fetch } = script([{ ...door, fails: failed({ code: "ECONNREFUSED" }) }]);
    const input = { target: target("r.example/a/b:3"), credential: user };
    expect(await checkPull(input, fetch, { proxied: true })).toMatchObject({ why: "proxy" });
  });
});

test("Ctrl+C is no network error", async () => {
  const { fetch } = script([{ ...door, fails: interrupted() }]);
  const input = { target: target("r.example/a/b:3"), credential: user };
  await expect(checkPull(input, fetch)).rejects.toMatchObject({ code: "interrupted" });
});

describe("a realm where no credential is sent", () => {
  test.each([
    ["http://t.example/", "not-https"],
    ["ftp://t.example/", "not-https"],
    ["https://10.0.0.1/", "private-address"],
    ["https://192.168.1.1:8443/", "private-address"],
    ["https://172.31.255.255/", "private-address"],
    ["https://169.254.169.254/latest", "private-address"],
    ["https://127.1/", "private-address"],
    ["https://2130706433/", "private-address"],
    ["https://0/", "private-address"],
    ["https://[::1]/", "private-address"],
    ["https://[fd00::1]/", "private-address"],
    ["https://[fe80::1]/", "private-address"],
    ["https://[::ffff:127.0.0.1]/", "private-address"],
    ["https://localhost/", "private-address"],
    ["https://a.localhost./", "private-address"],
    ["https://user:pass@t.example/", "malformed"],
    ["/token", "malformed"],
    ["", "malformed"],
  ])("%s is %s", async (realm, problem) => {
    const steps = [{ ...door, ...challenge(`Bearer realm="${realm}"`) }];
    expect(await run("r.example/a/b:3", steps)).toMatchObject({ kind: "unsafe-realm", problem });
  });

  test.each([
    "https://10.0.0.1/",
    "https://t.example/",
    "http://127.0.0.1:5001/",
    "http://[::1]:1/",
  ])("a loopback registry may name %s", async (realm) => {
    const steps = [
      { request: "GET http://localhost:5000/v2/", ...challenge(`Bearer realm="${realm}"`) },
      { ...token, request: `GET ${realm}?scope=repository:a/b:pull`, status: 401 },
    ];
    expect(await run("localhost:5000/a/b:3", steps)).toEqual(denied("credential"));
  });

  test("but never another host over http", async () => {
    const steps = [
      { request: "GET http://localhost:5000/v2/", ...challenge('Bearer realm="http://t.example/"') },
    ];
    expect(await run("localhost:5000/a/b:3", steps)).toMatchObject({ problem: "not-https" });
  });

  test("a private registry may name itself", async () => {
    const steps = [
      { request: "GET https://10.0.0.1:5050/v2/", ...challenge('Bearer realm="https://10.0.0.1/jwt/auth"') },
      { ...token, request: "GET https://10.0.0.1/jwt/auth?scope=repository:a/b:pull", status: 401 },
    ];
    expect(await run("10.0.0.1:5050/a/b:3", steps)).toEqual(denied("credential"));
  });
});

describe("which host gets http", () => {
  test.each([
    ["localhost:5000", "http"],
    ["127.8.9.1:5000", "http"],
    ["[::1]:5000", "http"],
    ["127.0.0.1.example.com", "https"],
    ["localhost.example.com", "https"],
    ["192.168.0.1:5000", "https"],
  ])("%s: %s", async (host, scheme) => {
    const steps = [{ request: `GET ${scheme}://${host}/v2/`, status: 500 }];
    expect(await run(`${host}/a/b:3`, steps)).toMatchObject({ why: "status" });
  });
});

describe("without a credential", () => {
  test("a public image on Docker Hub", async () => {
    const hub = "https://registry-1.docker.io/v2/library/alpine/manifests";
    const steps = [
      {
        request: "GET https://registry-1.docker.io/v2/",
        ...challenge('Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'),
      },
      {
        request:
          "GET https://auth.docker.io/token?service=registry.docker.io&scope=repository:library/alpine:pull",
        body: { token: "t" },
      },
      ...readsIndex(hub, "Bearer t"),
    ];
    expect(await run("alpine:3", steps, null, "registry-1.docker.io")).toEqual({
      ...pulled,
      anonymous: true,
    });
  });

  test("an open door with a locked repository behind it", async () => {
    const open = { request: `HEAD ${at}/manifests/3`, ...challenge('Basic realm="r"') };
    const steps = [{ ...door, status: 200 }, open, ...readsIndex(`${at}/manifests`, basic)];
    expect(await run("r.example/a/b:3", steps)).toEqual(pulled);
  });
});

describe("the proof is what counts", () => {
  const rest = { anonymous: false, kind: "pulled", platforms: [], size: null };
  test.each<[string, readonly Step[]]>([
    ["the GET meets the rate limit", [head(200), get(429, "")]],
    ["the manifest is over 4 MiB", [head(200), get(200, "x".repeat(4 * 1024 * 1024 + 1))]],
    ["the manifest is no JSON", [head(200), get(200, "{")]],
    ["HEAD isn't known", [head(405), get(200, { schemaVersion: 1 })]],
  ])("%s", async (_, steps) => {
    expect(await run("r.example/a/b:3", [door, granted, ...steps])).toEqual(rest);
  });

  const blob = `GET ${at}/blobs/${digest("c")}`;
  const bearer = { authorization: "Bearer t" };
  const config = { os: "linux", architecture: "amd64" };
  const to = (location: string) => ({ status: 307, headers: { location } });
  test.each<[string, readonly Step[], readonly string[], number | null]>([
    ["in place", [{ request: blob, ...bearer, body: config }], ["linux/amd64"], 15],
    [
      "redirected without the credential",
      [
        { request: blob, ...bearer, ...to("https://s3.example/x?sig=1") },
        { request: "GET https://s3.example/x?sig=1", ...to("/y") },
        { request: "GET https://s3.example/y", body: config },
      ],
      ["linux/amd64"],
      15,
    ],
    [
      "redirected too often",
      [
        { request: blob, ...bearer, ...to("/1") },
        { request: "GET https://r.example/1", ...to("/2") },
        { request: "GET https://r.example/2", ...to("/3") },
        { request: "GET https://r.example/3", ...to("/4") },
      ],
      [],
      null,
    ],
    ["redirected to http", [{ request: blob, ...bearer, ...to("http://s3.example/x") }], [], null],
    ["redirected inwards", [{ request: blob, ...bearer, ...to("https://169.254.169.254/") }], [], null],
    ["over 1 MiB", [{ request: blob, ...bearer, body: " ".repeat(1024 * 1024 + 1) }], [], null],
    ["hostile", [{ request: blob, ...bearer, body: { os: "\u001b[2J", architecture: "amd64" } }], [], null],
    [
      "for another machine",
      [{ request: blob, ...bearer, body: { os: "linux", architecture: "arm64", variant: "v8" } }],
      ["linux/arm64/v8"],
      null,
    ],
  ])("a configuration %s", async (_, steps, platforms, size) => {
    const all = [door, granted, head(200), get(200, manifestOf(5, 10)), ...steps];
    expect(await run("r.example/a/b:3", all)).toEqual({ ...rest, platforms, size });
  });
});
