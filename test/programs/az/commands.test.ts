// Is an ACR asked for by the name that az knows it by, and another one's token refused?
import { expect, test } from "vitest";
import { exposedToken } from "../../../src/programs/az/commands.ts";
import { Secret } from "../../../src/values/secret.ts";

const now = new Date("2026-01-01T00:00:00Z");
const read = (host: string, output: object) =>
  exposedToken(host).read(new Secret(JSON.stringify(output)), now);

test.each([
  ["acme.azurecr.io", "acme"],
  ["acme-x1y2.azurecr.io", "acme"],
  ["acme.azurecr.cn", "acme.azurecr.cn"],
  ["acme.azurecr.us", "acme.azurecr.us"],
])("%s is asked for as %s", (host, name) => {
  expect(exposedToken(host).command.args).toEqual([
    ...["acr", "login", "--name", name, "--expose-token", "--output", "json"],
  ]);
});

test("a token for the image's own registry is taken", () => {
  for (const more of [{}, { loginServer: "acme.azurecr.io" }, { loginServer: "ACME.azurecr.io" }])
    expect(read("acme.azurecr.io", { accessToken: "a.b.c", ...more })).toMatchObject({
      expiresAt: new Date("2026-01-01T03:00:00Z"),
    });
});

test("a token for another registry is refused", () => {
  expect(() =>
    read("acme-x1y2.azurecr.io", { accessToken: "a.b.c", loginServer: "acme.azurecr.io" }),
  ).toThrow("az signs in to another registry than the image's acme-x1y2.azurecr.io.");
});

test("what isn't one line is no token", () => {
  expect(read("acme.azurecr.io", { accessToken: "a\nb" })).toBeNull();
});
