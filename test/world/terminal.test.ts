// Does each word go where it belongs, in colour only where that is wanted?
import { PassThrough } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { wantsColour } from "../../src/text/paint.ts";
import { createTerminal } from "../../src/world/terminal.ts";

const xterm = { TERM: "xterm-256color" };

test.each<[string, Record<string, string>, boolean, boolean, boolean]>([
  // what, environment, flag, TTY, colour
  ["a terminal", xterm, true, true, true],
  ["a terminal without a TERM", {}, true, true, false],
  ["a terminal of Windows", { OS: "Windows_NT" }, true, true, true],
  ["no terminal", {}, true, false, false],
  ["--no-color", {}, false, true, false],
  ["--no-color beats FORCE_COLOR", { FORCE_COLOR: "1" }, false, true, false],
  ["NO_COLOR", { NO_COLOR: "1" }, true, true, false],
  ["NO_COLOR of any value", { NO_COLOR: "0" }, true, true, false],
  ["an empty NO_COLOR", { ...xterm, NO_COLOR: "" }, true, true, true],
  ["NO_COLOR beats FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, true, false],
  ["FORCE_COLOR without a terminal", { FORCE_COLOR: "1" }, true, false, true],
  ["FORCE_COLOR on a dumb terminal", { FORCE_COLOR: "3", TERM: "dumb" }, true, true, true],
  ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, true, false],
  ["an empty FORCE_COLOR", { FORCE_COLOR: "" }, true, false, false],
  ["a dumb terminal", { TERM: "dumb" }, true, true, false],
])("colour: %s", (_, env, flag, isTTY, expected) => {
  expect(wantsColour(env, flag, isTTY)).toBe(expected);
});

/** A terminal on two streams, and what came out of them. */
function open(
  options: {
    quiet?: boolean;
    json?: boolean;
    isTTY?: boolean;
    env?: Record<string, string>;
    columns?: number;
    rows?: number;
    asks?: boolean;
    page?: { isTTY: boolean; columns?: number };
  } = {},
) {
  const {
    isTTY = true,
    quiet = false,
    json = false,
    env = xterm,
    columns = 100,
    rows = 24,
    asks = false,
  } = options;
  // ora asks a terminal for more than a stream has.
  const stderr = Object.assign(new PassThrough(), {
    isTTY,
    columns,
    rows,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  const stdout = Object.assign(new PassThrough(), options.page);
  const terminal = createTerminal({ stdout, stderr, env, colour: true, json, quiet, asks });
  return { terminal, out: () => String(stdout.read() ?? ""), err: () => String(stderr.read() ?? "") };
}

test("the result goes to stdout as it is, narration to stderr", () => {
  const { terminal, out, err } = open();
  terminal.result("{}");
  terminal.say("stored");
  terminal.say();
  expect([out(), err()]).toEqual(["{}", "stored\n\n"]);
  expect(terminal.columns).toBe(100);
});

test("a person reads the result on a terminal only, in the width and colour of that", () => {
  const page = (options: Parameters<typeof open>[0]) => open(options).terminal.page;
  expect(page({})).toBeNull();
  expect(page({ page: { isTTY: true }, json: true })).toBeNull();
  expect(page({ page: { isTTY: true, columns: 40 } })).toEqual({ colour: true, columns: 40 });
  // Narration may go to a file meanwhile.
  expect(page({ page: { isTTY: true, columns: 40 }, isTTY: false })).toEqual({ colour: true, columns: 40 });
  expect(page({ page: { isTTY: true, columns: 0 }, env: { NO_COLOR: "1" } })).toEqual({
    colour: false,
    columns: 80,
  });
});

test("a terminal of no width gets no spinner, which would count its lines for ever", async () => {
  const { terminal, err } = open({ columns: 0 });
  await terminal.progress("Asking Baseten", wait(600));
  expect(err()).toBe("");
});

test("what is asked about is shown, even when quiet", () => {
  const asking = open({ quiet: true, asks: true });
  asking.terminal.show("the plan");
  expect(asking.err()).toBe("the plan\n");
  const alone = open({ quiet: true });
  alone.terminal.show("the plan");
  expect(alone.err()).toBe("");
});

test("a command stays on its line", () => {
  const { terminal, err } = open({ columns: 20 });
  terminal.say("  Renew  create-registry-auth refresh model", "whole");
  expect(err()).toBe("  Renew  create-registry-auth refresh model\n");
});

test("quiet leaves the result alone", () => {
  const { terminal, out, err } = open({ quiet: true });
  terminal.result("value");
  terminal.say("stored");
  expect([out(), err()]).toEqual(["value", ""]);
});

test("dim text only where there is colour", () => {
  expect(open().terminal.dim("x")).toBe("\u001B[2mx\u001B[22m");
  expect(open({ env: { ...xterm, NO_COLOR: "1" } }).terminal.dim("x")).toBe("x");
});

describe("progress", () => {
  test.each<[string, Parameters<typeof open>[0], number, boolean]>([
    ["turns while the work is long", {}, 600, true],
    ["turns where there is no height", { rows: 0 }, 600, true],
    ["says at once what short work is", {}, 20, true],
    ["is silent without a terminal", { isTTY: false }, 600, false],
    ["is silent on a dumb terminal", { env: { TERM: "dumb" } }, 600, false],
    ["is silent without a TERM", { env: {} }, 600, false],
    ["is silent with --quiet", { quiet: true }, 600, false],
    ["is silent with --json", { json: true }, 600, false],
  ])("%s", async (_, options, ms, shown) => {
    const { terminal, err } = open(options);
    expect(await terminal.progress("Fetching a token", wait(ms, "token"))).toBe("token");
    expect(stripVTControlCharacters(err()).includes("Fetching a token")).toBe(shown);
  });

  test("short work leaves nothing behind, and turns no spinner; a line that comes meanwhile stands alone", async () => {
    const { terminal, err } = open();
    const work = terminal.progress("Fetching a token", wait(40));
    expect(err()).toBe("  Fetching a token");
    terminal.say("meanwhile");
    await work;
    expect(err()).toBe("\r\u001B[Kmeanwhile\n");
    await terminal.progress("Fetching a token", wait(20));
    expect(err()).toBe("  Fetching a token\r\u001B[K");
  });

  test("stops, and shows the cursor again, when the work fails", async () => {
    const { terminal, err } = open();
    const work = wait(500).then(() => Promise.reject(new Error("denied")));
    await expect(terminal.progress("Checking", work)).rejects.toThrow("denied");
    const written = err();
    expect(written.lastIndexOf("\u001B[?25h")).toBeGreaterThan(written.lastIndexOf("\u001B[?25l"));
  });

  test("shows one spinner at a time", async () => {
    const { terminal, err } = open();
    await Promise.all([terminal.progress("first", wait(600)), terminal.progress("second", wait(600))]);
    expect(stripVTControlCharacters(err())).not.toContain("second");
  });
});

test("nothing that goes to the terminal steers it", async () => {
  const bad = "team \u001b[2J\u202e";
  const { terminal, out, err } = open();
  terminal.say(bad);
  terminal.show(bad);
  await terminal.result(`${bad}\n`);
  await terminal.deliver(bad);
  expect(err()).toBe("team \\u001b[2J\\u202e\n".repeat(2));
  // Stdout is no terminal here, and a value is itself.
  expect(out()).toBe(`team \\u001b[2J\\u202e\n${bad}`);
  const spinning = open();
  await spinning.terminal.progress(bad, wait(500));
  const shown = spinning.err();
  expect(shown).toContain("team \\u001b[2J\\u202e");
  expect(shown).not.toContain("\u001b[2J");
});
