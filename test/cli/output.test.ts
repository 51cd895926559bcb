// Does what is printed arrive, and does a value that doesn't count as a failure?
import { spawn, spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { machineWith } from "../support/bin-run.ts";
import { configOf, ecrImage, hubImage, hubToken } from "../support/samples.ts";

const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs the bin with stdout as it is given: `full` takes nothing, `null` is also what a closed one becomes, `gone` is a pipe that nobody reads. */
function runInto(
  to: "full" | "gone" | "null",
  args: readonly string[],
  cwd: string,
  input?: string,
): Promise<Ended> {
  const stdout = to === "gone" ? "pipe" : openSync(`/dev/${to}`, "w");
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { HOME: cwd, PATH: "" },
    stdio: ["pipe", stdout, "pipe"],
  });
  if (to === "gone") child.stdout?.destroy();
  child.stdin?.on("error", () => {}).end(input);
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stderr })));
}

describe.skipIf(process.platform !== "linux")("a value that could not be printed", () => {
  const args = ["--username", "ada", "--password-stdin", "--no-verify", "--store", "print", "--yes"];
  test.each([
    ["full", [], "the disk is full"],
    ["full", ["--json"], "the disk is full"],
    ["null", [], "it leads nowhere"],
    ["null", ["--json"], "it leads nowhere"],
    ["gone", [], "its reader has gone"],
    ["gone", ["--json"], "its reader has gone"],
  ] as const)("%s %j: exit 1, config.yaml as it was", async (to, more, why) => {
    const on = await machineWith({ config: configOf(hubImage) });
    const run = await runInto(to, [...args, ...more], on.folder, hubToken);
    expect(run.code).toBe(1);
    expect(await on.config()).toBe(configOf(hubImage));
    expect(await on.names()).toEqual(["config.yaml"]);
    if (more.length === 0) expect(run.stderr).toContain(`Standard output took no more (${why}).`);
    expect(run.stderr).not.toContain("shouldn't have");
  });

  test("a report that nobody reads to its end is no failure", async () => {
    const on = await machineWith({ config: configOf(hubImage) });
    for (const more of [[], ["--json"]])
      expect(await runInto("gone", ["check", ...more], on.folder)).toEqual({
        code: 0,
        signal: null,
        stderr: "",
      });
  });

  test("a report that found no room is one", async () => {
    const on = await machineWith({ config: configOf(hubImage) });
    expect((await runInto("full", ["check"], on.folder)).code).toBe(1);
  });
});

test.skipIf(process.platform === "win32")("a slow reader gets all of stderr", async () => {
  const on = await machineWith({ config: configOf(ecrImage) });
  const long = "x".repeat(120_000);
  const line = '"$0" "$1" --registry "$2" 2>&1 >/dev/null | { sleep 1; cat; }';
  const ended = spawnSync("bash", ["-c", line, process.execPath, bin, long], { cwd: on.folder });
  expect(ended.stdout.toString()).toContain(long);
  expect(ended.stdout.toString()).toContain("It takes ecr");
});

test.each(["text", "json"])("nothing foreign steers the terminal: %s", async (format) => {
  const on = await machineWith({ config: configOf(hubImage) });
  for (const bad of ["\u001b[2J", "\u009b2J", "\u202ex"]) {
    const run = await on.run(["--registry", `x${bad}`, ...(format === "json" ? ["--json"] : [])]);
    expect(run.code).toBe(2);
    const shown = run.stderr + run.stdout;
    expect(shown).not.toContain(bad);
    expect(shown).toContain(`\\u${bad.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }
});
