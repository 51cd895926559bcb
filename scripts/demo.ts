// Runs the whole job on throw-away copies of examples/sample-truss, against registries, a Baseten and, where moto_server
// and aws are installed, an AWS account that live on this machine: no account of yours, no network beyond.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBaseten } from "../test/support/baseten.ts";
import { startRegistry } from "../test/support/registry.ts";
import { type DemoCloud, startCloud } from "./demo-cloud.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const user = "demo";
const token = "open-sesame";
const apiKey = "demo-api-key";

const registry = await startRegistry({
  auth: "basic",
  users: { [user]: token },
  images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64", "linux/arm64"] }],
});
const baseten = await startBaseten({
  apiKey,
  teams: [{ id: "t1", name: "Demo", default: true }],
  organization: { id: "demo" },
});
const home = await mkdtemp(join(tmpdir(), "create-registry-auth-demo-"));

const say = (text = ""): void => void process.stdout.write(`${text}\n`);

/** What is on this machine is none of the demo's business: no sign-in, no profile, no CI. */
function ownEnv(): Record<string, string> {
  const foreign = /^(?:AWS|BASETEN|DOCKER|CLOUDSDK|TRUSS)_|^(?:CI|NODE_OPTIONS|XDG_CONFIG_HOME|APPDATA)$/;
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || foreign.test(name) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    BASETEN_API_KEY: apiKey,
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
  };
}

interface Project {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A copy of the sample with this image. */
async function projectWith(image: string, name: string, more: DemoCloud["env"] = {}): Promise<Project> {
  const folder = join(home, name);
  await mkdir(folder);
  await cp(join(root, "examples/sample-truss"), folder, { recursive: true });
  const config = join(folder, "config.yaml");
  const sample = await readFile(config, "utf8");
  await writeFile(config, sample.replace(/image: \S+/, `image: ${image}`));
  return { folder, env: { ...ownEnv(), ...more } };
}

/** Runs the tool there; resolves to its exit code. */
function run({ folder, env }: Project, args: readonly string[], input?: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd: folder,
    stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"],
    env,
  });
  if (input !== undefined) child.stdin?.end(input);
  return new Promise((resolve) => child.on("close", resolve));
}

/** Shows a command and runs it without a terminal. @throws when it ends otherwise than it should */
async function show(project: Project, args: readonly string[], expected = 0, before = ""): Promise<void> {
  say(`\n$ ${before}create-registry-auth ${args.join(" ")}`);
  const code = await run(project, args, before.includes("wrong") ? "wrong-token\n" : `${token}\n`);
  if (expected !== 0) say(`\nexit code ${code}`);
  if (code !== expected) throw new Error(`It ended with ${code}, not ${expected}.`);
}

async function byFlags(cloud: DemoCloud | null): Promise<void> {
  const project = await projectWith(`${registry.host}/team/whisper:3`, "truss");
  const flags = ["--username", user, "--password-stdin"];
  say("A private registry: a token that is refused, one that is right, and then it is set up.");
  await show(project, flags, 3, "echo wrong-token | ");
  await show(project, flags, 0, "pass show demo | ");
  await show(project, [...flags, "--yes"], 0, "pass show demo | ");
  await show(project, ["check"]);
  if (cloud === null)
    return say("\nWith moto_server and aws installed, a role is made in an AWS account too.");
  const onEcr = await projectWith(cloud.image, "truss-on-ecr", cloud.env);
  const makeRole = ["--method", "oidc", "--grant", "create", "--yes"];
  say("\nAmazon ECR: the role is made in an AWS account on this machine, and then it is there.");
  await show(onEcr, makeRole);
  await show(onEcr, makeRole);
}

async function onTerminal(cloud: DemoCloud | null): Promise<number> {
  say("A throw-away Truss. All that it meets is on this machine: nothing of yours is used.");
  if (cloud === null) say(`The user is "${user}", the token "${token}"; try a wrong one first.`);
  else say('Take "OIDC role", then "Make one": a role is made. Any other way works too.');
  const project =
    cloud === null
      ? await projectWith(`${registry.host}/team/whisper:3`, "truss")
      : await projectWith(cloud.image, "truss", cloud.env);
  say("\n$ create-registry-auth");
  const code = (await run(project, [])) ?? 1;
  if (code !== 0) return code;
  say("\nThe same once more, as a colleague would:\n\n$ create-registry-auth");
  return (await run(project, [])) ?? 1;
}

let exitCode = 1;
let cloud: DemoCloud | null = null;
process.on("SIGINT", () => {});
try {
  cloud = await startCloud(home, ownEnv());
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  if (terminal) exitCode = await onTerminal(cloud);
  else {
    await byFlags(cloud);
    exitCode = 0;
  }
} finally {
  await Promise.all([cloud?.stop(), registry.close(), baseten.close()]);
  await rm(home, { recursive: true, force: true });
}
process.exit(exitCode);
