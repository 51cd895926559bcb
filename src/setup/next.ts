// What was done, and which commands come next? Each works as it stands when it is pasted where this one was started.
import { dirname } from "node:path";
import type { Applied, Plan, Verdict } from "../flow.ts";
import { localTime, until } from "../text/clock.ts";
import { type Caller, toolOf } from "../text/own-command.ts";
import { type Paint, row } from "../text/paint.ts";
import { shellLine } from "../text/shell.ts";

/** The commands that a person may run after a set-up. */
export interface Next {
  readonly push: string;
  readonly renew: string;
  readonly schedule: string;
}

/** The project as an argument; none for the folder that one is in. */
function projectOf({ config }: Plan): readonly string[] {
  const folder = dirname(config.file.shown);
  return folder === "." ? [] : [folder];
}

/** The team, where another than the default one was taken. */
function teamOf({ destination }: Plan): readonly string[] {
  if (destination.where === "baseten-cli")
    return destination.team === null ? [] : ["--team", destination.team];
  if (destination.where !== "baseten-api" || destination.team === null) return [];
  return destination.team.default ? [] : ["--team", destination.team.name];
}

/**
 * What comes next. The profile and the service account that gave this token are those that renew it.
 * @param workflow where a workflow belongs, relative to where this was started; null outside of a repository
 */
export function nextOf(plan: Plan, caller: Caller, workflow: string | null): Next {
  const { awsProfile, impersonateServiceAccount: account } = plan.answers.values;
  const chosen = plan.answers.given === null ? awsProfile : undefined;
  const refresh = [
    ...toolOf(caller),
    "refresh",
    ...projectOf(plan),
    ...(chosen === undefined ? [] : ["--aws-profile", chosen]),
    ...(account === undefined ? [] : ["--impersonate-service-account", account]),
    ...teamOf(plan),
  ];
  return {
    push: shellLine(["truss", "push", ...projectOf(plan)]),
    renew: shellLine(refresh),
    schedule: shellLine([
      ...refresh,
      "--schedule",
      "github-actions",
      ...(workflow === null ? [] : ["--output", workflow]),
    ]),
  };
}

/** What was done. */
export function doneLines(plan: Plan, applied: Applied, verdict: Verdict, paint: Paint): readonly string[] {
  const { file, changed } = plan.config;
  const kept = applied.secrets.filter((secret) => secret.stored === "baseten");
  const tick = paint.green("✔");
  const team = kept[0]?.team;
  const stored = `${kept.length} secret${kept.length === 1 ? "" : "s"} stored${team ? ` in team ${team}` : ""}`;
  return [
    ...(kept.length === 0 ? [] : [`${tick} ${stored}`]),
    changed ? `${tick} ${file.shown} written` : `${tick} ${file.shown} was right already`,
    ...unproved(verdict, paint),
    "",
  ];
}

/** Until when the token lasts; no line where nothing expires. */
export const tokenLines = (expiresAt: string | null, now: Date): readonly string[] =>
  expiresAt === null
    ? []
    : [row("Token", `expires ${until(expiresAt, now)}, at ${localTime(new Date(expiresAt))}`)];

/** What is next, one command a line; the push is always last. */
export const nextLines = (next: Next, expires: boolean, paint: Paint): readonly string[] => [
  ...(expires ? [row("Renew", next.renew), row("Schedule", next.schedule)] : []),
  row("Next", paint.bold(next.push)),
];

/** What can't be proved never looks like success. */
function unproved({ status, reason }: Verdict, paint: Paint): readonly string[] {
  if (status !== "denied" && status !== "unverifiable") return [];
  return [`${paint.yellow("!")} The pull is not proved${reason === null ? "." : `: ${reason}`}`];
}
