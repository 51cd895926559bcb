// What was done, and which commands come next? Each works as it stands when it is pasted where this one was started.
import { dirname, join } from "node:path";
import type { Applied, Plan, PythonPart, Verdict } from "../flow.ts";
import type { GrantItem } from "../grant/carry-out.ts";
import { labelOf } from "../grant/plan-lines.ts";
import { localTime, until } from "../text/clock.ts";
import { type Caller, toolOf } from "../text/own-command.ts";
import { type Paint, row } from "../text/paint.ts";
import { shellLine } from "../text/shell.ts";

/** The commands that a person may run after a set-up. */
export interface Next {
  readonly push: string;
  readonly renew: string;
  /** Null where `refresh` can't: it reads config.yaml, and Python names the image. */
  readonly schedule: string | null;
}

/** The project as an argument; none for the folder that one is in. */
function projectOf({ config }: Plan): readonly string[] {
  const folder = dirname(config.file.shown);
  return folder === "." ? [] : [folder];
}

/** https://docs.baseten.co/reference/cli/chains/chains-cli, https://docs.baseten.co/reference/cli/training/training-cli */
function pythonPush({ config }: Plan, { files }: PythonPart): readonly string[] {
  const [first] = files;
  const path = join(dirname(config.file.shown), first?.name ?? "");
  return [first?.kind === "training" ? "train" : "chains", "push", path];
}

/** The remote that was named or chosen, and the team, where another than the default one was taken. */
function placeOf({ destination }: Plan): readonly string[] {
  if (!("existing" in destination)) return [];
  const { remote, team } = destination;
  return [
    ...(remote === null ? [] : ["--remote", remote]),
    ...(team === null || team.default ? [] : ["--team", team.name]),
  ];
}

/**
 * What comes next. The profile and the service account that gave this token are those that renew it.
 * @param workflow where a workflow belongs, relative to where this was started; null outside of a repository
 */
export function nextOf(plan: Plan, caller: Caller, workflow: string | null): Next {
  const { awsProfile, impersonateServiceAccount: account } = plan.answers.values;
  const chosen = plan.answers.given === null ? awsProfile : undefined;
  const { python } = plan;
  const again = ["--image", plan.answers.target.image.text, "--method", plan.answers.method.id, "--yes"];
  // What was made isn't renewed by refresh, which would put a program's short-lived token in its place.
  const made = plan.grant?.grant.resources.some(({ gives }) => gives !== undefined) === true;
  const remake = ["--method", plan.answers.method.id, "--grant", "create", "--yes"];
  const refresh = [
    ...toolOf(caller),
    ...(python?.alone || made ? [] : ["refresh"]),
    ...projectOf(plan),
    ...(python?.alone ? again : []),
    ...(made ? remake.slice(python?.alone ? 2 : 0) : []),
    ...(chosen === undefined ? [] : ["--aws-profile", chosen]),
    ...(account === undefined ? [] : ["--impersonate-service-account", account]),
    ...placeOf(plan),
  ];
  return {
    push: shellLine(["truss", ...(python?.alone ? pythonPush(plan, python) : ["push", ...projectOf(plan)])]),
    renew: shellLine(refresh),
    schedule:
      python?.alone || made
        ? null
        : shellLine([
            ...refresh,
            "--schedule",
            "github-actions",
            ...(workflow === null ? [] : ["--output", workflow]),
          ]),
  };
}

/** What was made in the cloud. What was there already needs no line. */
export const madeLines = (items: readonly GrantItem[], { grant }: Plan, paint: Paint): readonly string[] =>
  items
    .filter(({ state }) => state !== "there")
    .map(
      ({ kind, name, state }) =>
        `${paint.green("✔")} ${labelOf(kind)} ${name} ${state} in ${grant?.grant.place}`,
    );

/** What was done. */
export function doneLines(plan: Plan, applied: Applied, verdict: Verdict, paint: Paint): readonly string[] {
  const { file, changed } = plan.config;
  const kept = applied.secrets.filter((secret) => secret.stored === "baseten");
  const tick = paint.green("✔");
  const team = kept[0]?.team;
  const stored = `${kept.length} secret${kept.length === 1 ? "" : "s"} stored${team ? ` in team ${team}` : ""}`;
  return [
    ...(kept.length === 0 ? [] : [`${tick} ${stored}`]),
    ...(plan.python?.alone ? [] : [`${tick} ${file.shown} ${changed ? "written" : "was right already"}`]),
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
  ...(expires ? [row("Renew", next.renew)] : []),
  ...(expires && next.schedule !== null ? [row("Schedule", next.schedule)] : []),
  row("Next", paint.bold(next.push)),
];

/** What can't be proved never looks like success. */
function unproved({ status, reason }: Verdict, paint: Paint): readonly string[] {
  if (status === "granted") return [`${paint.green("✔")} Read back: Baseten may pull the image`];
  if (status !== "denied" && status !== "unverifiable") return [];
  return [`${paint.yellow("!")} The pull is not proved${reason === null ? "." : `: ${reason}`}`];
}
