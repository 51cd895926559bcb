// What does a person see and press, on a real terminal? The registry and Baseten are stand-ins on this machine.
import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { startRegistry } from "../support/registry.ts";
import { bareEnv, openTerminal, type Terminal } from "./terminal.ts";

const apiKey = "pty-key";
const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
const config = `model_name: whisper\nbase_image:\n  image: ${image}\n`;
const password = "not-a-password";

let registry: Awaited<ReturnType<typeof startRegistry>>;
let baseten: StandIn;
let home: string;
const open: Terminal[] = [];

beforeAll(async () => {
  registry = await startRegistry({
    auth: "basic",
    users: { AWS: password, ada: "secret-token" },
    images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 }],
  });
});
afterAll(() => registry.close());

beforeEach(async () => {
  baseten = await startBaseten({
    apiKey,
    secrets: [{ name: "aws_access_key_id" }, { name: "aws_secret_access_key" }],
  });
  home = await mkdtemp(join(tmpdir(), "create-registry-auth-pty-"));
  await Promise.all(["truss", "bin", ".aws"].map((name) => mkdir(join(home, name))));
  await writeFile(join(home, "truss/config.yaml"), config);
  await writeFile(
    join(home, ".aws/credentials"),
    `[prod]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${"NotAKey".padEnd(40, "x")}\n`,
  );
  const token = Buffer.from(`AWS:${password}`).toString("base64");
  const data = [{ authorizationToken: token, expiresAt: Date.now() / 1000 + 43_200 }];
  const aws = `#!/bin/sh\nsleep 0.1\necho '${JSON.stringify({ authorizationData: data })}'\n`;
  await writeFile(join(home, "bin/aws"), aws, { mode: 0o755 });
  // ECR's address leads to the registry on this machine.
  const [host = ""] = image.split("/");
  await writeFile(
    join(home, "lead.mjs"),
    `import http from "node:http";
import https from "node:https";
const { request } = https;
https.request = (url, ...rest) => url.host === "${host}" ? http.request(new URL(url.pathname, "http://${registry.host}"), ...rest) : request(url, ...rest);
`,
  );
});
afterEach(async () => {
  await Promise.all([...open.splice(0).map((terminal) => terminal.close()), baseten.close()]);
  await rm(home, { recursive: true, force: true });
});

async function wizard(columns = 80, args: readonly string[] = []): Promise<Terminal> {
  const terminal = await openTerminal({
    args,
    columns,
    cwd: join(home, "truss"),
    env: {
      ...bareEnv(home),
      NODE_OPTIONS: `--import=${join(home, "lead.mjs")}`,
      BASETEN_API_KEY: apiKey,
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
    },
  });
  open.push(terminal);
  return terminal;
}

const written = (): Promise<string> => readFile(join(home, "truss/config.yaml"), "utf8");
const stored = () => baseten.requests.filter(({ method }) => method === "POST");

describe.each([80, 120])("at %d columns", (columns) => {
  test("a 12-hour token: two Enters", async () => {
    const terminal = await wizard(columns);
    await terminal.shows(/How should Baseten sign in to Amazon ECR\?/);
    await terminal.pick("12-hour token");
    const plan = await terminal.shows(/Store 1 secret and change config\.yaml\? \(Y\/n\)/);
    // The proof stands above the plan, before anything is stored.
    expect(plan.indexOf("can be pulled")).toBeLessThan(plan.indexOf("config.yaml\n"));
    expect(stored()).toEqual([]);
    await terminal.press("Enter");
    const end = await terminal.shows(/Next +truss push/);
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.keys()).toBe(2);
    // The push is the last of it all.
    expect(end.trimEnd().split("\n").slice(-2)[0]).toMatch(/Next +truss push/);
    expect(await written()).toContain("DOCKER_REGISTRY_123456789012");
    expect(stored().length).toBe(1);
  });
});

