// Long lines break at spaces and stay below their own text.
import { expect, test } from "vitest";
import { wrap } from "../../src/text/wrap.ts";

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
  [
    "\u001b[32m✔\u001b[39m colour codes take no room at all, none",
    "\u001b[32m✔\u001b[39m colour codes take no room at all,\n  none",
  ],
])("%j", (line, expected) => {
  expect(wrap(line, 36)).toBe(expected);
});
