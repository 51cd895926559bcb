// The check: find the configs, inspect them, mend what may be mended, report.

import { dirname, resolve } from "node:path";
import { readBytes, writeBytes } from "../config/file.ts";
import { oldTruss, tooOld } from "../config/pins.ts";
import { findProjects, type Project } from "../config/projects.ts";
import type { CheckOptions, Outcome } from "../flow.ts";
import { ownCommand, toolOf } from "../text/own-command.ts";
import { diffLines, paintOf } from "../text/paint.ts";
import { shellLine } from "../text/shell.ts";
import { Back, CliError, interrupted, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { gatherPulls, type PullGroup, pullsJson } from "./by-registry.ts";
import { findOldTruss, sinceOf } from "./findings/auth-method.ts";
import { findAll, findingEntries } from "./findings/index.ts";
import type { Finding, View } from "./findings/types.ts";
import type { Fixed } from "./fix.ts";
import * as formats from "./formats.ts";
import { sayUnread } from "./python-beside.ts";
import { type Checked, type Commands, levelOf, toReport } from "./reported.ts";
import { findingsPage } from "./screen.ts";

/**
 * Says what would break the next deploy, and why. Writes only with `--fix`, and then only config.yaml.
 * @returns the document for `--json`; the exit code is 5 for errors, and for warnings with `--strict`.
 * @throws CliError `file-not-found`, `config-not-found`; `missing-flag` (`--yes`), `config-changed`,
 *   `config-unwritable` with `--fix`; as Baseten's API with `--online`.
 */
export async function check(options: CheckOptions, world: World): Promise<Outcome> {
  const names = ["config.yaml", "config.yml"];
  const projects = await findProjects(options.projects, options.recursive, world, names);
  const mended = options.fix && (await fixAll(projects, options, world));
  const online = options.online ? (await import("./online.ts")).onlineInspector(options, world) : null;
  const checked: Checked[] = [];
  const pulls = gatherPulls();
  for (const project of projects) {
    const { view, findings } = findAll({ shown: project.shown, bytes: await read(project, options, world) });
    const here = view === null ? findings : [...findings, ...(await besideIt(view, project, world))];
    const all = view === null || online === null ? here : await online(view, here);
    if (view !== null) pulls.add(project.shown, view);
    checked.push({ shown: project.shown, findings: toReport(all) });
  }
  if (!options.json) await show(checked, pulls.groups(), options, world);
  await sayUnread(projects, options, world);
  const found = checked.some(({ findings }) => findings.length > 0);
  if (options.fix && !mended && found)
    world.terminal.say("  Nothing was changed: --fix can mend none of this.");
  const levels = new Set(checked.flatMap(({ findings }) => findings.map(levelOf)));
  const fails = levels.has("error") || (options.strict && levels.has("warning"));
  return {
    document: { ...formats.findingsJson(checked), summary: pullsJson(pulls.groups()) },
    exitCode: fails ? 5 : 0,
  };
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

async function show(
  checked: readonly Checked[],
  pulls: readonly PullGroup[],
  options: CheckOptions,
  world: World,
): Promise<void> {
  if (options.format === "github") return world.terminal.result(formats.findingsForGithub(checked));
  if (options.format === "text")
    return world.terminal.result(textOf(checked, options.recursive ? pulls : [], options, world));
  const text = `${JSON.stringify(formats.findingsAsSarif(checked, findingEntries, options.version), null, 2)}\n`;
  if (options.output === undefined) return world.terminal.result(text);
  const place = { path: resolve(world.cwd, options.output), shown: options.output };
  await writeBytes(place, await readBytes(place, world), Buffer.from(text), world);
}

function textOf(
  checked: readonly Checked[],
  pulls: readonly PullGroup[],
  options: CheckOptions,
  world: World,
): string {
  const tool = toolOf(world);
  const commandsFor = (shown: string): Commands => {
    const folder = dirname(shown) === "." ? [] : [dirname(shown)];
    return {
      setup: shellLine([...tool, ...folder]),
      refresh: shellLine([...tool, "refresh", ...folder]),
      switch: shellLine([...tool, ...folder, "--method", "oidc"]),
    };
  };
  const { page } = world.terminal;
  if (page === null) return formats.findingsText(checked, commandsFor, pulls);
  const mend = options.fix ? null : ownCommand(["check", "--fix"], options, world);
  return findingsPage(checked, pulls, {
    paint: paintOf(page.colour),
    columns: page.columns,
    commandsFor,
    mend,
  });
}

interface Mended extends Fixed {
  readonly project: Project;
  readonly before: Uint8Array;
}

/** All diffs first, then one question, then the files one after the other. Whether anything was changed. */
async function fixAll(projects: readonly Project[], options: CheckOptions, world: World): Promise<boolean> {
  const { fixAll: mendAll } = await import("./fix.ts");
  const mended: Mended[] = [];
  for (const project of projects) {
    const before = await read(project, options, world);
    const fixed = mendAll({ shown: project.shown, bytes: before }, findAll);
    if (fixed.changed) mended.push({ project, before, ...fixed });
  }
  if (mended.length === 0) return false;
  const paint = paintOf(world.terminal.colour);
  for (const { project, diff } of mended)
    for (const line of [paint.bold(`  ${project.shown}`), ...diffLines(diff, paint), ""])
      world.terminal.show(line);
  const what = mended.length === 1 ? (mended[0]?.project.shown ?? "") : `${mended.length} files`;
  await confirm(what, options, world);
  for (const { project, before, bytes } of mended) await writeBytes(project, before, bytes, world);
  world.terminal.say(`${paint.green("✔")} ${what} changed`);
  world.terminal.say();
  return true;
}

async function confirm(what: string, options: CheckOptions, world: World): Promise<void> {
  if (options.yes) return;
  if (world.prompter === null) throw missingFlag("--yes", `--fix would change ${what}.`);
  const asking = world.prompter.confirm({ message: `Change ${what}?`, default: true });
  // There is no question before this one to go back to.
  const yes = await asking.catch((error: unknown) => {
    if (error instanceof Back) return false;
    throw error;
  });
  if (!yes) throw interrupted();
}
