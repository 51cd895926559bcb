// The renewals as a table for files and pipes, one line a host. Pure.
import { localTime, until } from "../text/clock.ts";
import type { Ended, RefreshResult } from "./ended.ts";

/** What a time needs to be told; the zone is the machine's unless a test says otherwise. */
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

/** So many by name; more would make the line as long as the tree is large. */
export function projectsText(names: readonly string[], most = 1): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function endText(end: Ended | undefined, clock: Clock): string {
  if (end?.kind === "dry") return end.command;
  // With --quiet this is all that is said of it.
  if (end?.kind === "failed") return `not renewed: ${end.error.code}`;
  return end === undefined ? "" : expiryText(end.secret.expiresAt, clock);
}

/** `2026-01-01 13:00, in 12 h 0 m` */
export const expiryText = (expiresAt: string | null, { now, local = localTime }: Clock): string =>
  expiresAt === null ? "never by itself" : `${local(new Date(expiresAt))}, ${until(expiresAt, now)}`;
