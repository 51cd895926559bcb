// What does an edit of config.yaml cost beside the yaml package's own parse and print?
import { parseDocument } from "yaml";
import { editConfig } from "../src/config/truss.ts";
import { changeTo } from "../test/config/mechanisms.ts";
import { compare } from "./ratio.ts";

export const change = changeTo("AWS_IAM");

/** Counts on from one text to the next, so that none comes twice. */
let turn = 0;

/** A config with a list of so many lines in all. A text is edited once: what is remembered of it doesn't count. */
export function listOf(lines: number): () => string {
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

/** A config with a mapping of so many keys. */
export function keysOf(keys: number): () => string {
  const pairs = Array.from({ length: keys }, (_, index) => `  KEY_${index}: v\n`).join("");
  return () => `# ${turn++}\nmodel_name: bench\nbase_image: {image: a/b:1}\nenvironment_variables:\n${pairs}`;
}

/** CPU milliseconds of as many turns as make it worth the clock, for one. */
export function cpu(turns: number, act: () => unknown): number {
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
  return keys && met;
}
