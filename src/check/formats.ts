// How are findings shown to programs? As plain text, as GitHub's workflow annotations, as SARIF, or as JSON. Pure.
import { paintOf } from "../text/paint.ts";
import { type PullGroup, pullLines } from "./by-registry.ts";
import type { Entry } from "./findings/types.ts";
import {
  type Checked,
  type Commands,
  count,
  countsOf,
  fixOf,
  levelOf,
  messageOf,
  type Reported,
} from "./reported.ts";

/** Plain text for files and pipes, never wrapped: a finding's first line has its place and its code. */
export function findingsText(
  checked: readonly Checked[],
  commandsFor: (shown: string) => Commands,
  pulls: readonly PullGroup[] = [],
): string {
  const picture = pullLines(pulls, paintOf(false), Infinity).map((line) => `${line}\n`);
  const block = picture.length === 0 ? "" : `${picture.join("")}\n`;
  const all = checked.flatMap(({ findings }) => findings);
  const files = checked.length === 1 ? (checked[0]?.shown ?? "") : count(checked.length, "file");
  if (all.length === 0) return `${block}${files}: nothing found that would break the next pull.\n`;
  const groups = checked
    .filter(({ findings }) => findings.length > 0)
    .map(({ shown, findings }) =>
      findings.map((finding) => lines(shown, finding, commandsFor(shown))).join(""),
    );
  return `${groups.join("\n")}\n${block}${files}: ${countsOf(all)}.\n`;
}

function lines(shown: string, finding: Reported, commands: Commands): string {
  const { code, line, column, mendable } = finding;
  return [
    `${shown}:${line}:${column} ${levelOf(finding)} ${code}  ${messageOf(finding)}`,
    `  why: ${finding.entry.why}`,
    `  fix: ${fixOf(finding, commands)}${mendable ? " (--fix does it)" : ""}`,
    "",
  ].join("\n");
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
export function findingsAsSarif(
  checked: readonly Checked[],
  entries: readonly (readonly [code: string, entry: Entry])[],
  version: string,
): object {
  const rules = entries.map(([code, { title, why, level }]) => ({
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    defaultConfiguration: { level: sarifLevels[level] },
  }));
  const results = checked.flatMap(({ shown, findings }) =>
    findings.map((finding) => ({
      ruleId: finding.code,
      ruleIndex: rules.findIndex(({ id }) => id === finding.code),
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
