// The table, the summary and the document of `refresh`, made of data. Pure.

import type { StoredSecret } from "../flow.ts";
import { localTime, until } from "../text/clock.ts";
import type { Paint } from "../text/paint.ts";
import type { CliError } from "../values/errors.ts";
import type { Reading, Renewal, Rest } from "./renewals.ts";

/** How one renewal ended. */
export type Ended =
  | { readonly kind: "stored"; readonly secret: StoredSecret }
  | { readonly kind: "failed"; readonly error: CliError }
  /** A dry run: what would have run. */
  | { readonly kind: "dry"; readonly command: string };

export interface RefreshResult {
  readonly readings: readonly Reading[];
  readonly renewals: readonly Renewal[];
  /** By host. */
  readonly ended: ReadonlyMap<string, Ended>;
}

/** What the table needs to know of the clock; the zone is the machine's unless a test says otherwise. */
export interface Clock {
  readonly now: Date;
  readonly local?: (time: Date) => string;
}

/** The table of renewals, one line a host; empty when there is nothing to renew. */
export function refreshTable({ renewals, ended }: RefreshResult, clock: Clock): string {
  if (renewals.length === 0) return "";
  const dry = [...ended.values()].some(({ kind }) => kind === "dry");
  const rows = [
    ["HOST", "PROJECTS", "SECRET", dry ? "WOULD RUN" : "EXPIRES"],
    ...renewals.map((renewal) => [
      renewal.host,
      projectsText(renewal.projects),
      renewal.secret,
      endText(ended.get(renewal.host), clock),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}

/** Two by name; more would make the line as long as the tree is large. */
const projectsText = ([first = "", ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${others.length} more`;

function endText(end: Ended | undefined, { now, local = localTime }: Clock): string {
  if (end?.kind === "dry") return end.command;
  // With --quiet this is all that is said of it.
  if (end?.kind === "failed") return `not renewed: ${end.error.code}`;
  if (end === undefined) return "";
  const { expiresAt } = end.secret;
  return expiresAt === null ? "never by itself" : `${local(new Date(expiresAt))}, ${until(expiresAt, now)}`;
}

const whys: Readonly<Record<Rest, string>> = {
  "nothing-stored": "nothing is stored (OIDC, or a role that Baseten assumes)",
  "long-lived": "a credential that doesn't expire by itself",
  public: "a public image",
  "no-image": "no base image",
  "no-secret": "no DOCKER_REGISTRY_ secret for its image's host; check says whether one is missing",
};

/** What else there is to say: failures with their reasons, and who needs nothing. */
export function summaryLines({ readings, renewals, ended }: RefreshResult, paint: Paint): readonly string[] {
  const failedHosts = renewals.flatMap(({ host, projects }) => {
    const end = ended.get(host);
    return end?.kind === "failed" ? failureLines(host, projects.length, end.error, paint) : [];
  });
  const failedProjects = readings.flatMap((reading) =>
    reading.kind === "failed" ? failureLines(reading.project, 1, reading.error, paint) : [],
  );
  const resting = (Object.keys(whys) as Rest[]).flatMap((why) => {
    const count = readings.filter((reading) => reading.kind === "rest" && reading.why === why).length;
    if (count === 0) return [];
    const needs = count === 1 ? "1 project needs" : `${count} projects need`;
    return [`${paint.dim("–")} ${needs} nothing: ${whys[why]}`];
  });
  const stored = [...ended.values()].filter(({ kind }) => kind === "stored").length;
  const tick = stored === 0 ? [] : [`${paint.green("✔")} ${countOf(stored, "secret")} renewed`];
  return [...tick, ...resting, ...failedHosts, ...failedProjects];
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function failureLines(name: string, projects: number, error: CliError, paint: Paint): readonly string[] {
  const shared = projects === 1 ? "" : ` (${projects} projects)`;
  return [
    `${paint.red("✖")} ${name}${shared}: ${error.message}`,
    ...(error.hint === undefined ? [] : [`  ${error.hint}`]),
  ];
}

interface ProjectJson {
  readonly path: string;
  readonly secrets: readonly Pick<StoredSecret, "name" | "stored" | "team" | "expiresAt">[];
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

/** The document of `refresh --json`: every project, whether it needed anything or not. */
export function refreshJson({ readings, renewals, ended }: RefreshResult): {
  readonly projects: readonly ProjectJson[];
} {
  const byHost = new Map(renewals.map((renewal) => [renewal.host, renewal]));
  const projects = readings.map((reading): ProjectJson => {
    const path = reading.project;
    if (reading.kind === "failed") return { path, secrets: [], error: errorOf(reading.error) };
    if (reading.kind === "rest") return { path, secrets: [], error: null };
    const end = ended.get(reading.host);
    const name = byHost.get(reading.host)?.secret ?? "";
    if (end?.kind === "stored") return { path, secrets: [storedOf(end.secret)], error: null };
    const secrets = [{ name, stored: "no" as const, team: null, expiresAt: null }];
    return { path, secrets, error: end?.kind === "failed" ? errorOf(end.error) : null };
  });
  return { projects };
}

const storedOf = ({ name, stored, team, expiresAt }: StoredSecret) => ({ name, stored, team, expiresAt });

const errorOf = ({ code, message, hint }: CliError) => ({ code, message, hint: hint ?? null });
