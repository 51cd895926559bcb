import { expect, test } from "vitest";
import { describePull, type SignIn, verdictOf } from "../../src/distribution/describe.ts";
import type { Asked, Outcome, PullResult } from "../../src/distribution/result.ts";

const result = (outcome: Outcome, asked: Partial<Asked> = {}): PullResult => ({
  host: "r.example",
  repository: "team/whisper",
  reference: "3",
  anonymous: false,
  ...asked,
  ...outcome,
});
const denied = (cause: "credential" | "expired" | "access" | "not-found", tags: string[] | null = null) =>
  ({ kind: "denied", cause, tags }) as const;
const unreachable = (why: (Outcome & { kind: "unreachable" })["why"], detail: string | null = null) =>
  ({ kind: "unreachable", why, at: "t.example", detail }) as const;
const digest = `sha256:${"a".repeat(64)}`;

test("every sentence", () => {
  const all = [
    result({ kind: "pulled", platforms: [], size: null }),
    result({ kind: "pulled", platforms: [], size: null }, { anonymous: true }),
    result(denied("credential")),
    result(denied("credential"), { anonymous: true }),
    result(denied("expired")),
    result(denied("access")),
    result(denied("not-found")),
    result(denied("not-found", [])),
    result(denied("not-found", ["2", "latest"])),
    result(denied("not-found", ["2"]), { reference: digest }),
    result({ kind: "rate-limited", retryAfterSeconds: null }),
    result({ kind: "rate-limited", retryAfterSeconds: 30 }),
    result(unreachable("network", "ENOTFOUND")),
    result(unreachable("timeout")),
    result(unreachable("proxy", "407")),
    result(unreachable("tls", "CERT_HAS_EXPIRED")),
    result(unreachable("no-tls", "EPROTO")),
    result(unreachable("status", "503")),
    result(unreachable("redirect")),
    result(unreachable("too-large")),
    result(unreachable("malformed")),
    result({ kind: "unsafe-realm", problem: "not-https", realm: "t.example" }),
    result({ kind: "unsafe-realm", problem: "malformed", realm: "" }),
    result({ kind: "unknown-challenge", schemes: ["negotiate"] }),
  ];
  expect(all.map((pull) => describePull(pull)).join("\n")).toMatchInlineSnapshot(`
    "team/whisper:3 can be pulled.
    team/whisper:3 can be pulled without a credential.
    r.example doesn't accept the credential. Make a new one, or sign in again.
    r.example doesn't let anyone pull team/whisper:3 without signing in. Give a credential that may read team/whisper.
    The credential for r.example has expired. Fetch a new one, then try again.
    r.example accepts the credential, but doesn't let it pull team/whisper. Check the name, and grant this user read access to it.
    r.example finds no team/whisper:3. Check the name; a registry may also say so when this user has no access to it.
    team/whisper has no tag 3, nor any tags yet. Push the image first.
    team/whisper has no tag 3. Tags that exist: 2, latest.
    team/whisper has no image with this digest. Tags that exist: 2.
    r.example limits how often it may be asked. Wait a few minutes, then try again.
    r.example limits how often it may be asked. Wait 30 seconds, then try again.
    t.example can't be reached (ENOTFOUND). Check the host's name and your network.
    t.example didn't answer in time. Try again, or check your network.
    The proxy didn't let the request to t.example through (407). Check HTTPS_PROXY and NO_PROXY.
    The certificate of t.example isn't trusted (CERT_HAS_EXPIRED). If your network uses its own authority, set NODE_EXTRA_CA_CERTS to its file.
    t.example speaks no HTTPS that works (EPROTO). Check the port in the image's name.
    t.example answered with HTTP status 503. Try again later, or check that it is a registry.
    t.example redirects to another address, where no credential is sent. Use the registry's own host in the image.
    t.example sent a far larger answer than a registry does. Check that it is a registry.
    t.example doesn't answer like a registry. Check the host's name, or sign in to your network.
    r.example asks to sign in at t.example, which isn't https. No credential was sent there; ask who runs the registry to correct its token address.
    r.example names no valid address to sign in at. No credential was sent there; ask who runs the registry to correct its token address.
    r.example doesn't offer to sign in with a user and password. Check that it is a registry that Docker can sign in to."
  `);
});

test.each<[string, PullResult, string]>([
  ["denied", result(denied("access")), "denied"],
  ["rate-limited", result({ kind: "rate-limited", retryAfterSeconds: null }), "unverifiable"],
  ["unreachable", result(unreachable("proxy")), "unverifiable"],
  ["unsafe-realm", result({ kind: "unsafe-realm", problem: "not-https", realm: "x" }), "unverifiable"],
  ["unknown-challenge", result({ kind: "unknown-challenge", schemes: [] }), "unverifiable"],
])("%s", (_, given, status) => {
  const { verdict, warnings } = verdictOf(given);
  expect(verdict).toEqual({ status, reason: describePull(given), platforms: [], size: null });
  expect(warnings).toEqual([]);
});

test.each([
  [[], 0],
  [["linux/amd64", "linux/arm64"], 0],
  [["linux/amd64/v2"], 0],
  [["linux/arm64/v8"], 1],
  [["windows/amd64"], 1],
])("platforms %j: %d warnings", (platforms, count) => {
  const { verdict, warnings } = verdictOf(result({ kind: "pulled", platforms, size: 8 }));
  expect(verdict).toEqual({ status: "pulled", reason: null, platforms, size: 8 });
  expect(warnings).toHaveLength(count);
});

test("the warning says how to build the image again", () => {
  const { warnings } = verdictOf(result({ kind: "pulled", platforms: ["linux/arm64"], size: null }));
  expect(warnings).toMatchInlineSnapshot(`
    [
      {
        "code": "platform-missing",
        "message": "team/whisper:3 is built for linux/arm64, and Baseten runs linux/amd64. Build it again with: docker build --platform linux/amd64",
      },
    ]
  `);
});

test("a refusal speaks of what signed in, and calls Docker Hub by its name", () => {
  const kinds: readonly SignIn[] = [
    ...(["typed", "piped", "fetched", "docker"] as const),
    ...(["access-key", "service-account-key", "credential"] as const),
  ];
  const refused = result(denied("credential"), { host: "registry-1.docker.io" });
  expect(kinds.map((kind) => verdictOf(refused, kind).verdict.reason).join("\n")).toMatchInlineSnapshot(`
    "Docker Hub doesn't accept this user and password. Check both, or make a new token.
    Docker Hub doesn't accept this user with the password on standard input. Check both, or make a new token.
    Docker Hub doesn't accept the token that was fetched. Sign in with an account that may pull.
    Docker Hub doesn't accept the credential that docker login stored. Sign in again with docker login.
    Docker Hub doesn't accept the token of this access key. Take the key of a user that may pull.
    Docker Hub doesn't accept this service account's key. The key may be deleted or disabled: make a new one.
    Docker Hub doesn't accept the credential. Make a new one, or sign in again."
  `);
});

test("a host that can't be reached is named with its people's name, where it has one", () => {
  const gone = { kind: "unreachable", why: "network", at: "registry-1.docker.io", detail: null } as const;
  expect(describePull(result(gone))).toBe(
    "Docker Hub (registry-1.docker.io) can't be reached. Check the host's name and your network.",
  );
});
