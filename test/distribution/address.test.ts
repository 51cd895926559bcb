// Which hosts go through the proxy?
import { expect, test } from "vitest";
import { isProxied } from "../../src/distribution/address.ts";

const proxy = { HTTPS_PROXY: "http://proxy:3128" };

test.each([
  ["no proxy", "ghcr.io", {}, false],
  ["a proxy", "ghcr.io", proxy, true],
  ["lower case", "ghcr.io", { https_proxy: "http://proxy:3128" }, true],
  ["for everything", "ghcr.io", { ALL_PROXY: "http://proxy:3128" }, true],
  ["left out by name", "ghcr.io", { ...proxy, NO_PROXY: "localhost, ghcr.io" }, false],
  ["left out with its domain", "a.example.com:5000", { ...proxy, NO_PROXY: ".example.com" }, false],
  ["all left out", "ghcr.io", { ...proxy, NO_PROXY: "*" }, false],
  ["another left out", "ghcr.io", { ...proxy, NO_PROXY: "hcr.io" }, true],
])("%s", (_, host, env, expected) => {
  expect(isProxied(host, env)).toBe(expected);
});
