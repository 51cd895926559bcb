// Is a sign-in run in the person's own terminal, and does a failed or stopped one come back as such?
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAttend } from "../../src/world/attend.ts";

let bin: string;
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), "create-registry-auth-attend-"));
  const script = '#!/bin/sh\n[ "$1" = sleep ] && exec sleep 30\n[ "$1" = login ]\n';
  await writeFile(join(bin, "aws"), script);
  await chmod(join(bin, "aws"), 0o755);
});
afterAll(() => rm(bin, { recursive: true, force: true }));

const env = () => ({ PATH: `${bin}:${process.env.PATH}` });

test.each([
  ["ends well", ["login"], true],
  ["fails", ["logout"], false],
])("%s", async (_, args, ok) => {
  expect(await createAttend({ env: env() })({ file: "aws", args })).toBe(ok);
});

test("isn't there", async () => {
  expect(await createAttend({ env: { PATH: "/nowhere" } })({ file: "az", args: ["login"] })).toBe(false);
});

test("is stopped", async () => {
  const stop = new AbortController();
  const attending = createAttend({ env: env(), signal: stop.signal })({ file: "aws", args: ["sleep"] });
  setTimeout(() => stop.abort(), 50);
  await expect(attending).rejects.toMatchObject({ code: "interrupted" });
});
