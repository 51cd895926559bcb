// Does a secret stay out of everything that prints it, and does Base64 come out on one line?
import { format, inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { decodeBase64, decodeBasic, encodeBasic, Secret } from "../../src/values/secret.ts";

describe("a secret prints as [secret]", () => {
  const secret = new Secret("hunter2");
  test.each([
    ["String", () => String(secret)],
    ["a template", () => `${secret}`],
    ["JSON", () => JSON.stringify({ secret })],
    ["inspect", () => inspect({ secret }, { showHidden: true, depth: 9 })],
    ["%s", () => format("%s", secret)],
    ["%o", () => format("%o", secret)],
    ["%j", () => format("%j", secret)],
    ["an error", () => inspect(new Error("x", { cause: { secret } }))],
  ])("%s", (_, print) => {
    expect(print()).toContain("[secret]");
    expect(print()).not.toContain("hunter2");
  });

  test("its fields don't hold the value", () => {
    expect(Object.values(secret)).toEqual([]);
    expect({ ...secret }).toEqual({});
  });

  test("reveal gives it", () => expect(secret.map((text) => `${text}!`).reveal()).toBe("hunter2!"));
});

describe("a basic credential", () => {
  test("is one line of Base64, however long", () => {
    const encoded = encodeBasic("AWS", new Secret("x".repeat(2000))).reveal();
    expect(encoded).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(encoded, "base64").toString()).toBe(`AWS:${"x".repeat(2000)}`);
  });

  test.each([
    ["$oauthtoken", "nvapi-1"],
    ["team+robot", "with:colon"],
    ["jürgen", "pässwörd €"],
    ["user", ""],
  ])("%s comes back as it was", (username, password) => {
    const back = decodeBasic(encodeBasic(username, new Secret(password)));
    expect([back?.username, back?.password.reveal()]).toEqual([username, password]);
  });

  test.each([
    ["empty", ""],
    ["no colon", Buffer.from("user").toString("base64")],
    ["no user", Buffer.from(":password").toString("base64")],
    ["no Base64", "user:password"],
    ["no text", Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString("base64")],
  ])("%s is none", (_, encoded) => expect(decodeBasic(new Secret(encoded))).toBeNull());

  test.each([
    ["wrapped", "dXNlcjpw\nYXNz\n"],
    ["without padding", "dXNlcjpwYXM"],
  ])("%s Base64 is read", (_, encoded) => expect(decodeBase64(encoded)).toMatch(/^user:pass?$/));
});
