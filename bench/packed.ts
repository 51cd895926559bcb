// How large is what npm publishes?
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { say } from "./ratio.ts";

const aim = 150_000;

/** @returns whether the aim was met. */
export async function benchPacked(): Promise<boolean> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const args = ["pack", "--dry-run", "--ignore-scripts", "--json"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd });
  const [{ size, unpackedSize }] = JSON.parse(stdout) as [{ size: number; unpackedSize: number }];
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  say(`${kB(size)} packed (aim ${kB(aim)}${size <= aim ? "" : ", MISSED"}), ${kB(unpackedSize)} unpacked`);
  return size <= aim;
}
