// Whom is the tool held against? Command lines that people know, and other versions of Node; installed into .cache.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cache = fileURLToPath(new URL("../.cache/bench", import.meta.url));

export interface Peer {
  readonly name: string;
  readonly package: string;
  readonly bin: string;
  /** What stands in its first question. */
  readonly asks: string;
}

/** Wizards that begin with a question and need no network for it. */
export const peers: readonly Peer[] = [
  { name: "create-vite", package: "create-vite@9", bin: "create-vite", asks: "Project name:" },
  { name: "create-hono", package: "create-hono@0.19", bin: "create-hono", asks: "Target directory" },
  {
    name: "create-cloudflare 2.67.4",
    package: "create-cloudflare@2.67.4",
    bin: "create-cloudflare",
    asks: "In which directory",
  },
  {
    name: "@sentry/wizard 8",
    package: "@sentry/wizard@8",
    bin: "sentry-wizard",
    asks: "Configure Source Maps Upload",
  },
];

/** The peer's bin, installed when it isn't there yet. */
export const installedPeer = (peer: Peer): Promise<string> => install(peer.package, peer.bin);

/** The `node` of a major version, by npm's package of that name. */
export const installedNode = (major: number): Promise<string> => install(`node@${major}`, "node");

async function install(spec: string, bin: string): Promise<string> {
  const folder = join(cache, spec.replaceAll("/", "-"));
  const path = join(folder, "node_modules", ".bin", bin);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}\n");
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--silent", spec], { cwd: folder });
  return path;
}
