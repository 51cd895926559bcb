// What does `refresh` cost as a tree grows? 10, 100 and 1,000 projects over 3 registries, in time and memory.
import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type StandIn, startBaseten } from "../test/support/baseten.ts";
import { say } from "./ratio.ts";

const bin = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const apiKey = "bench";
/** The time of 1,000 projects over that of 3 fetches in a row. */
const most = 1.5;
const sizes = [10, 100, 1000] as const;
const hosts = ["111111111111", "222222222222", "333333333333"].map(
  (account) => `${account}.dkr.ecr.us-east-1.amazonaws.com`,
);

/** A stand-in for aws: each call takes 300 ms and leaves a line in `calls`. */
const aws = (folder: string): string => `#!/bin/sh
sleep 0.3
echo "$2" >> '${folder}/calls'
echo '{"authorizationData":[{"authorizationToken":"QVdTOmJlbmNo"}]}'
`;

/** Node tells its own peak; a program that asks from outside differs from system to system. */
const tellPeak = (file: string): string =>
  `--import=data:text/javascript,${encodeURIComponent(
    `import fs from "node:fs";process.on("exit",()=>fs.writeFileSync(${JSON.stringify(file)},String(process.resourceUsage().maxRSS)))`,
  )}`;

interface Measured {
  readonly ms: number;
  readonly peakMb: number;
  readonly calls: number;
}

/**
 * Prints, for each size, the token calls, the time over that of 3 fetches (one after the other, and all at once),
 * and the peak memory. Needs a built `dist` and a POSIX shell.
 * @returns whether the largest tree took at most 1.5 times its 3 fetches.
 */
export async function benchRefresh(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  const baseten = await startBaseten({ apiKey });
  try {
    await writeFile(join(folder, "aws"), aws(folder));
    await chmod(join(folder, "aws"), 0o755);
    const [oneByOne, together] = [await fetchThree(folder, false), await fetchThree(folder, true)];
    say("refresh, 3 registries, each fetch 300 ms");
    say("projects  token calls  over 3 fetches in a row  over 3 at once  peak RSS");
    let last = 0;
    for (const size of sizes) {
      const tree = join(folder, String(size));
      await plant(tree, size);
      const { ms, peakMb, calls } = median([
        await measure(tree, folder, baseten),
        await measure(tree, folder, baseten),
        await measure(tree, folder, baseten),
      ]);
      last = ms / oneByOne;
      const cells = [
        String(size).padStart(8),
        String(calls).padStart(11),
        last.toFixed(2).padStart(23),
        (ms / together).toFixed(2).padStart(14),
        `${Math.round(peakMb)} MB`.padStart(8),
      ];
      say(cells.join("  "));
    }
    return last <= most;
  } finally {
    await Promise.all([rm(folder, { recursive: true, force: true }), baseten.close()]);
  }
}

const median = (runs: readonly Measured[]): Measured =>
  [...runs].sort((one, other) => one.ms - other.ms)[Math.floor(runs.length / 2)] as Measured;

/** Milliseconds that three fetches take without this tool. */
async function fetchThree(folder: string, atOnce: boolean): Promise<number> {
  const start = performance.now();
  const fetchOne = () => run(join(folder, "aws"), ["ecr", "bench"], {});
  if (atOnce) await Promise.all(hosts.map(fetchOne));
  else for (const _ of hosts) await fetchOne();
  return performance.now() - start;
}

async function plant(tree: string, size: number): Promise<void> {
  for (let index = 0; index < size; index++) {
    const project = join(tree, `group-${index % 10}`, `model-${index}`);
    const host = hosts[index % hosts.length];
    await mkdir(project, { recursive: true });
    await writeFile(
      join(project, "config.yaml"),
      `model_name: model-${index}
python_version: py311
base_image:
  image: ${host}/team/model-${index}:1
resources:
  accelerator: A10G
  use_gpu: true
requirements:
  - torch==2.4.0
  - transformers==4.44.0
secrets:
  hf_access_token: null
  DOCKER_REGISTRY_${host}: null
`,
    );
  }
}

async function measure(tree: string, folder: string, baseten: StandIn): Promise<Measured> {
  const [peak, calls] = [join(folder, "peak"), join(folder, "calls")];
  await rm(calls, { force: true });
  const env = {
    PATH: `${folder}:${process.env.PATH ?? ""}`,
    HOME: folder,
    BASETEN_API_KEY: apiKey,
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
    NODE_OPTIONS: tellPeak(peak),
  };
  const start = performance.now();
  // The registries aren't real, so there is no pull to check.
  await run(process.execPath, [bin, "refresh", "-r", tree, "--no-verify", "--json"], env);
  const ms = performance.now() - start;
  const lines = (await readFile(calls, "utf8")).trimEnd().split("\n");
  return { ms, peakMb: Number(await readFile(peak, "utf8")) / 1024, calls: lines.length };
}

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(file, [...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: "ignore",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}.`))));
  });
}
