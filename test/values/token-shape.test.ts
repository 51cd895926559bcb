// Is a credential told from anything else by its shape, and its end from what it says?
import { expect, test } from "vitest";
import { Secret } from "../../src/values/secret.ts";
import { expiryOf, tokenLine } from "../../src/values/token-shape.ts";
import { base64, googleToken } from "../support/samples.ts";

const now = new Date("2026-01-01T00:00:00Z");
const seconds = Date.parse("2026-01-01T05:00:00Z") / 1000;
const jwt = (claims: object): string =>
  `${base64('{"alg":"RS256"}')}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

test.each<[string, string, string, string | null]>([
  ["Google's, by its beginning", "oauth2accesstoken", googleToken, "2026-01-01T01:00:00.000Z"],
  ["Google's, of its Docker helper", "_dcgcloud_token", googleToken, "2026-01-01T01:00:00.000Z"],
  [
    "ECR's says when",
    "AWS",
    base64(JSON.stringify({ payload: "x", expiration: seconds })),
    "2026-01-01T05:00:00.000Z",
  ],
  ["ECR's that doesn't", "AWS", "opaque", "2026-01-01T12:00:00.000Z"],
  ["ACR's JWT", "00000000-0000-0000-0000-000000000000", jwt({ exp: seconds }), "2026-01-01T05:00:00.000Z"],
  ["a JWT without an end", "ada", jwt({ sub: "ada" }), null],
  ["a JWT whose end is no date", "ada", jwt({ exp: 1e300 }), null],
  ["a token of GitHub's", "ada", "ghp_0123456789", null],
  ["a password with dots", "ada", "a.b.c", null],
])("%s", (_, username, password, end) => {
  const credential = { kind: "basic", username, password: new Secret(password), expiresAt: null } as const;
  expect(expiryOf(credential, now)?.toISOString() ?? null).toBe(end);
});

test("an end that is known counts", () => {
  const expiresAt = new Date("2026-01-02T00:00:00Z");
  const credential = { kind: "basic", username: "AWS", password: new Secret("x"), expiresAt } as const;
  expect(expiryOf(credential, now)).toBe(expiresAt);
});

test.each([
  "null",
  "undefined",
  "[]",
  "{}",
  "1e999",
  "not signed in",
  "",
  "[[[[[[[[[[[[[[[[[[",
  "\u001b[0mabcdefghijklmnop",
])("%j is no token", (text) => {
  expect(tokenLine(new Secret(text))).toBeNull();
});
