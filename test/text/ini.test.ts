// Does the INI reader see what configparser sees?
import { expect, test } from "vitest";
import { readIni } from "../../src/text/ini.ts";

const asObject = (text: string) =>
  Object.fromEntries([...readIni(text)].map(([name, section]) => [name, Object.fromEntries(section)]));

test.each<[string, string, object]>([
  ["a section and a key", "[a]\nkey = value\n", { a: { key: "value" } }],
  ["colons too", "[a]\nkey: value", { a: { key: "value" } }],
  [
    "only the first delimiter ends the key",
    "[a]\nurl = https://x:1/?a=b",
    { a: { url: "https://x:1/?a=b" } },
  ],
  ["keys lower-cased, values kept", "[a]\nAPI_Key = AbC", { a: { api_key: "AbC" } }],
  ["dotted section names whole", "[profile a.b.c]\nk=v", { "profile a.b.c": { k: "v" } }],
  ["comments in full lines", "# x\n[a]\n; y = 1\nk = v # kept ; too", { a: { k: "v # kept ; too" } }],
  [
    "nested lines go on with the value",
    "[a]\ns3 =\n  max_queue_size = 1\n\tother = 2\nk = v",
    { a: { s3: "\nmax_queue_size = 1\nother = 2", k: "v" } },
  ],
  ["indented keys", "[a]\n    k = v\n    l = w\n", { a: { k: "v", l: "w" } }],
  ["all of it indented", "\n    [a]\n    k = v\n    [b]\n    l = w\n    ", { a: { k: "v" }, b: { l: "w" } }],
  ["a key less deep than the one above", "[a]\n    k = v\n  l = w", { a: { k: "v", l: "w" } }],
  ["a header below a key, deeper, is its value", "[a]\nk = v\n  [b]\nl = w", { a: { k: "v\n[b]", l: "w" } }],
  ["indented comments", "[a]\nk = v\n  # x\n  ; y\nl = w", { a: { k: "v", l: "w" } }],
  ["CRLF and a byte order mark", "\uFEFF[a]\r\nk = v\r\n", { a: { k: "v" } }],
  ["a repeated section adds", "[a]\nk=1\nl=1\n[b]\n[a]\nk=2", { a: { k: "2", l: "1" }, b: {} }],
  ["an empty value", "[a]\nk =", { a: { k: "" } }],
  ["nothing before a section", "k = v\n[a]", { a: {} }],
  ["lines that say nothing", "[a]\nword\n= v\n[]\nk=v", { a: { k: "v" } }],
  ["a bracket in a section's name", "[a]b]\nk=v", { "a]b": { k: "v" } }],
  ["nothing", "", {}],
])("%s", (_, text, expected) => {
  expect(asObject(text)).toEqual(expected);
});

test("names of Object's own are only names", () => {
  expect(readIni("[__proto__]\nconstructor = 1").get("__proto__")?.get("constructor")).toBe("1");
});
