// How large is what npm publishes, and what is it made of?
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { say } from "./ratio.ts";

const aim = 150_000;
const root = new URL("..", import.meta.url);

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** @returns whether the aim was met. */
export async function benchPacked(): Promise<boolean> {
  const args = ["pack", "--dry-run", "--ignore-scripts", "--json"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: fileURLToPath(root) });
  const [packed] = JSON.parse(stdout) as [Packed];
  const { size, unpackedSize } = packed;
  say(`${kB(size)} packed (aim ${kB(aim)}${size <= aim ? "" : ", MISSED"}), ${kB(unpackedSize)} unpacked`);
  const parts = [...(await partsOf(packed))].sort(([, one], [, other]) => other - one);
  say(`gzipped by themselves: ${parts.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(", ")}`);
  return size <= aim;
}

interface Chunk {
  readonly file: string;
  /** Path → bytes. */
  readonly modules: Readonly<Record<string, number>>;
}

/** Bytes by what most of a chunk is: this tool's own code, or a package; and all that isn't code. */
async function partsOf({ files }: Packed): Promise<ReadonlyMap<string, number>> {
  const chunks: readonly Chunk[] = JSON.parse(await readFile(new URL("build/chunks.json", root), "utf8"));
  const parts = new Map<string, number>();
  for (const { path } of files) {
    const chunk = chunks.find(({ file }) => path === `dist/${file}`);
    const part = chunk === undefined ? "texts" : mostOf(chunk);
    const bytes = gzipSync(await readFile(new URL(path, root)), { level: 9 }).length;
    parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return parts;
}

const proxies = /agent|socks|proxy|smart-buffer/;

function mostOf({ modules }: Chunk): string {
  const bytes = new Map<string, number>();
  for (const [path, size] of Object.entries(modules)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "own code";
    const part = proxies.test(name) ? "proxies" : name.startsWith("@inquirer/") ? "@inquirer/prompts" : name;
    bytes.set(part, (bytes.get(part) ?? 0) + size);
  }
  return [...bytes].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "own code";
}

const kB = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
