// Is a path read as a terminal or a file manager pastes it?
import { expect, test } from "vitest";
import { pathMeant } from "../../src/values/pasted-path.ts";

const on = (platform: NodeJS.Platform) => (text: string) => pathMeant(text, { home: "/home/ada", platform });

test.each([
  ["as it is", "/keys/key.json", "/keys/key.json"],
  ["blanks inside", "my keys/key.json", "my keys/key.json"],
  ["blanks and a line end around", " key.json \n", "key.json"],
  ["single quotes", "'/my keys/k.json'", "/my keys/k.json"],
  ["single quotes and a trailing blank", "'/my keys/k.json' ", "/my keys/k.json"],
  ["a quote in single quotes", "'/ada'\\''s/k.json'", "/ada's/k.json"],
  ["double quotes", '"/my keys/k.json"', "/my keys/k.json"],
  ["an escaped quote in double quotes", '"/a\\"b/k.json"', '/a"b/k.json'],
  ["backslashes", "/my\\ keys/k\\ \\(1\\).json", "/my keys/k (1).json"],
  ["a backslash itself", "/a\\\\b.json", "/a\\b.json"],
  ["a file URL", "file:///my%20keys/k.json", "/my keys/k.json"],
  ["a file URL with its host", "file://localhost/k%C3%A9.json", "/ké.json"],
  ["a percent sign that encodes nothing", "file:///100%.json", "/100%.json"],
  ["the home folder", "~/key.json", "/home/ada/key.json"],
  ["the home folder in quotes", "'~/my keys/k.json'", "/home/ada/my keys/k.json"],
  ["somebody else's home folder", "~bob/key.json", "~bob/key.json"],
  ["a quote at one end only", "it's.json", "it's.json"],
])("%s", (_, text, expected) => expect(on("linux")(text)).toBe(expected));

test.each([
  ["backslashes part folders", "C:\\my keys\\k.json", "C:\\my keys\\k.json"],
  ["double quotes", '"C:\\my keys\\k.json"', "C:\\my keys\\k.json"],
  ["a file URL", "file:///C:/my%20keys/k.json", "C:/my keys/k.json"],
])("on Windows: %s", (_, text, expected) => expect(on("win32")(text)).toBe(expected));
