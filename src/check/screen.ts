// How are findings shown? As text, as GitHub's workflow annotations, as SARIF, or as JSON. Pure.
import { entryOf, findingCodes } from "./findings/table.ts";
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
export const messageOf = ({ code, args }: Reported): string => fill(entryOf(code).message, args);

/** What to do about it, exactly. */
export const fixOf = ({ code, args }: Reported): string => fill(entryOf(code).fix, args);

/** How bad it is. */
export const levelOf = ({ code }: Reported): Level => entryOf(code).level;

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
    `  why: ${entryOf(code).why}`,
    `  fix: ${fixOf(finding)}${mendable}`,
    "",
  ].join("\n");
}

function summary(all: readonly Reported[], files: string): string {
  const of = (level: Level): number => all.filter((finding) => levelOf(finding) === level).length;
  const counts = [count(of("error"), "error"), count(of("warning"), "warning"), `${of("info")} to know`];
  return `${files}: ${counts.filter((text) => !text.startsWith("0 ")).join(", ")}.`;
}

const annotations = { error: "error", warning: "warning", info: "notice" } as const;

/** Workflow commands, one a line. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function findingsForGithub(checked: readonly Checked[]): string {
  const data = (text: string): string =>
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return checked
    .flatMap(({ shown, findings }) =>
      findings.map((finding) => {
        const { code, line, column } = finding;
        const place = `file=${property(slashed(shown))},line=${line},col=${column},title=${code}`;
        return `::${annotations[levelOf(finding)]} ${place}::${data(`${messageOf(finding)} ${fixOf(finding)}`)}\n`;
      }),
    )
    .join("");
}

const slashed = (path: string): string => path.replaceAll("\\", "/");

const sarifLevels = { error: "error", warning: "warning", info: "note" } as const;

/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function findingsAsSarif(checked: readonly Checked[], version: string): object {
  const rules = findingCodes.map((code) => ({
    id: code,
    shortDescription: { text: entryOf(code).title },
    fullDescription: { text: entryOf(code).why },
    defaultConfiguration: { level: sarifLevels[entryOf(code).level] },
  }));
  const results = checked.flatMap(({ shown, findings }) =>
    findings.map((finding) => ({
      ruleId: finding.code,
      ruleIndex: findingCodes.indexOf(finding.code),
      level: sarifLevels[levelOf(finding)],
      message: { text: `${messageOf(finding)} ${fixOf(finding)}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(slashed(shown)) },
            region: { startLine: finding.line, startColumn: finding.column },
          },
        },
      ],
    })),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "create-registry-auth", version, rules } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
}

/** The document for `--json`. */
export const findingsJson = (checked: readonly Checked[]): object => ({
  projects: checked.map(({ shown, findings }) => ({
    path: shown,
    findings: findings.map((finding) => ({
      code: finding.code,
      level: levelOf(finding),
      path: finding.path,
      line: finding.line,
      column: finding.column,
      message: messageOf(finding),
      fix: fixOf(finding),
    })),
  })),
});
