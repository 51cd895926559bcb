// What is told of findings, in words: for people and programs alike. Pure.
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

/** The commands of this tool that a fix names, as arguments of its sentence. */
export type Commands = Readonly<Record<"setup" | "refresh" | "switch", string>>;

/** The commands where nobody knows from where they will be called. */
export const anywhere: Commands = {
  setup: "create-registry-auth in this folder",
  refresh: "create-registry-auth refresh",
  switch: "create-registry-auth --method oidc",
};

const fill = (sentence: string, args: FindingArgs): string =>
  sentence.replace(/\{(\w+)\}/g, (_all, name: string) => args[name] ?? "");

/** What was found, in a sentence. */
export const messageOf = ({ entry, args }: Reported): string => fill(entry.message, args);

/** What to do about it, exactly. */
export const fixOf = ({ entry, args }: Reported, commands: Commands = anywhere): string =>
  fill(entry.fix, { ...commands, ...args });

/** How bad it is. */
export const levelOf = ({ entry }: Reported): Level => entry.level;

/** `2 errors` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** `2 errors, 1 warning`; what there is none of isn't mentioned. */
export function countsOf(findings: readonly Reported[]): string {
  const of = (level: Level): number => findings.filter((finding) => levelOf(finding) === level).length;
  const counts = [count(of("error"), "error"), count(of("warning"), "warning"), count(of("info"), "note")];
  return counts.filter((text) => !text.startsWith("0 ")).join(", ");
}
