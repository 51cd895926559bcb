// Is what was started ahead given to whoever asks for that very command, once, and else ended without a trace?
import { expect, test } from "vitest";
import { Secret } from "../../src/values/secret.ts";
import { startAhead } from "../../src/world/start-ahead.ts";
import type { Command, Exec, ExecResult, PlainCommand } from "../../src/world/types.ts";
import { fakeWorld } from "../support/world.ts";

const token: PlainCommand = {
  file: "aws",
  args: ["ecr", "get-authorization-token", "--region", "us-east-1"],
  env: { AWS_PAGER: "" },
};

/** A world that starts the token's program ahead; each program that is started answers when it is told to. */
function started() {
  const runs: { command: Command; stop: AbortSignal | undefined; answer: (result: ExecResult) => void }[] =
    [];
  const exec: Exec = (command, stop) =>
    new Promise((answer) => {
      runs.push({ command, stop, answer });
    });
  const ahead = startAhead({ ...fakeWorld(), exec }, token);
  return { runs, ...ahead };
}

const ok = (text: string): ExecResult => ({ status: "ok", stdout: new Secret(text) });

test("the same command: what runs already is what is asked for", async () => {
  const { runs, world, end } = started();
  expect(runs.map(({ command }) => command)).toEqual([token]);
  const asked = world.exec({ ...token, args: [...token.args], env: { AWS_PAGER: "" } });
  end();
  expect(runs).toHaveLength(1);
  expect(runs[0]?.stop?.aborted).toBe(false);
  const result = ok("first");
  runs[0]?.answer(result);
  expect(await asked).toBe(result);
});

test("asked for once more it runs once more", async () => {
  const { runs, world } = started();
  void world.exec(token);
  const again = world.exec(token);
  expect(runs).toHaveLength(2);
  runs[1]?.answer(ok("second"));
  expect(await again).toMatchObject({ status: "ok" });
  expect(runs[0]?.stop?.aborted).toBe(false);
});

test.each<[string, Command]>([
  ["another region", { ...token, args: [...token.args.slice(0, -1), "eu-west-1"] }],
  ["a profile", { ...token, args: [...token.args, "--profile", "prod"] }],
  ["another program", { ...token, file: "gcloud" }],
  ["another environment", { ...token, env: { AWS_PAGER: "", AWS_ACCESS_KEY_ID: "x" } }],
  ["a secret in its environment", { ...token, env: { AWS_PAGER: new Secret("") } }],
  ["no environment of its own", { file: token.file, args: token.args }],
  ["something on its input", { ...token, input: "" }],
  ["a time of its own", { ...token, timeoutMs: 1 }],
])("%s: the first is ended, the one that is asked for runs", async (_, other) => {
  const { runs, world } = started();
  const asked = world.exec(other);
  expect(runs.map(({ command }) => command)).toEqual([token, other]);
  expect(runs.map(({ stop }) => stop?.aborted ?? false)).toEqual([true, false]);
  runs[0]?.answer(ok("not for anybody"));
  const result = ok("asked for");
  runs[1]?.answer(result);
  expect(await asked).toBe(result);
  // Once ended it isn't given to anybody.
  void world.exec(token);
  expect(runs).toHaveLength(3);
});

test("nobody asks for it: it is ended", () => {
  const { runs, end } = started();
  end();
  expect(runs[0]?.stop?.aborted).toBe(true);
});

test("its failure is told to whoever asks, and to nobody else", async () => {
  const failing = { ...fakeWorld(), exec: () => Promise.reject(new Error("failed")) };
  startAhead(failing, token).end();
  await expect(startAhead(failing, token).world.exec(token)).rejects.toThrow("failed");
});
