// What does npm publish, and does it run where nothing is installed?
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
let folder = "";
let tarball = "";

interface Packed {
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}
let packed: Packed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "create-registry-auth-pack-"));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { stdout } = await run("npm", args, { cwd: root });
  const [only] = JSON.parse(stdout) as readonly Packed[];
  if (only === undefined) throw new Error("npm pack packed nothing.");
  packed = only;
  tarball = join(folder, only.filename);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the package holds the bundle and what npm always adds", () => {
  const others = packed.files.map(({ path }) => path).filter((path) => !/^dist\/[\w-]+\.js$/.test(path));
  const added = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  expect(others.sort()).toEqual([...added, "dist/package.json"].sort());
});

test("the bin may be run, and needs no other package", async () => {
  expect(packed.files.find(({ path }) => path === "dist/cli.js")?.mode).toBe(0o755);
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"])
    expect(manifest).not.toHaveProperty(kind);
});

test("it is small", () => {
  expect(packed.size).toBeLessThan(260_000);
});

test("unpacked, it runs as it is", async () => {
  await run("tar", ["-xzf", tarball, "-C", folder]);
  const bin = join(folder, "package/dist/cli.js");
  const { version } = JSON.parse(await readFile(join(folder, "package/package.json"), "utf8"));
  expect((await run(process.execPath, [bin, "--version"])).stdout).toBe(`${version}\n`);
});

test("npx runs the tarball in a folder with nothing else, without a network", async () => {
  const bare = await mkdtemp(join(folder, "bare-"));
  await copyFile(tarball, join(bare, packed.filename));
  const env = { ...process.env, npm_config_cache: join(folder, "cache") };
  const args = ["--yes", "--offline", `./${packed.filename}`, "--version"];
  const { stdout } = await run("npx", args, { cwd: bare, env, timeout: 30_000 });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await readdir(bare)).toEqual([packed.filename]);
}, 40_000);
