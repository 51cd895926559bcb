// The check: find the configs, inspect them, mend what may be mended, report.

import { resolve } from "node:path";
import { readBytes, writeBytes } from "../config/file.ts";
import { oldTruss, tooOld } from "../config/pins.ts";
import { findProjects, type Project } from "../config/projects.ts";
import type { CheckOptions, Outcome } from "../flow.ts";
import { CliError, interrupted, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { findOldTruss, sinceOf } from "./findings/auth-method.ts";
import { findAll, findingEntries } from "./findings/index.ts";
import type { Finding, View } from "./findings/types.ts";
import { type Fixed, fixAll as mendAll } from "./fix.ts";
import * as formats from "./formats.ts";
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
  const online = options.online ? onlineInspector(options, world) : null;
  const checked: report.Checked[] = [];
  for (const project of projects) {
    const { view, findings } = findAll({ shown: project.shown, bytes: await read(project, options, world) });
    const more =
      view === null
        ? []
        : [...(await besideIt(view, project, world)), ...(online === null ? [] : await online(view))];
    checked.push({ shown: project.shown, findings: report.toReport([...findings, ...more]) });
  }
  if (!options.json) await show(checked, options, world);
  const levels = new Set(checked.flatMap(({ findings }) => findings.map(report.levelOf)));
  const fails = levels.has("error") || (options.strict && levels.has("warning"));
  return { document: formats.findingsJson(checked), exitCode: fails ? 5 : 0 };
}

async function read(project: Project, { fix }: CheckOptions, world: World): Promise<Uint8Array> {
  // What --fix wrote is read anew.
  const bytes = (fix ? null : project.bytes) ?? (await readBytes(project, world));
  if (bytes !== null) return bytes;
  throw new CliError("file-not-found", `${project.shown} is gone.`, { hint: "Run the same command again." });
}

/** What files beside it mean for the config. */
async function besideIt(view: View, { path }: Project, world: World): Promise<readonly Finding[]> {
  const since = sinceOf(view);
  // A pin in the file itself is found already.
  if (since === null || tooOld(view.text, since) !== null) return [];
  const pin = await oldTruss({ path, text: view.text }, since, world);
  return pin === null ? [] : [findOldTruss(view, pin)];
}

async function show(checked: readonly report.Checked[], options: CheckOptions, world: World): Promise<void> {
  if (options.format === "github") return world.terminal.result(formats.findingsForGithub(checked));
  if (options.format === "text") return world.terminal.result(report.findingsText(checked));
  const text = `${JSON.stringify(formats.findingsAsSarif(checked, findingEntries, options.version), null, 2)}\n`;
  if (options.output === undefined) return world.terminal.result(text);
  const place = { path: resolve(world.cwd, options.output), shown: options.output };
  await writeBytes(place, await readBytes(place, world), Buffer.from(text), world);
}

interface Mended extends Fixed {
  readonly project: Project;
  readonly before: Uint8Array;
}

/** All diffs first, then one question, then the files one after the other. */
async function fixAll(projects: readonly Project[], options: CheckOptions, world: World): Promise<void> {
  const mended: Mended[] = [];
  for (const project of projects) {
    const before = await read(project, options, world);
    const fixed = mendAll({ shown: project.shown, bytes: before }, findAll);
    if (fixed.changed) mended.push({ project, before, ...fixed });
  }
  if (mended.length === 0) return world.terminal.say("Nothing here that --fix can change.");
  for (const { diff } of mended) for (const line of diff.trimEnd().split("\n")) world.terminal.say(line);
  const what = mended.length === 1 ? (mended[0]?.project.shown ?? "") : `${mended.length} files`;
  await confirm(what, options, world);
  for (const { project, before, bytes } of mended) await writeBytes(project, before, bytes, world);
  world.terminal.say(`Changed ${what}.`);
}

async function confirm(what: string, options: CheckOptions, world: World): Promise<void> {
  if (options.yes) return;
  if (world.prompter === null) throw missingFlag("--yes", `--fix would change ${what}.`);
  if (!(await world.prompter.confirm({ message: `Change ${what}?`, default: true }))) throw interrupted();
}
