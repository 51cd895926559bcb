// Draws docs/wizard.svg: the built tool in a terminal, with everything foreign on this machine.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startBaseten } from "../test/support/baseten.ts";
import { pointTo } from "../test/support/pointer.ts";
import { startRegistry } from "../test/support/registry.ts";
import { leadTo } from "./lead.ts";
import { drawScreen } from "./picture-svg.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const columns = 88;
const rows = 40;

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
const config = `model_name: whisper
base_image:
  image: ${image}
secrets:
  hf_access_token: null  # to download the weights
`;
const profile = `[prod]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${"NotAKey".padEnd(40, "x")}
`;
const password = "not-a-password";

const registry = await startRegistry({
  auth: "basic",
  users: { AWS: password },
  images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 }],
});
const apiKey = "picture";
const baseten = await startBaseten({ apiKey });
const home = await mkdtemp(join(tmpdir(), "create-registry-auth-picture-"));
const tmux = async (...args: readonly string[]): Promise<string> =>
  (await run("tmux", ["-L", "create-registry-auth-picture", "-f", "/dev/null", ...args])).stdout;
const screen = (...args: readonly string[]): Promise<string> =>
  tmux("capture-pane", "-p", "-t", "0", ...args);

/** A Truss, an AWS profile, an `aws` that gives the registry's password, and ECR's address led to the registry. */
async function furnish(): Promise<void> {
  await Promise.all(["truss", "bin", ".aws"].map((name) => mkdir(join(home, name))));
  const token = Buffer.from(`AWS:${password}`).toString("base64");
  const data = [{ authorizationToken: token, expiresAt: Date.now() / 1000 + 43_200 }];
  const caller = { Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/ada" };
  const aws = `#!/bin/sh
sleep 0.1
case "$1" in
sts) echo '${JSON.stringify(caller)}' ;;
*) echo '${JSON.stringify({ authorizationData: data })}' ;;
esac
`;
  const [host = ""] = image.split("/");
  await writeFile(join(home, "truss/config.yaml"), config);
  await writeFile(join(home, ".aws/credentials"), profile);
  await writeFile(join(home, "bin/aws"), aws, { mode: 0o755 });
  await writeFile(
    join(home, "bin/create-registry-auth"),
    `#!/bin/sh\nexec node '${root}dist/cli.js' "$@"\n`,
    {
      mode: 0o755,
    },
  );
  await writeFile(join(home, "lead.mjs"), leadTo(host, registry.host));
}

async function start(): Promise<void> {
  const env = {
    HOME: home,
    PATH: `${join(home, "bin")}:${process.env.PATH}`,
    NODE_OPTIONS: `--import=${join(home, "lead.mjs")}`,
    BASETEN_API_KEY: apiKey,
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
    PS1: "$ ",
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
  };
  const size = ["-x", String(columns), "-y", String(rows)];
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  await tmux("-u", "new-session", "-d", ...size, "-c", join(home, "truss"), "env", "-i", ...pairs, "sh");
}

/** Waits until the screen shows it. */
async function shows(pattern: RegExp): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (pattern.test(await screen())) return void (await after(150));
    await after(100);
  }
  throw new Error(`${pattern} never came:\n${await screen()}`);
}

/** Presses Up or Down, and gives the list the time to follow. */
async function arrow(key: "down" | "up"): Promise<void> {
  await tmux("send-keys", "-t", "0", key === "down" ? "Down" : "Up");
  await after(200);
}

async function act(): Promise<void> {
  await shows(/^\$/m);
  await tmux("send-keys", "-t", "0", "create-registry-auth", "Enter");
  await shows(/How should Baseten sign in/);
  await pointTo("12-hour token", { screen, press: arrow });
  await tmux("send-keys", "-t", "0", "Enter");
  await shows(/config\.yaml\? \(Y/);
  await tmux("send-keys", "-t", "0", "Enter");
  await shows(/truss push/);
}

try {
  await furnish();
  await start();
  await act();
  // The shell's next prompt tells nothing.
  const shown = (await screen("-e")).trimEnd().replace(/\n[^\n]*\$$/, "");
  const svg = drawScreen(shown, columns);
  await mkdir(join(root, "docs"), { recursive: true });
  await writeFile(join(root, "docs/wizard.svg"), svg);
  process.stdout.write(`docs/wizard.svg\n${await screen()}`);
} finally {
  await tmux("kill-server").catch(() => {});
  await Promise.all([rm(home, { recursive: true, force: true }), registry.close(), baseten.close()]);
}
