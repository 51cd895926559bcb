// How long until the help is printed, and until the first question is on the screen?
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bin, onTerminal, type Setting, time } from "./child.ts";
import { makeProject } from "./project.ts";
import { compare } from "./ratio.ts";

const node = process.execPath;

/** `--help` against an empty Node, and against the shortest ES module, below which no ES module starts. */
export async function benchHelp(): Promise<boolean> {
  const project = await makeProject();
  const empty = join(project.cwd, "empty.mjs");
  const run = () => time(node, [bin, "--help"], project);
  try {
    await writeFile(empty, "");
    const met = await compare({
      name: "--help",
      floor: { name: "node -e 0", run: () => time(node, ["-e", "0"], project) },
      run,
      aim: 1.4,
    });
    const module = { name: "node empty.mjs", run: () => time(node, [empty], project) };
    return (await compare({ name: "--help", floor: module, run, aim: null })) && met;
  } finally {
    await project.remove();
  }
}

/** The first question on a terminal, against an empty Node that comes and goes on one. */
export async function benchFirstPrompt(): Promise<boolean> {
  const project = await makeProject();
  try {
    return await compare({
      name: "first question on a terminal",
      floor: { name: "node -e 0", run: () => emptyNode(project) },
      run: () => firstPrompt(project),
      aim: 1.6,
    });
  } finally {
    await project.remove();
  }
}

async function emptyNode(setting: Setting): Promise<number> {
  const started = performance.now();
  return (await onTerminal(node, ["-e", "0"], setting).ended) - started;
}

async function firstPrompt(setting: Setting): Promise<number> {
  const started = performance.now();
  const tool = onTerminal(node, [bin], setting);
  const shown = await tool.shows(/\?/);
  tool.kill();
  await tool.ended;
  return shown - started;
}
