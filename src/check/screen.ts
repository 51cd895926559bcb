// How are findings shown to people? Pure.
import type { Finding, FindingArgs, Level } from "./findings/types.ts";

/** A finding without its edits, which would keep the whole parsed file in memory. */
export type Reported = Omit<Finding, "edit"> & {
  /** Whether `--fix` may mend it. */
  readonly mendable: boolean;
};

/** A file and what was found in it. */
export interface Checked {
  /** As to be shown. */
  readonly shown: string;
  readonly findings: readonly Reported[];
}

/** The findings to report, in the order of the file. */
export const toReport = (findings: readonly Finding[]): readonly Reported[] =>
  findings
    .map(({ edit, ...rest }) => ({ ...rest, mendable: edit !== null }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);

const fill = (sentence: string, args: FindingArgs): string =>
  sentence.replace(/\{(\w+)\}/g, (_all, name: string) => args[name] ?? "");

/** What was found, in a sentence. */
export const messageOf = ({ entry, args }: Reported): string => fill(entry.message, args);

/** What to do about it, exactly. */
export const fixOf = ({ entry, args }: Reported): string => fill(entry.fix, args);

/** How bad it is. */
export const levelOf = ({ entry }: Reported): Level => entry.level;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** For people: grouped by file, each finding with its reason and what to do. */
export function findingsText(checked: readonly Checked[]): string {
  const all = checked.flatMap(({ findings }) => findings);
  const files = checked.length === 1 ? (checked[0]?.shown ?? "") : count(checked.length, "file");
  if (all.length === 0) return `${files}: nothing found that would break the next pull.\n`;
  const groups = checked
    .filter(({ findings }) => findings.length > 0)
    .map(({ shown, findings }) => findings.map((finding) => lines(shown, finding)).join(""));
  return `${groups.join("\n")}\n${summary(all, files)}\n`;
}

function lines(shown: string, finding: Reported): string {
  const { code, line, column } = finding;
  const place = `${shown}:${line}:${column}`;
  const mendable = finding.mendable ? " (--fix does it)" : "";
  return [
    `${place} ${levelOf(finding)} ${code}  ${messageOf(finding)}`,
    `  why: ${finding.entry.why}`,
    `  fix: ${fixOf(finding)}${mendable}`,
    "",
  ].join("\n");
}

function summary(all: readonly Reported[], files: string): string {
  const of = (level: Level): number => all.filter((finding) => levelOf(finding) === level).length;
  const counts = [count(of("error"), "error"), count(of("warning"), "warning"), `${of("info")} to know`];
  return `${files}: ${counts.filter((text) => !text.startsWith("0 ")).join(", ")}.`;
}
