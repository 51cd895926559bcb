// How does the cost grow? CPU from 10 to 10,000 of a thing, and the exponent from each size to the next: 1 is in proportion.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { editConfig } from "../src/config/truss.ts";
import { plantProjects } from "./check.ts";
import { bin } from "./child.ts";
import { cpuOf } from "./cpu.ts";
import { change, cpu, keysOf, listOf } from "./edit.ts";
import { compare, median, say } from "./ratio.ts";

const sizes = [10, 100, 1000, 10_000] as const;

/** Prints the growth of each. @returns whether four times the keys take no more than four times the CPU */
export async function benchGrowth(): Promise<boolean> {
  say(
    `CPU ms, and the exponent from the size before            ${sizes.map((size) => cell(String(size))).join("")}`,
  );
  const edited = (make: (size: number) => () => string, act: (text: string) => unknown) => (size: number) => {
    const text = make(size);
    return cpu(Math.max(1, Math.round(2000 / size)), () => act(text()));
  };
  const edit = (text: string) => editConfig(text, change);
  const print = (text: string) => String(parseDocument(text));
  await grow("editConfig, a list of so many lines", edited(listOf, edit));
  await grow("the yaml package's parse and print of it", edited(listOf, print));
  await grow("editConfig, a mapping of so many keys", edited(keysOf, edit));
  const folder = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  try {
    for (const size of sizes) await plantProjects(join(folder, `tree-${size}`), size);
    await grow(
      "check -r, so many projects",
      (size) => cpuOf([bin, "check", "-r", join(folder, `tree-${size}`)], folder),
      3,
    );
    return (await fourTimes(folder)) && fourTimesAlone();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function grow(name: string, run: (size: number) => number | Promise<number>, turns = 9): Promise<void> {
  const found: number[] = [];
  for (const size of sizes) {
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) times.push(await run(size));
    found.push(median(times));
  }
  const cells = found.map((time, at) => {
    const before = found[at - 1];
    const exponent = before === undefined ? "" : ` ^${Math.log10(time / before).toFixed(2)}`;
    return cell(`${time >= 10 ? time.toFixed(0) : time.toFixed(1)}${exponent}`);
  });
  say(`${name.padEnd(56)} ${cells.join("")}`);
}

const cell = (text: string): string => text.padStart(13);

/** Four times the keys: a whole dry run. */
async function fourTimes(folder: string): Promise<boolean> {
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
  return compare({
    name: "setup --dry-run, a mapping of 10,000 keys, CPU",
    floor: { name: "2,500 keys", run: () => dryRun(2500) },
    run: () => dryRun(10_000),
    aim: 4,
  });
}

/** Four times the keys: the edit by itself. */
function fourTimesAlone(): Promise<boolean> {
  const run = (keys: number) => {
    const text = keysOf(keys);
    return async () => cpu(20_000 / keys, () => editConfig(text(), change));
  };
  return compare({
    name: "editConfig, 10,000 keys, CPU",
    floor: { name: "2,500 keys", run: run(2500) },
    run: run(10_000),
    aim: 4,
  });
}
