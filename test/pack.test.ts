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
  const licences = "dist/THIRD-PARTY-LICENSES.txt";
  expect(others.sort()).toEqual(["LICENSE", "README.md", licences, "dist/package.json", "package.json"]);
});

test("the licences of what is bundled are in it, each with its text", async () => {
  const text = await readFile(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  const parts = text.split(`\n\n${"-".repeat(80)}\n\n`).slice(1);
  const lines = parts.flatMap((part) => part.slice(0, part.indexOf("\n\n")).split("\n"));
  const heads = lines.filter((line) => !line.startsWith("  "));
  const names = heads.map((head) => head.split(" ")[0]);
  expect(names).toEqual(expect.arrayContaining(["@inquirer/core", "diff", "execa", "ora", "yaml"]));
  for (const head of heads)
    expect(head).toMatch(/^[@\w./-]+ \d+\.\d+\.\d+\S* \((?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD)\)/);
  // Each package's own notice goes with it, to the letter.
  for (const name of names) {
    const folder = join(root, "node_modules", name ?? "");
    const [file] = (await readdir(folder)).filter((each) => /^licen[cs]e/i.test(each));
    const own = file === undefined ? "" : await readFile(join(folder, file), "utf8");
    for (const [notice] of own.matchAll(/^copyright \(c\).*$/gim))
      expect(lines).toContain(`  ${notice.trim()}`);
  }
  for (const part of parts)
    expect(part).toMatch(/permission is hereby granted|permission to use|redistribution/i);
  expect(text).not.toContain(root);
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
