// What does an edit of config.yaml cost beside the yaml package's own parse and print, and as the file grows?
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { editConfig } from "../src/config/truss.ts";
import { changeTo } from "../test/config/mechanisms.ts";
import { bin } from "./child.ts";
import { cpuOf } from "./cpu.ts";
import { compare, median, say } from "./ratio.ts";

const change = changeTo("AWS_IAM");

/** A config with a list of so many lines in all. A text is edited once: what is remembered of it doesn't count. */
function listOf(lines: number): () => string {
  let turn = 0;
  const items = Array.from(
    { length: Math.max(1, lines - 8) },
    (_, index) => `- package-${index}==1.${index}\n`,
  );
  return () => `# ${turn++}
model_name: bench
base_image:
  image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b:1
secrets:
  hf_access_token: null
resources: {accelerator: A10G, use_gpu: true}
requirements:
${items.join("")}`;
}

function keysOf(keys: number): () => string {
  let turn = 0;
  const pairs = Array.from({ length: keys }, (_, index) => `  KEY_${index}: v\n`).join("");
  return () => `# ${turn++}\nmodel_name: bench\nbase_image: {image: a/b:1}\nenvironment_variables:\n${pairs}`;
}

/** CPU milliseconds of as many turns as make it worth the clock, for one. */
function cpu(turns: number, act: () => unknown): number {
  const before = process.cpuUsage();
  for (let turn = 0; turn < turns; turn += 1) act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / turns;
}

/** @returns whether each aim was met. */
export async function benchEdit(): Promise<boolean> {
  let met = true;
  const sizes = [10, 100, 1000, 10_000] as const;
  for (const lines of sizes) {
    const [edit, floor] = [listOf(lines), listOf(lines)];
    const turns = Math.max(1, Math.round(2000 / lines));
    const good = await compare({
      name: `editConfig, a list, ${lines} lines`,
      floor: { name: "parse and print", run: async () => cpu(turns, () => String(parseDocument(floor()))) },
      run: async () => cpu(turns, () => editConfig(edit(), change)),
      aim: lines === 10 ? 3 : 1.6,
    });
    met = good && met;
  }
  const [many, floor] = [keysOf(10_000), keysOf(10_000)];
  const keys = await compare({
    name: "editConfig, a mapping of 10,000 keys",
    floor: { name: "parse and print", run: async () => cpu(1, () => String(parseDocument(floor()))) },
    run: async () => cpu(1, () => editConfig(many(), change)),
    aim: 3.5,
  });
  return (await growth()) && keys && met;
}

/** Four times the keys in no more than four times the CPU: of a whole dry run, and, not judged, of the edit alone. */
async function growth(): Promise<boolean> {
  const alone = (keys: number): number => {
    const text = keysOf(keys);
    const turns = Math.round(20_000 / keys);
    return median(Array.from({ length: 9 }, () => cpu(turns, () => editConfig(text(), change))));
  };
  alone(2500);
  say(`${(alone(10_000) / alone(2500)).toFixed(2)} × 2,500 keys  editConfig, 10,000 keys, CPU`);
  const folder = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  const flags = [
    "--method",
    "token",
    "--username",
    "u",
    "--store",
    "none",
    "--no-verify",
    "--yes",
    "--dry-run",
  ];
  const dryRun = async (keys: number): Promise<number> => {
    await writeFile(join(folder, "config.yaml"), keysOf(keys)());
    return cpuOf([bin, folder, ...flags], folder);
  };
  try {
    return await compare({
      name: "setup --dry-run, a mapping of 10,000 keys, CPU",
      floor: { name: "2,500 keys", run: () => dryRun(2500) },
      run: () => dryRun(10_000),
      aim: 4,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
