// Is a refusal told by its true cause: where this machine is, how HEAD is answered, what a tag holds?
import { describe, expect, test } from "vitest";
import { verdictOf } from "../../src/distribution/describe.ts";
import { checkPull } from "../../src/distribution/pull.ts";
import { basicOf, credential, digest, manifestOf, type Step, script, target } from "./fake-fetch.ts";

const at = "https://r.example/v2/a/b";
const user = credential("user", "pass:word");
const basic = basicOf("user", "pass:word");
const html = { "content-type": "text/html" };
const json = { "content-type": "application/json" };
const errors = (message: string) => ({ errors: [{ code: "DENIED", message }] });
const bearer = { "www-authenticate": 'Bearer realm="https://t.example/"' };
const doorAt = (step: Partial<Step> = { status: 401, headers: bearer }): Step => ({
  request: "GET https://r.example/v2/",
  ...step,
});
const token: Step = { request: "GET https://t.example/?scope=repository:a/b:pull", authorization: basic };
const granted: readonly Step[] = [doorAt(), { ...token, body: { token: "t" } }];
const manifest = (method: "HEAD" | "GET", more: Partial<Step>, authorization = "Bearer t"): Step => ({
  request: `${method} ${at}/manifests/3`,
  authorization,
  ...more,
});
const tags: Step = {
  request: `GET ${at}/tags/list?n=1000`,
  authorization: "Bearer t",
  body: { tags: ["1", "2"] },
};

async function run(steps: readonly Step[], who: typeof user | null = user) {
  const { fetch, done } = script(steps);
  const result = await checkPull({ target: target("r.example/a/b:3"), credential: who }, fetch);
  done();
  return result;
}

describe("refused because of where this machine is: nothing is said of the credential", () => {
  const acr = errors(
    "client with IP '203.0.113.9' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
  );
  const github = errors(
    "Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
  );
  const google = errors(
    "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: x",
  );
  const ecr = errors(
    "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ecr:BatchGetImage because no VPC endpoint policy allows the ecr:BatchGetImage action",
  );
  const page = "<html><body>Access to this category is blocked by your company</body></html>";
  test.each<[string, readonly Step[]]>([
    ["ACR's firewall at the door", [doorAt({ status: 403, body: acr })]],
    ["ACR's firewall at the token", [doorAt(), { ...token, status: 403, body: acr }]],
    ["a proxy's page at the door", [doorAt({ status: 403, body: page, headers: html })]],
    ["a proxy's page at the token", [doorAt(), { ...token, status: 403, body: page, headers: html }]],
    [
      "GitHub's allow list",
      [...granted, manifest("HEAD", { status: 403 }), manifest("GET", { status: 403, body: github })],
    ],
    [
      "VPC Service Controls",
      [...granted, manifest("HEAD", { status: 403 }), manifest("GET", { status: 403, body: google })],
    ],
    [
      "ECR's endpoint policy",
      [...granted, manifest("HEAD", { status: 403 }), manifest("GET", { status: 403, body: ecr })],
    ],
  ])("%s", async (_, steps) => {
    const result = await run(steps);
    expect(result).toMatchObject({ kind: "unreachable", why: "filtered" });
    const { verdict } = verdictOf(result);
    expect(verdict.status).toBe("unverifiable");
    expect(verdict.reason).toMatch(
      /doesn't let this machine in because of where it is, whatever the credential: .* Baseten may be let in\.$/,
    );
  });

  test("a page with a challenge is a registry's own", async () => {
    const headers = { ...html, "www-authenticate": "Basic" };
    const result = await run([
      ...granted,
      manifest("HEAD", { status: 401 }),
      manifest("GET", { status: 401, headers }),
    ]);
    expect(result).toMatchObject({ kind: "denied", cause: "credential" });
  });
});

describe("what HEAD denies, GET may grant", () => {
  const image = manifestOf(10, 200);
  const config = (): Step => ({
    request: `GET ${at}/blobs/${digest("c")}`,
    authorization: "Bearer t",
    body: { os: "linux", architecture: "amd64" },
  });
  test.each<[string, Partial<Step>, Partial<Step>]>([
    ["Nexus: 404", { status: 404, headers: html }, {}],
    ["500", { status: 500 }, {}],
    ["503", { status: 503 }, {}],
    ["headers stripped from HEAD", { headers: { "content-type": "" } }, {}],
    ["headers stripped from both", { headers: { "content-type": "" } }, { headers: { "content-type": "" } }],
  ])("%s", async (_, head, get) => {
    const steps = [...granted, manifest("HEAD", head), manifest("GET", { body: image, ...get }), config()];
    expect(await run(steps)).toMatchObject({ kind: "pulled", platforms: ["linux/amd64"], size: 210 });
  });

  test("both say no: then there is no such tag", async () => {
    const steps = [...granted, manifest("HEAD", { status: 404 }), manifest("GET", { status: 404 }), tags];
    expect(await run(steps)).toMatchObject({ kind: "denied", cause: "not-found", tags: ["1", "2"] });
  });

  test("GET is not answered: HEAD's word stands", async () => {
    const steps = [
      ...granted,
      manifest("HEAD", { status: 404 }),
      manifest("GET", { fails: new Error("x") }),
      tags,
    ];
    expect(await run(steps)).toMatchObject({ kind: "denied", cause: "not-found" });
  });
});

