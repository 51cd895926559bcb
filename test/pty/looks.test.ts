// Do `check` and `refresh` look like the wizard on a real terminal? The wizard itself: test/pty/narrow.test.ts
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { bareEnv, openTerminal, type Terminal } from "./terminal.ts";

const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const token = `base_image:\n  image: ${host}/team/whisper:3\nsecrets:\n  DOCKER_REGISTRY_${host}: null\n`;
const wrong = `base_image:\n  image: ${host}/team/whisper:3\n  docker_auth:\n    auth_method: AWS_IAM\n    registry: ${host}\nsecrets:\n  aws_access_key_id: null\n`;

let baseten: StandIn;
let home: string;
let terminal: Terminal | null = null;

beforeEach(async () => {
  baseten = await startBaseten({ apiKey: "pty-key" });
  home = await mkdtemp(join(tmpdir(), "create-registry-auth-pty-"));
  await Promise.all(["token", "wrong", "bin"].map((name) => mkdir(join(home, name))));
  await writeFile(join(home, "token/config.yaml"), token);
  await writeFile(join(home, "wrong/config.yaml"), wrong);
  const data = [{ authorizationToken: btoa("AWS:x"), expiresAt: Date.now() / 1000 + 43_200 }];
  const aws = `#!/bin/sh\necho '${JSON.stringify({ authorizationData: data })}'\n`;
  await writeFile(join(home, "bin/aws"), aws, { mode: 0o755 });
});
afterEach(async () => {
  await terminal?.close();
  await baseten.close();
  await rm(home, { recursive: true, force: true });
});

async function start(columns: number, ...args: readonly string[]): Promise<Terminal> {
  const env = {
    ...bareEnv(home),
    BASETEN_API_KEY: "pty-key",
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
  };
  terminal = await openTerminal({ args, columns, cwd: home, env });
  return terminal;
}

describe.each([80, 120])("at %d columns", (columns) => {
  test("refresh: a renewal is a few short lines", async () => {
    const shown = await start(columns, "refresh", "token", "--no-verify");
    expect(await shown.exitCode()).toBe(0);
    const lines = (await shown.screen()).trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^✔ Amazon ECR 123456789012 us-east-1 {3}until \d{4}-\d\d-\d\d \d\d:\d\d, in 1[12] h \d+ m$/,
    );
    expect(lines.slice(1)).toEqual([
      "  token/config.yaml",
      expect.stringMatching(new RegExp(`^  DOCKER_REGISTRY_${host} · team \\w+$`)),
      "✔ 1 secret renewed",
      "rc 0",
    ]);
  });

  test("check: by file, then what mends it", async () => {
    const shown = await start(columns, "check", "wrong");
    expect(await shown.exitCode()).toBe(5);
    const lines = (await shown.screen()).trimEnd().split("\n");
    expect(lines[0]).toBe("  wrong/config.yaml");
    expect(lines[1]).toMatch(/^✖ 4 {2}AWS_IAM reads the secret aws_secret_access_key/);
    expect(lines.slice(-3)).toEqual([
      "",
      "✖ 1 error · 1 can be fixed: create-registry-auth check wrong --fix",
      "rc 5",
    ]);
  });
});

test("check --fix at 40 columns: Esc changes nothing, and that is said", async () => {
  const shown = await start(40, "check", "wrong", "--fix");
  await shown.shows(/Change wrong\/config\.yaml\? \(Y\/n\)/);
  await shown.press("Escape");
  await shown.shows(/Stopped\. Nothing was changed\./);
  expect(await shown.exitCode()).toBe(130);
});
