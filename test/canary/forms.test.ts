// Would the search find a secret, in whichever form it got out?
import { expect, test } from "vitest";
import { searched } from "./forms.ts";

const secret = "ca/n+ary?secret&0123";
const inside = (before: number, after: number, encode: (bytes: Buffer) => string): string =>
  encode(Buffer.from(`${"x".repeat(before)}${secret}${"y".repeat(after)}`));

test.each([
  ["plain", `… ${secret} …`],
  ["hex", inside(3, 2, (bytes) => bytes.toString("hex"))],
  ["hex in capitals", inside(3, 2, (bytes) => bytes.toString("hex").toUpperCase())],
  [
    "a buffer as Node shows it",
    `<Buffer 00 ${inside(0, 0, (bytes) => bytes.toString("hex")).replace(/../g, "$& ")}>`,
  ],
  ["a URL", `https://x/?p=${encodeURIComponent(secret)}`],
  ["JSON", JSON.stringify({ secret })],
])("%s", (_, text) => {
  expect(searched(text, { secret }).found).toEqual(["secret"]);
});

test.each(
  [0, 1, 2, 3, 4, 5].flatMap((before) => [0, 1, 2].map((after) => [before, after] as const)),
)("Base64 with %d bytes before and %d behind", (before, after) => {
  for (const encoding of ["base64", "base64url"] as const)
    expect(
      searched(
        inside(before, after, (bytes) => bytes.toString(encoding)),
        { secret },
      ).found,
    ).toEqual(["secret"]);
});

test("nothing where there is nothing", () => {
  expect(searched("ca/n+ary?secret", { secret }).found).toEqual([]);
});
