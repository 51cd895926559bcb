// The check: find the configs, inspect them, mend what may be mended, report.
import { resolve } from "node:path";
import { findProjects, type Project } from "../config/projects.ts";
import { missingFlag } from "../credential/ask.ts";
import { runAttempts } from "../credential/fetch.ts";
import type { CheckOptions, Outcome } from "../flow.ts";
import { CliError, interrupted } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { type Fixed, inspect, mend } from "./inspect.ts";
import { onlineInspector } from "./online.ts";
import * as report from "./screen.ts";

/**
 * Says what would break the next deploy, and why. Writes only with `--fix`, and then only config.yaml.
 * @returns the document for `--json`; the exit code is 5 for errors, and for warnings with `--strict`.
 * @throws CliError `file-not-found`, `config-not-found`; `missing-flag` (`--yes`), `config-changed`,
 *   `config-unwritable` with `--fix`; as Baseten's API with `--online`.
 */
export async function check(options: CheckOptions, world: World): Promise<Outcome> {
  const names = ["config.yaml", "config.yml"];
  const projects = await findProjects(options.projects, options.recursive, world, names);
  if (options.fix) await fixAll(projects, options, world);
  const online = options.online ? onlineInspector(options, runAttempts, world) : null;
  const checked: report.Checked[] = [];
  for (const project of projects) {
    const { view, findings } = inspect({ shown: project.shown, bytes: await read(project, world) });
    const more = online === null || view === null ? [] : await online(view);
    checked.push({ shown: project.shown, findings: report.toReport([...findings, ...more]) });
  }
  if (!options.json) await show(checked, options, world);
  const levels = new Set(checked.flatMap(({ findings }) => findings.map(report.levelOf)));
  const fails = levels.has("error") || (options.strict && levels.has("warning"));
  return { document: report.findingsJson(checked), exitCode: fails ? 5 : 0 };
}

async function read({ path, shown }: Project, world: World): Promise<Uint8Array> {
  let bytes: Uint8Array | null;
  try {
    bytes = await world.files.read(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new CliError("invalid-config", `${shown} can't be read (${code}).`, {
      hint: `See what it is: ls -l ${shown}`,
    });
  }
  if (bytes !== null) return bytes;
  throw new CliError("file-not-found", `${shown} is gone.`, { hint: "Run the same command again." });
}

async function show(checked: readonly report.Checked[], options: CheckOptions, world: World): Promise<void> {
  if (options.format === "github") return world.terminal.result(report.findingsForGithub(checked));
  if (options.format === "text") return world.terminal.result(report.findingsText(checked));
  const text = `${JSON.stringify(report.findingsAsSarif(checked, options.version), null, 2)}\n`;
  if (options.output === undefined) return world.terminal.result(text);
  const path = resolve(world.cwd, options.output);
  await write(path, options.output, await world.files.read(path), Buffer.from(text), world);
}

interface Mended extends Fixed {
  readonly project: Project;
  readonly before: Uint8Array;
}

/** All diffs first, then one question, then the files one after the other. */
async function fixAll(projects: readonly Project[], options: CheckOptions, world: World): Promise<void> {
  const mended: Mended[] = [];
  for (const project of projects) {
    const before = await read(project, world);
    const fixed = mend({ shown: project.shown, bytes: before });
    if (fixed.changed) mended.push({ project, before, ...fixed });
  }
  if (mended.length === 0) return world.terminal.say("Nothing here that --fix can change.");
  for (const { diff } of mended) for (const line of diff.trimEnd().split("\n")) world.terminal.say(line);
  const what = mended.length === 1 ? (mended[0]?.project.shown ?? "") : `${mended.length} files`;
  await confirm(what, options, world);
  for (const { project, before, bytes } of mended)
    await write(project.path, project.shown, before, bytes, world);
  world.terminal.say(`Changed ${what}.`);
}

async function confirm(what: string, options: CheckOptions, world: World): Promise<void> {
  if (options.yes) return;
  if (world.prompter === null) throw missingFlag("--yes", `--fix would change ${what}.`);
  if (!(await world.prompter.confirm({ message: `Change ${what}?`, default: true }))) throw interrupted();
}

async function write(
  path: string,
  shown: string,
  before: Uint8Array | null,
  after: Uint8Array,
  world: World,
): Promise<void> {
  let outcome: "written" | "changed";
  try {
    outcome = await world.files.replace(path, before, after);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new CliError("config-unwritable", `${shown} can't be written (${code}).`, {
      hint: "Make the file and its folder writable, then run this again.",
    });
  }
  if (outcome === "changed")
    throw new CliError("config-changed", `${shown} changed while this ran, so it was left alone.`, {
      hint: "Run the same command again; it starts from the new text.",
    });
}
