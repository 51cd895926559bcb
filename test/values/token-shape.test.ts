// Is a credential told from anything else by its shape, and its end from what it says?
import { expect, test } from "vitest";
import { Secret } from "../../src/values/secret.ts";
import { expiryOf, isOneLine, laterThan, tokenLine } from "../../src/values/token-shape.ts";
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

const long = "a".repeat(8192);
test.each([
  ["Google's, however short", "ya29.x", "ya29.x"],
  ["of 16 characters", "aB3_-~+/.0123456", "aB3_-~+/.0123456"],
  ["padded, with a newline behind", "0123456789abcdef==\n", "0123456789abcdef=="],
  ["as long as they get", `ya29.${long}`, `ya29.${long}`],
  ["longer", `ya29.${long}a`, null],
  ["longer, of another's", `${long}a`, null],
  ["Google's beginning alone", "ya29.", null],
  ["of 15 characters", "0123456789abcde", null],
  ["with more behind it", "0123456789abcdef x", null],
  ["with more before it", "x 0123456789abcdef", null],
  ["with something else in Google's", "ya29.a(b)", null],
])("a token %s", (_, printed, token) => {
  expect(tokenLine(new Secret(printed))?.reveal() ?? null).toBe(token);
});

test.each([
  "",
  ...["\u0000", "\u001f", "\n", "\u007f", "\u009f", "\u2028", "\u2029"].map((odd) => `a${odd}b`),
])("%j is no password on one line", (password) => {
  expect(isOneLine(password)).toBe(false);
});

test("a password on one line may hold anything else", () => {
  expect(isOneLine("a b-ü")).toBe(true);
});

test("an end that has passed, or is this moment, is none", () => {
  const later = new Date(now.getTime() + 1);
  expect([laterThan(now, later), laterThan(now, now), laterThan(now, null)]).toEqual([later, null, null]);
});
