// Long lines break at spaces and stay below their own text.
import { expect, test } from "vitest";
import { hang, wrap } from "../../src/text/wrap.ts";

test.each([
  ["short", "short"],
  [
    "  runs         aws ecr get-token --profile default",
    "  runs         aws ecr get-token\n               --profile default",
  ],
  ["✔ team/whisper:3 can be pulled from the registry", "✔ team/whisper:3 can be pulled from\n  the registry"],
  ["  an indented sentence that is rather long", "  an indented sentence that is\n  rather long"],
  [
    "               DOCKER_REGISTRY_123456789012.dkr.ecr",
    "               DOCKER_REGISTRY_123456789012.dkr.ecr",
  ],
  ["  set up       12-hour token · not stored", "  set up       12-hour token · not\n               stored"],
  // A key and its value are one line of YAML.
  [
    "  image: 123456789012.dkr.ecr.us-east-1.amazonaws.com",
    "  image: 123456789012.dkr.ecr.us-east-1.amazonaws.com",
  ],
  ["  DOCKER_REGISTRY_123456789012.dkr.ecr.com: null", "  DOCKER_REGISTRY_123456789012.dkr.ecr.com: null"],
  ["  DOCKER_REGISTRY_123456789012.dkr.ecr.com is it", "  DOCKER_REGISTRY_123456789012.dkr.ecr.com\n  is it"],
  [
    "\u001b[32m✔\u001b[39m colour codes take no room at all, none",
    "\u001b[32m✔\u001b[39m colour codes take no room at all,\n  none",
  ],
])("%j", (line, expected) => {
  expect(wrap(line, 36)).toBe(expected);
});

test("behind a mark and a number, further lines begin below the text", () => {
  const head = "\u001b[31m✖\u001b[39m 12   ";
  expect(hang(head, "registry is one, the image is on another", 36)).toBe(
    `${head}registry is one, the image is\n       on another`,
  );
  expect(hang(head, "short", 36)).toBe(`${head}short`);
});
