// How much CPU does a Node program take, whatever else the machine does?
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bareEnv } from "./child.ts";

/** CPU milliseconds of a Node program, as it tells at its end. @param folder its home, where it leaves the figure */
export async function cpuOf(args: readonly string[], folder: string): Promise<number> {
  const told = join(folder, "cpu");
  const tell = `import fs from "node:fs";process.on("exit",()=>{const{user,system}=process.cpuUsage();fs.writeFileSync(${JSON.stringify(told)},String((user+system)/1000))})`;
  const env = {
    ...bareEnv(folder),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}`,
  };
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  if (code !== 0) throw new Error(`It ended with ${code}: ${args.join(" ")}`);
  return Number(await readFile(told, "utf8"));
}
