// Does what stands in for ip-address say what the package itself says?
import { createRequire } from "node:module";
import { Address4, Address6 } from "ip-address";
import { expect, test } from "vitest";

const ours = createRequire(import.meta.url)("../scripts/ip-address.cjs");

test.each(["0.0.0.0", "127.0.0.1", "255.255.255.255", "10.1.2.3"])("%s", (text) => {
  expect(new ours.Address4(text).toArray()).toEqual(new Address4(text).toArray());
});

test.each(
  [
    [
      "::",
      "::1",
      "1::",
      "fe80::1",
      "2001:db8::8:800:200c:417a",
      "1:2:3:4:5:6:7:8",
      "::ffff:10.1.2.3",
      "64:ff9b::1.2.3.4",
    ],
    ["2001:DB8:0:0:1::1", "0:0:0:0:0:0:0:0", "1::2:0:0:3"],
  ].flat(),
)("%s", (text) => {
  const theirs = new Address6(text);
  expect(new ours.Address6(text).canonicalForm()).toBe(theirs.canonicalForm());
  const bytes = [...Buffer.from(theirs.canonicalForm().replaceAll(":", ""), "hex")];
  expect(ours.Address6.fromByteArray(bytes).canonicalForm()).toBe(theirs.canonicalForm());
});
