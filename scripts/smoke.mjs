// Does the package work where nothing else is? Packs it, unpacks it in an empty folder, and runs its bin with this Node.
// With `--runners FOLDER`, a folder of programs, the tarball is also run by npx, pnpm dlx, yarn dlx and bunx.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const [, runners] = process.argv.slice(2);
const windows = process.platform === "win32";

const folder = await mkdtemp(join(tmpdir(), "smoke-"));
try {
  await smoke();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function smoke() {
  const options = { cwd: root, shell: windows };
  await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], options);
  const name = `create-registry-auth-${version}.tgz`;
  await run("tar", ["-xzf", name], { cwd: folder });
  const bin = join(folder, "package", "dist", "cli.js");
  const env = { ...process.env, HOME: folder, USERPROFILE: folder, NO_COLOR: "1" };
  const tool = (...args) => run(process.execPath, [bin, ...args], { cwd: folder, env });

  assert.equal((await tool("--version")).stdout, `${version}\n`);
  assert.match((await tool("--help")).stdout, /^Set a Truss project up/);

  const config = join(folder, "config.yaml");
  const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
  await writeFile(config, `model_name: whisper # ours\r\nbase_image:\r\n  image: ${image}\r\n`);
  const role = "arn:aws:iam::123456789012:role/baseten-ecr-access";
  const { stdout } = await tool("--method", "oidc", "--aws-role-arn", role, "--yes", "--json");
  assert.equal(JSON.parse(stdout).method, "oidc");
  const text = await readFile(config, "utf8");
  assert.match(text, /^model_name: whisper # ours\r\n[\s\S]*auth_method: AWS_OIDC\r\n/);
  assert.doesNotMatch(text, /[^\r]\n/);
  assert.match((await tool("check")).stdout, /nothing found/);
  const asked = await tool("--method", "token").catch((error) => error);
  assert.notEqual(asked.code, 0);
  console.log(`smoke: node ${process.version}: the packed bin works`);
  if (runners !== undefined) await runTarball(join(folder, name), env);
}

/** Each in an empty folder, with a home and caches of its own. */
async function runTarball(tarball, env) {
  const at = (program) => join(runners, program);
  const bin = "create-registry-auth";
  const commands = {
    npx: ["npx", ["--yes", `../${basename(tarball)}`]],
    "pnpm dlx": [at("pnpm"), [`--package=${tarball}`, "dlx", bin]],
    "yarn dlx": [at("yarn"), ["dlx", "--package", `${bin}@file:${tarball}`, bin]],
    bunx: [at("bun"), ["x", "--package", tarball, bin]],
  };
  for (const [title, [program, args]] of Object.entries(commands)) {
    const cwd = join(folder, title.replace(" ", "-"));
    await mkdir(cwd);
    const { stdout } = await run(program, [...args, "--version"], { cwd, env: { ...env, HOME: cwd } });
    assert.equal(stdout.trimEnd().split("\n").at(-1), version, title);
    console.log(`smoke: ${title}: the tarball runs`);
  }
}
