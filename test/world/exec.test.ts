// Does exec run programs as promised, and keep what they were given and said to itself?
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/values/secret.ts";
import { createExec } from "../../src/world/exec.ts";
import type { Command } from "../../src/world/types.ts";
import { bundled } from "../support/bundled.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "exec-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Puts an executable shell script on the PATH of the test. */
async function script(name: string, body: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
  await chmod(join(folder, name), 0o755);
}

const exec = (command: Command, more: { env?: Record<string, string>; signal?: AbortSignal } = {}) =>
  createExec({
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ...more.env },
    ...(more.signal ? { signal: more.signal } : {}),
  })(command);

/** What a command printed, whatever became of it. */
const printed = async (result: Awaited<ReturnType<typeof exec>>): Promise<string> =>
  "stdout" in result ? result.stdout.reveal() : result.status;

describe.skipIf(process.platform === "win32")("exec", () => {
  test("gives the output as a secret, without the last newline", async () => {
    await script("aws", 'printf "%s|" "$@"; echo');
    const result = await exec({ file: "aws", args: ["sts", "two words", "$HOME; *"] });
    expect(result.status).toBe("ok");
    expect(await printed(result)).toBe("sts|two words|$HOME; *|");
    expect(inspect(result)).not.toContain("two words");
  });

  test("gives exit code, stdout and stderr of a failure", async () => {
    await script("aws", "echo partial; echo 'no such profile' >&2; exit 254");
    const result = await exec({ file: "aws", args: [] });
    expect(result).toMatchObject({ status: "failed", exitCode: 254, stderr: "no such profile" });
    expect(await printed(result)).toBe("partial");
  });

  test("tells that a program is missing", async () => {
    expect(await exec({ file: "docker-credential-nowhere", args: ["get"] })).toEqual({ status: "missing" });
  });

  test.each([
    ["stops at once", "exec sleep 20"],
    ["leaves a child that holds the pipes", "sleep 20; echo"],
    ["ignores the first signal", "trap '' TERM; sleep 20 >/dev/null 2>&1; sleep 20"],
  ])("a program that takes too long: %s", async (_, body) => {
    await script("gcloud", body);
    const start = Date.now();
    expect(await exec({ file: "gcloud", args: [], timeoutMs: 200 })).toEqual({ status: "timeout" });
    expect(Date.now() - start).toBeLessThan(4000);
  });

  /** Whether a process with this id runs. */
  const runs = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const pidIn = async (name: string): Promise<number> => Number(await readFile(join(folder, name), "utf8"));
  const deaf = (name: string): string =>
    `echo $$ > ${join(folder, name)}; trap '' TERM; while :; do sleep 0.1; done`;

  test("a program that ignores the first signal is killed", async () => {
    await script("gcloud", deaf("first"));
    await exec({ file: "gcloud", args: [], timeoutMs: 300 });
    const pid = await pidIn("first");
    await expect.poll(() => runs(pid), { timeout: 2000 }).toBe(false);
  });

  test("a program that isn't wanted any more is killed, and told as one without an answer", async () => {
    await script("gcloud", deaf("unwanted"));
    const stop = new AbortController();
    const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
    const running = createExec({ env })({ file: "gcloud", args: [] }, stop.signal);
    await expect.poll(() => pidIn("unwanted").catch(() => 0)).toBeGreaterThan(0);
    const pid = await pidIn("unwanted");
    stop.abort();
    expect(await running).toEqual({ status: "timeout" });
    await expect.poll(() => runs(pid), { timeout: 2000 }).toBe(false);
  });

  test("one that wasn't wanted any more before it ran is never started", async () => {
    await script("gcloud", `echo ran > ${join(folder, "never")}`);
    const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
    const result = await createExec({ env })({ file: "gcloud", args: [] }, AbortSignal.abort());
    expect(result).toEqual({ status: "timeout" });
    await expect(readFile(join(folder, "never"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("what still runs is killed when this program ends", async () => {
    await script("gcloud", deaf("last"));
    let cleanUp = (): void => {};
    const atExit = (given: () => void): void => {
      cleanUp = given;
    };
    const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
    const running = createExec({ env, atExit })({ file: "gcloud", args: [] });
    await expect.poll(() => pidIn("last").catch(() => 0)).toBeGreaterThan(0);
    const pid = await pidIn("last");
    expect(runs(pid)).toBe(true);
    cleanUp();
    await running;
    expect(runs(pid)).toBe(false);
  });

  test("an answer counts though something in the background holds the pipe", async () => {
    await script("aws", "sleep 20 & echo token");
    const start = Date.now();
    expect(await printed(await exec({ file: "aws", args: [] }))).toBe("token");
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("NODE_DEBUG=execa doesn't print what a program prints", async () => {
    const source = JSON.stringify(fileURLToPath(new URL("../../src/world/exec.ts", import.meta.url)));
    const program = join(folder, "program.mjs");
    const text = `import { createExec } from ${source};
      const command = { file: "aws", args: [], input: "s3cret" };
      createExec({ env: process.env })(command).then(({ status }) => console.log(status));`;
    await writeFile(program, await bundled(text, process.cwd()));
    await script("aws", "cat");
    const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, NODE_DEBUG: "execa" };
    const ended = spawnSync(process.execPath, [program], { env, encoding: "utf8" });
    expect(ended.stdout).toBe("ok\n");
    expect(ended.stderr).not.toContain("s3cret");
  });

  test.each([
    "child_process",
    "http,child_process",
    "*",
    "child*",
    "CHILD_PROCESS",
  ])("nothing is started with NODE_DEBUG=%s, by which Node prints what it is given", async (debug) => {
    await script("aws", "echo ran");
    await expect(exec({ file: "aws", args: [] }, { env: { NODE_DEBUG: debug } })).rejects.toMatchObject({
      code: "usage",
      message: "NODE_DEBUG would make Node print what programs and servers are given, secrets among it.",
    });
  });

  test("leaves no pipe open after a program that took too long", async () => {
    const pipes = () => process.getActiveResourcesInfo().filter((name) => name === "PipeWrap").length;
    const before = pipes();
    await script("gcloud", "sleep 20; echo");
    await exec({ file: "gcloud", args: [], timeoutMs: 100 });
    await expect.poll(pipes, { timeout: 10_000 }).toBe(before);
  });

  test("passes input, as it is", async () => {
    await script("baseten", "cat");
    expect(await printed(await exec({ file: "baseten", args: [], input: new Secret("a\n\nb") }))).toBe(
      "a\n\nb",
    );
  });

  test("a program that doesn't read its input is no failure", async () => {
    await script("baseten", "exit 0");
    const result = await exec({ file: "baseten", args: [], input: new Secret("x".repeat(300_000)) });
    expect(result.status).toBe("ok");
  });

  test("stdin is empty when there is no input", async () => {
    await script("baseten", "cat; echo end");
    expect(await printed(await exec({ file: "baseten", args: [], timeoutMs: 2000 }))).toBe("end");
  });

  const env = { AWS_PAGER: "less", AWS_PROFILE: "outer", CLOUDSDK_CORE_DISABLE_PROMPTS: "0" };
  test.each<[string, Command["env"], string]>([
    ["no pager, no prompts", {}, "[] [1] [outer]"],
    ["the command's own wins", { AWS_PROFILE: "inner", AWS_PAGER: "cat" }, "[cat] [1] [inner]"],
    ["secrets are revealed", { AWS_PROFILE: new Secret("hidden") }, "[] [1] [hidden]"],
  ])("environment: %s", async (_, own, expected) => {
    await script("aws", 'echo "[$AWS_PAGER] [$CLOUDSDK_CORE_DISABLE_PROMPTS] [$AWS_PROFILE]"');
    const result = await exec({ file: "aws", args: [], ...(own ? { env: own } : {}) }, { env });
    expect(await printed(result)).toBe(expected);
  });

  test("sees nothing of this process's own environment", async () => {
    process.env.LEAK = "leaked";
    await script("aws", 'echo "[$LEAK]"');
    expect(await printed(await exec({ file: "aws", args: [] }))).toBe("[]");
    delete process.env.LEAK;
  });

  test("output beyond a megabyte is a failure", async () => {
    await script("aws", "head -c 3000000 /dev/zero");
    expect((await exec({ file: "aws", args: [] })).status).toBe("failed");
  });

  test.each(["before", "while"])("rejects with interrupted when stopped %s it runs", async (when) => {
    await script("aws", "exec sleep 20");
    const stop = new AbortController();
    if (when === "before") stop.abort();
    else setTimeout(() => stop.abort(), 200);
    await expect(exec({ file: "aws", args: ["s3cret"] }, { signal: stop.signal })).rejects.toMatchObject({
      code: "interrupted",
    });
  });

  test.each<[string, Partial<Command>]>([
    ["an argument with NUL", { args: ["s3cret\0"] }],
    ["a variable with NUL", { env: { KEY: new Secret("s3cret\0") } }],
    ["a failing program", { args: ["s3cret"], input: new Secret("s3cret") }],
  ])("nothing it was given gets out: %s", async (_, part) => {
    await script("aws", "exit 1");
    const result = await exec({ file: "aws", args: [], ...part });
    expect(result.status).toBe("failed");
    expect(inspect(result, { depth: 9, showHidden: true }) + JSON.stringify(result)).not.toContain("s3cret");
  });
});
