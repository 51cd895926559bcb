// Runs the whole job on a throw-away copy of examples/sample-truss, against a registry and a Baseten API that
// live in this process: no account, no network beyond this machine.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBaseten } from "../test/support/baseten.ts";
import { startRegistry } from "../test/support/registry.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const user = "demo";
const token = "open-sesame";
const apiKey = "demo-api-key";

const registry = await startRegistry({
  auth: "basic",
  users: { [user]: token },
  images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64", "linux/arm64"] }],
});
const baseten = await startBaseten({ apiKey, teams: [{ id: "t1", name: "Demo", default: true }] });
const folder = await mkdtemp(join(tmpdir(), "create-registry-auth-demo-"));
const config = join(folder, "config.yaml");

const say = (text = ""): void => void process.stdout.write(`${text}\n`);

/** Runs the tool in the copy; resolves to its exit code. */
function run(args: readonly string[], input: string | null): Promise<number | null> {
  const { CI: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd: folder,
    stdio: [input === null ? "inherit" : "pipe", "inherit", "inherit"],
    env: {
      ...env,
      BASETEN_API_KEY: apiKey,
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
      // What is on this machine is none of the demo's business.
      DOCKER_CONFIG: folder,
    },
  });
  if (input !== null) child.stdin?.end(input);
  return new Promise((resolve) => child.on("close", resolve));
}

async function byFlags(): Promise<number> {
  const flags = ["--username", user, "--password-stdin"];
  say(`$ echo wrong-token | create-registry-auth ${flags.join(" ")}\n`);
  const denied = await run(flags, "wrong-token\n");
  say(`\nexit code ${denied}\n\n$ pass show demo | create-registry-auth ${flags.join(" ")}\n`);
  const done = await run(flags, `${token}\n`);
  return denied === 3 && done === 0 ? 0 : 1;
}

async function onTerminal(): Promise<number> {
  say("A throw-away Truss, a registry and a Baseten of its own, all on this machine.");
  say(`When asked, the user is "${user}" and the token is "${token}"; try a wrong one first.\n`);
  return (await run([], null)) ?? 1;
}

let exitCode = 1;
process.on("SIGINT", () => {});
try {
  await cp(join(root, "examples/sample-truss"), folder, { recursive: true });
  const sample = await readFile(config, "utf8");
  const before = sample.replace(/image: \S+/, `image: ${registry.host}/team/whisper:3`);
  await writeFile(config, before);
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  exitCode = terminal ? await onTerminal() : await byFlags();
  const after = await readFile(config, "utf8");
  if (after !== before) {
    say("\nconfig.yaml now:\n");
    const old = new Set(before.split("\n"));
    for (const line of after.split("\n")) say(`${old.has(line) ? "  " : "+ "}${line}`);
    for (const { method, path } of baseten.requests.filter((request) => request.method === "POST"))
      say(`Baseten was sent: ${method} ${path}`);
  }
} finally {
  await Promise.all([rm(folder, { recursive: true, force: true }), registry.close(), baseten.close()]);
}
process.exit(exitCode);
