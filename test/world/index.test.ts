// Is the world wired as the options say?
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createWorld, type Process } from "../../src/world/index.ts";

const options = { json: false, quiet: false, colour: true, interactive: true };

/** Streams in place of a process's own. */
function fakeProcess({
  stdin = true,
  stderr = true,
  env = {},
}: {
  stdin?: boolean;
  stderr?: boolean;
  env?: object;
}) {
  const stream = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY, columns: 80 });
  return {
    stdin: stream(stdin),
    stdout: stream(false),
    stderr: stream(stderr),
    env,
    cwd: () => "/project",
    once: () => {},
    platform: "linux",
  } as unknown as Process;
}

test.each<[string, Parameters<typeof fakeProcess>[0], Partial<typeof options>, boolean]>([
  ["on a terminal", {}, {}, true],
  ["with stdin piped", { stdin: false }, {}, false],
  ["with stderr in a file", { stderr: false }, {}, false],
  ["in CI", { env: { CI: "true" } }, {}, false],
  ["with CI=1", { env: { CI: "1" } }, {}, false],
  ["with CI=false", { env: { CI: "false" } }, {}, true],
  ["with CI=0", { env: { CI: "0" } }, {}, true],
  ["with an empty CI", { env: { CI: "" } }, {}, true],
  ["with --json", {}, { json: true }, false],
  ["in a command that never asks", {}, { interactive: false }, false],
])("may ask %s: %j %j %s", (_, streams, changed, expected) => {
  const world = createWorld({ process: fakeProcess(streams), options: { ...options, ...changed } });
  expect(world.prompter !== null).toBe(expected);
});

test("a prompt is loaded and asked when it is needed", async () => {
  const process = fakeProcess({});
  const world = createWorld({ process, options });
  const asked = world.prompter?.confirm({ message: "Go ahead?", default: true });
  // The keys wait in the stream until the prompt, once loaded, reads them.
  const typing = setInterval(() => process.stdin.push("\r"), 50);
  expect(await asked).toBe(true);
  clearInterval(typing);
});

test("sleep ends early when stopped", async () => {
  const stop = new AbortController();
  const world = createWorld({ process: fakeProcess({}), options, signal: stop.signal });
  await world.sleep(1);
  const sleeping = world.sleep(60_000);
  stop.abort();
  await expect(sleeping).rejects.toMatchObject({ code: "interrupted" });
});

test("a question's foreign names don't steer the terminal", async () => {
  const process = fakeProcess({});
  const world = createWorld({ process, options });
  const choices = [{ value: "a\u001b[2J", name: "a\u001b[2J\u202e" }];
  const asked = world.prompter?.select({ message: "Which team?", choices });
  const typing = setInterval(() => process.stdin.push("\r"), 50);
  expect(await asked).toBe("a\u001b[2J");
  clearInterval(typing);
  const shown = String((process.stderr as unknown as PassThrough).read());
  expect(shown).toContain("a\\u001b[2J\\u202e");
  expect(shown).not.toContain("a\u001b[2J");
});
