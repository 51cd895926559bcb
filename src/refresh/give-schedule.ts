// Prints a schedule that will renew the credentials, or writes it to a file. It contacts nobody.
import { dirname, join, relative, resolve } from "node:path";
import { readBytes, writeBytes } from "../config/file.ts";
import { repositoryRoot } from "../config/projects.ts";
import type { RefreshOptions } from "../flow.ts";
import { toolOf } from "../text/own-command.ts";
import { shellLine } from "../text/shell.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import type { Renewal } from "./renewals.ts";
import { type ScheduleContext, type ScheduledJob, scheduleText } from "./schedules.ts";

/**
 * Gives the schedule that these renewals need.
 * @returns the document for `--json`; `text` is null where there is nothing to schedule or a file holds it.
 * @throws CliError `file-not-found` for a folder that isn't there, `config-unwritable`.
 */
export async function giveSchedule(
  renewals: readonly Renewal[],
  options: RefreshOptions,
  world: Pick<World, "files" | "terminal" | "cwd" | "env">,
): Promise<object> {
  const { schedule = "cron", output = null, json } = options;
  // A workflow runs at the repository's root; the others run here.
  const root = schedule === "github-actions" ? await repositoryRoot(world.cwd, world) : null;
  const jobs = scheduledJobs(renewals, options, (path) =>
    root === null ? path : relative(root, resolve(world.cwd, path)) || ".",
  );
  if (jobs.length === 0) {
    world.terminal.say("  Nothing to schedule: no project relies on a token that expires.");
    return { schedule, output: null, text: null };
  }
  const text = scheduleText(schedule, jobs, contextOf(options, world.cwd));
  if (output !== null) await write(output, text, root, world);
  else if (!json) await world.terminal.result(text);
  if (output !== null) world.terminal.say(`  ${output} written.`);
  world.terminal.say("  With OIDC or an IAM key no schedule is needed:");
  world.terminal.say(`  ${shellLine([...toolOf(world), "--method", "oidc"])}`, "whole");
  return { schedule, output, text: output === null ? text : null };
}

/** One job for each AWS account, whose role signs in, and one for Google. `place`: a path as it is where they run. */
export function scheduledJobs(
  renewals: readonly Renewal[],
  { projects, recursive }: Pick<RefreshOptions, "projects" | "recursive">,
  place: (path: string) => string = (path) => path,
): readonly ScheduledJob[] {
  const groups = new Map<string, Renewal[]>();
  for (const renewal of renewals) {
    const key = `${renewal.registry.id} ${renewal.target.account ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), renewal]);
  }
  const posix = (path: string): string => place(path).replaceAll("\\", "/");
  const given = [...(recursive ? ["-r"] : []), ...projects.map(posix)];
  return [...groups.values()].map((group): ScheduledJob => {
    const { registry, target, values } = group[0] as Renewal;
    // Where sign-ins differ, each job names one project a host, which stands for all that share it.
    const files = group.map((renewal) => posix(renewal.projects[0] ?? ""));
    return {
      registry: registry.id === "ecr" ? "ecr" : "artifact-registry",
      ...(target.account === undefined ? {} : { account: target.account }),
      ...(target.region === undefined ? {} : { region: target.region }),
      ...(values.awsProfile === undefined || registry.id !== "ecr" ? {} : { profile: values.awsProfile }),
      args: groups.size === 1 ? given : files,
      files,
    };
  });
}

function contextOf(options: RefreshOptions, cwd: string): ScheduleContext {
  const { version, verify, team, remote, impersonateServiceAccount: impersonate } = options;
  return {
    version,
    cwd,
    flags: [...(verify ? [] : ["--no-verify"]), ...(team === undefined ? [] : ["--team", team])],
    ...(remote === undefined ? {} : { remote }),
    ...(impersonate === undefined ? {} : { impersonate }),
  };
}

/** The folder of workflows is made where it isn't there yet; any other is named by the user, and so must be there. */
async function write(
  output: string,
  text: string,
  root: string | null,
  world: Pick<World, "files" | "cwd">,
): Promise<void> {
  const path = resolve(world.cwd, output);
  const folder = dirname(path);
  if ((await world.files.kind(folder)) !== "folder") {
    const shown = relative(world.cwd, folder) || folder;
    if (root === null || folder !== join(root, ".github", "workflows"))
      throw new CliError("file-not-found", `There is no folder ${shown}.`, {
        hint: `Make it: mkdir -p ${shown}`,
      });
    await world.files.makeFolder(folder);
  }
  const place = { path, shown: output };
  await writeBytes(place, await readBytes(place, world), Buffer.from(text, "utf8"), world);
}
