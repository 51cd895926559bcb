// What `refresh` says to a person: each renewal, and who was left alone. Pure.
import type { Warning } from "../flow.ts";
import { type Paint, row } from "../text/paint.ts";
import { wrap } from "../text/wrap.ts";
import type { CliError } from "../values/errors.ts";
import type { Ended, RefreshResult } from "./ended.ts";
import type { Reading, Renewal, Rest } from "./renewals.ts";
import { type Clock, expiryText, projectsText } from "./table.ts";

/** The result on a terminal: what was renewed until when, for whom, and what failed, why. */
export function refreshPage(
  { readings, renewals, ended }: RefreshResult,
  clock: Clock,
  paint: Paint,
  columns: number,
): string {
  const heads = renewals.map((renewal) => {
    const end = ended.get(renewal.host);
    return { renewal, end, title: titleOf(renewal), tail: tailOf(end, clock) };
  });
  const room = columns - "✔    ".length;
  const fitting = heads.filter(({ title, tail }) => title.length + tail.length <= room);
  // The times stand in a column, apart from those that need a line of their own.
  const column = Math.max(0, ...fitting.map(({ title }) => title.length));
  const lines = [
    ...heads.flatMap(({ renewal, end, title, tail }) => [
      ...(Math.max(column, title.length) + tail.length <= room
        ? [`${markOf(end, paint)} ${title.padEnd(column)}   ${tail}`.trimEnd()]
        : [`${markOf(end, paint)} ${title}`, ...(tail === "" ? [] : [`  ${tail}`])]),
      ...below(renewal, end, paint),
    ]),
    ...readings.flatMap((reading) =>
      reading.kind === "failed" ? failureLines(reading.project, 1, reading.error, paint) : [],
    ),
  ];
  // A command is there to be copied, so it stays on its line.
  const wrapped = (line: string): string => (line.startsWith(wouldRun) ? line : wrap(line, columns));
  return lines.map((line) => `${wrapped(line)}\n`).join("");
}

/** `Amazon ECR 123456789012 us-east-1` */
const titleOf = ({ registry, target: { account, region, host } }: Renewal): string =>
  [registry.title, ...(account === undefined ? [host] : [account, region ?? ""])].join(" ");

function tailOf(end: Ended | undefined, clock: Clock): string {
  if (end?.kind === "failed") return "not renewed";
  if (end?.kind !== "stored") return "";
  const { expiresAt } = end.secret;
  return expiresAt === null ? "doesn't expire by itself" : `until ${expiryText(expiresAt, clock)}`;
}

function markOf(end: Ended | undefined, paint: Paint): string {
  if (end?.kind === "stored") return paint.green("✔");
  return end?.kind === "failed" ? paint.red("✖") : paint.dim("–");
}

const wouldRun = row("would run", "");

function below({ secret, projects }: Renewal, end: Ended | undefined, paint: Paint): readonly string[] {
  const whose = `  ${paint.dim(projectsText(projects, 3))}`;
  if (end?.kind === "failed") {
    const { message, hint } = end.error;
    return [`  ${message}`, ...(hint === undefined ? [] : [`  ${hint}`]), whose];
  }
  const team = end?.kind === "stored" && end.secret.team !== null ? ` · team ${end.secret.team}` : "";
  return [
    ...(end?.kind === "dry" ? [wouldRun + end.command] : []),
    ...(end?.kind === "stored" ? end.warnings.map((warning) => `  ${warningLine(warning, paint)}`) : []),
    whose,
    `  ${paint.dim(`${secret}${team}`)}`,
  ];
}

const warningLine = ({ message }: Warning, paint: Paint): string => `${paint.yellow("!")} ${message}`;

const whys: Readonly<Record<Rest, string>> = {
  "nothing-stored": "nothing is stored (OIDC, or a role that Baseten assumes)",
  "long-lived": "the credential doesn't expire by itself",
  public: "anyone can pull the image",
  "no-image": "no base image",
  "no-secret": "no secret is listed for the image's registry. This tells whether one is missing:",
};

/** What else there is to say on standard error. */
export interface Besides {
  readonly paint: Paint;
  /** The `check` of the same projects. */
  readonly check: string;
  /** Whether the result on standard output tells failures and warnings already. */
  readonly told: boolean;
}

/** How many were renewed, and who was left alone; failures with their reasons where nothing else tells them. */
export function summaryLines(
  { readings, renewals, ended }: RefreshResult,
  { paint, check, told }: Besides,
): readonly string[] {
  const stored = [...ended.values()].flatMap((end) => (end.kind === "stored" ? [end] : []));
  const tick =
    stored.length === 0
      ? []
      : [`${paint.green("✔")} ${stored.length} ${stored.length === 1 ? "secret" : "secrets"} renewed`];
  const resting = (Object.keys(whys) as Rest[]).flatMap((why) => {
    const names = readings.flatMap((reading) => (isResting(reading, why) ? [reading.project] : []));
    if (names.length === 0) return [];
    const line = `${paint.dim("–")} ${projectsText(names)} left alone: ${whys[why]}`;
    return [line, ...(why === "no-secret" ? [`  ${check}`] : [])];
  });
  if (told) return [...tick, ...resting];
  const warnings = stored.flatMap((end) => end.warnings.map((warning) => warningLine(warning, paint)));
  const failedHosts = renewals.flatMap(({ host, projects }) => {
    const end = ended.get(host);
    return end?.kind === "failed" ? failureLines(host, projects.length, end.error, paint) : [];
  });
  const failedProjects = readings.flatMap((reading) =>
    reading.kind === "failed" ? failureLines(reading.project, 1, reading.error, paint) : [],
  );
  return [...warnings, ...tick, ...resting, ...failedHosts, ...failedProjects];
}

const isResting = (reading: Reading, why: Rest): boolean => reading.kind === "rest" && reading.why === why;

function failureLines(name: string, projects: number, error: CliError, paint: Paint): readonly string[] {
  const shared = projects === 1 ? "" : ` (${projects} projects)`;
  return [
    `${paint.red("✖")} ${name}${shared}: ${error.message}`,
    ...(error.hint === undefined ? [] : [`  ${error.hint}`]),
  ];
}