test("what is typed while nothing is asked answers nothing", async () => {
  baseten.fail({ delayMs: 500 }, { delayMs: 500 });
  const terminal = await wizard();
  await terminal.shows(/How should Baseten sign in/);
  await terminal.pick("12-hour token");
  for (let times = 0; times < 6; times += 1) {
    await terminal.press("Enter");
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  await terminal.shows(/Store 1 secret and change config\.yaml\? \(Y\/n\)/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await terminal.screen()).toMatch(/\? Store 1 secret and change config\.yaml\? \(Y\/n\)/);
  expect([stored(), await written()]).toEqual([[], config]);
});

test("Esc goes back to the method, and its answer is kept", async () => {
  const terminal = await wizard();
  await terminal.shows(/How should Baseten sign in/);
  await terminal.pick("12-hour token");
  await terminal.shows(/Store 1 secret/);
  await terminal.press("Escape");
  await terminal.shows(/❯ 12-hour token/);
  await terminal.pick("OIDC role");
  await terminal.shows(/ARN of the role/);
  await terminal.press("Escape");
  await terminal.shows(/❯ OIDC role/);
  await terminal.press("Escape");
  await terminal.shows(/Stopped\. Nothing was changed\./);
  expect(await terminal.exitCode()).toBe(130);
  expect([stored(), await written()]).toEqual([[], config]);
});

test("Ctrl+C says that nothing was changed", async () => {
  const terminal = await wizard();
  await terminal.shows(/How should Baseten sign in/);
  await terminal.press("C-c");
  await terminal.shows(/Stopped\. Nothing was changed\./);
  expect(await terminal.exitCode()).toBe(130);
});

test("--quiet shows the plan that it asks about", async () => {
  const terminal = await wizard(80, ["--quiet"]);
  await terminal.shows(/How should Baseten sign in/);
  await terminal.pick("12-hour token");
  const plan = await terminal.shows(/Store 1 secret and change config\.yaml\? \(Y\/n\)/);
  expect(plan).toMatch(/\+ +DOCKER_REGISTRY_123456789012/);
});

test("secrets that others use are a question: kept, nothing is sent", async () => {
  const terminal = await wizard();
  await terminal.shows(/How should Baseten sign in/);
  await terminal.pick("IAM access key");
  await terminal.shows(/aws_access_key_id and aws_secret_access_key are in team Default/);
  await terminal.pick("Keep what is stored");
  await terminal.shows(/\? Change config\.yaml\? \(Y\/n\)/);
  await terminal.press("Enter");
  expect(await terminal.exitCode()).toBe(0);
  expect(stored()).toEqual([]);
  expect(await written()).toContain("auth_method: AWS_IAM");
});

test("under another name", async () => {
  const terminal = await wizard();
  await terminal.shows(/How should Baseten sign in/);
  await terminal.pick("IAM access key");
  await terminal.shows(/What is to become of them\?/);
  await terminal.pick("Store under another name");
  await terminal.shows(/Which access key may Baseten have\?/);
  await terminal.pick("Profile prod");
  await terminal.shows(/Store 2 secrets and change config\.yaml\? \(Y\/n\)/);
  await terminal.press("Enter");
  expect(await terminal.exitCode()).toBe(0);
  expect(stored().map(({ body }) => (body as { name: string }).name)).toEqual([
    "aws_access_key_id_whisper",
    "aws_secret_access_key_whisper",
  ]);
});

test("a JSON key: its path as a terminal pastes it, or the key, of which nothing is shown", async () => {
  const key = JSON.stringify(
    {
      type: "service_account",
      project_id: "my-project",
      private_key_id: "1a2b3c4d5e6f",
      private_key: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
      client_email: "puller@my-project.iam.gserviceaccount.com",
    },
    null,
    2,
  );
  await mkdir(join(home, "my keys"));
  await writeFile(join(home, "my keys/k.json"), key);
  await writeFile(
    join(home, "truss/config.yaml"),
    config.replace(image, "us-west2-docker.pkg.dev/my-project/models/whisper:3"),
  );
  const identity = /credential {3}puller@my-project\.iam\.gserviceaccount\.com · key 1a2b3c4d/;
  for (const pasted of [`'${join(home, "my keys/k.json")}' `, key]) {
    const terminal = await wizard(80, ["--store", "print", "--no-verify", "--method", "service-account"]);
    await terminal.shows(/Path of the JSON key, or the JSON itself/);
    await terminal.paste(pasted);
    await terminal.press("Enter");
    const screen = await terminal.shows(identity);
    expect(screen).not.toContain("PRIVATE");
    await terminal.press("Escape");
    await terminal.shows(/^\? Path of the JSON key, or the JSON itself/m);
    await terminal.press("C-c");
    expect(await terminal.exitCode()).toBe(130);
  }
});