describe("what answers 200 is not always an image", () => {
  test.each<[string, unknown]>([
    ["null", "null"],
    ["an empty object", {}],
    ["text", "hello"],
  ])("%s with a JSON type is no registry's answer", async (_, body) => {
    const steps = [...granted, manifest("HEAD", { headers: json }), manifest("GET", { headers: json, body })];
    expect(await run(steps)).toMatchObject({ kind: "unreachable", why: "malformed" });
  });

  test("a manifest of many megabytes is none", async () => {
    const body = "x".repeat(5 * 1024 * 1024);
    const steps = [...granted, manifest("HEAD", { headers: json }), manifest("GET", { headers: json, body })];
    expect(await run(steps)).toMatchObject({ kind: "unreachable", why: "too-large" });
  });

  test.each<[string, string, readonly string[]]>([
    ["a Helm chart", "application/vnd.cncf.helm.config.v1+json", ["not-an-image"]],
    ["an image of Docker", "application/vnd.docker.container.image.v1+json", []],
    ["an image of the OCI", "application/vnd.oci.image.config.v1+json", []],
    ["a type that steers the terminal", "\u001b[2J", []],
  ])("%s", async (_, mediaType, codes) => {
    const { config, ...rest } = manifestOf(10, 200);
    const body = { ...rest, config: { ...config, mediaType } };
    const blob: Step = { request: `GET ${at}/blobs/${digest("c")}`, authorization: "Bearer t", body: {} };
    const result = await run([...granted, manifest("HEAD", {}), manifest("GET", { body }), blob]);
    const { verdict, warnings } = verdictOf(result);
    expect(verdict.status).toBe("pulled");
    expect(warnings.map(({ code }) => code)).toEqual(codes);
    if (codes.length > 0) expect(warnings[0]?.message).toContain(mediaType);
  });
});

describe("an open registry", () => {
  const open: readonly Step[] = [
    doorAt({ status: 200 }),
    { request: `HEAD ${at}/manifests/3` },
    { request: `GET ${at}/manifests/3`, body: { schemaVersion: 2, manifests: [] } },
  ];

  test("says that the credential was not tried", async () => {
    const { verdict, warnings } = verdictOf(await run(open));
    expect(verdict.status).toBe("pulled");
    expect(warnings).toEqual([
      {
        code: "credential-not-tried",
        message:
          "r.example lets anyone pull a/b:3, so the credential was not tried. A wrong one would not have been noticed.",
      },
    ]);
  });

  test("says nothing of a credential that nobody gave", async () => {
    expect(verdictOf(await run(open, null)).warnings).toEqual([]);
  });
});

test("a token that its own service just gave is not the user's password", async () => {
  const headers = { "www-authenticate": 'Bearer realm="https://t.example/",error="invalid_token"' };
  const result = await run([
    ...granted,
    manifest("HEAD", { status: 401, headers }),
    manifest("GET", { status: 401, headers }),
  ]);
  expect(result).toMatchObject({ kind: "unreachable", why: "own-token" });
  expect(verdictOf(result).verdict).toMatchObject({
    status: "unverifiable",
    reason:
      "r.example doesn't take the token that its own sign-in service just gave. The password is right; ask who runs the registry.",
  });
});

test("an index of thousands of platforms doesn't fill the screen", async () => {
  const entries = Array.from({ length: 5000 }, (_, at) => ({
    digest: digest("0"),
    platform: { os: "linux", architecture: at === 4999 ? "amd64" : `a${at}` },
  }));
  const body = { schemaVersion: 2, manifests: entries };
  const child: Step = { request: `GET ${at}/manifests/${digest("0")}`, authorization: "Bearer t", body: {} };
  const result = await run([...granted, manifest("HEAD", {}), manifest("GET", { body }), child]);
  expect(result).toMatchObject({ kind: "pulled", platforms: expect.arrayContaining(["linux/amd64"]) });
  expect((result as { platforms: readonly string[] }).platforms).toHaveLength(32);
});
