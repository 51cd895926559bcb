// How long until the help is printed, and until the first question is on the screen? Beside others that people know.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bin, type Setting, time, timeOnTerminal } from "./child.ts";
import { installedNode, installedPeer, peers } from "./peers.ts";
import { makeProject } from "./project.ts";
import { compareAll, say } from "./ratio.ts";

/** Whether what isn't there yet may be fetched. */
export interface Reach {
  readonly offline: boolean;
}

/** `--help` against an empty Node; the shortest module of each kind is told beside it. */
export async function benchHelp(): Promise<boolean> {
  const project = await makeProject();
  const [module, script] = ["empty.mjs", "empty.cjs"].map((name) => join(project.cwd, name));
  const node = (...args: readonly string[]) => time([process.execPath, ...args], project);
  try {
    await Promise.all([writeFile(module ?? "", ""), writeFile(script ?? "", "")]);
    return await compareAll({ name: "node -e 0", run: () => node("-e", "0") }, [
      { name: "--help", run: () => node(bin, "--help"), aim: 1.25, aimRss: 1.1 },
      { name: "an empty CommonJS module", run: () => node(script ?? ""), aim: null },
      { name: "an empty ES module", run: () => node(module ?? ""), aim: null },
    ]);
  } finally {
    await project.remove();
  }
}

/** The first question on a terminal, against an empty Node that comes and goes on one, with peers and other Nodes. */
export async function benchFirstQuestion({ offline }: Reach): Promise<boolean> {
  const project = await makeProject();
  if (offline) say("NOT MEASURED: peers and other versions of Node (--offline)");
  try {
    const others = offline
      ? []
      : await Promise.all(peers.map(async (peer) => ({ ...peer, path: await installedPeer(peer) })));
    let met = await firstQuestions(process.execPath, project, others);
    for (const major of offline ? [] : [22, 24])
      met = (await firstQuestions(await installedNode(major), project, others.slice(0, 1))) && met;
    return met;
  } finally {
    await project.remove();
  }
}

async function firstQuestions(
  node: string,
  project: Setting,
  others: readonly { readonly name: string; readonly path: string; readonly asks: string }[],
): Promise<boolean> {
  const until = (path: string, asks: string) => () => timeOnTerminal([node, path], project, { until: asks });
  const ours = { name: "first question", run: until(bin, "How should Baseten"), aim: 1.9 };
  const version =
    /(\d+)$/.exec(node.replace(/\/node_modules.*/, ""))?.[1] ?? process.versions.node.split(".")[0];
  const floor = {
    name: `node ${version} -e 0 on a terminal`,
    run: () => timeOnTerminal([node, "-e", "0"], project),
  };
  const theirs = others.map(({ name, path, asks }) => ({
    name: `first question of ${name}`,
    run: until(path, asks),
    aim: null,
  }));
  return compareAll(floor, [ours, ...theirs]);
}
