// The page docs/findings.md, made of the entries, so that the two can't differ.
import { findingEntries } from "../../src/check/findings/index.ts";
import type { Entry } from "../../src/check/findings/types.ts";
import { anywhere, type Commands } from "../../src/check/reported.ts";

const placeholders = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (_all, name: string) => anywhere[name as keyof Commands] ?? `<${name}>`);

/** The page's text. */
export function findingsPage(): string {
  const rows = findingEntries.map(
    ([code, { level, title }]) => `| [${code}](#${code}) | ${level} | ${title} |`,
  );
  return [
    "# Findings",
    "",
    "What `create-registry-auth check` finds in a `config.yaml`. Errors exit 5; warnings exit 0, or 5 with `--strict`.",
    "An error is what Truss refuses, or what breaks the pull for sure.",
    "This page is made of the entries in `src/check/findings/`; after a change there: `npx vitest run test/check -u`.",
    "",
    "| code | level | what |",
    "|---|---|---|",
    ...rows,
    ...findingEntries.flatMap(([code, entry]) => section(code, entry)),
    "",
  ].join("\n");
}

function section(code: string, { level, breaks, title, why, fix, example }: Entry): readonly string[] {
  const what = {
    load: "Truss refuses the file",
    push: "`truss push` refuses the file",
    pull: "the pull fails",
  };
  const consequence = breaks === undefined ? level : `${level}: ${what[breaks]}`;
  const shown = example === null ? [] : ["", "```yaml", example.trimEnd(), "```"];
  return [
    "",
    `## ${code}`,
    "",
    `${title}. (${consequence})`,
    "",
    why,
    "",
    `Fix: ${inCode(placeholders(fix))}`,
    ...shown,
  ];
}

/** Angle brackets are HTML in Markdown. */
const inCode = (text: string): string => text.replace(/<\w+>/g, (name) => `\`${name}\``);
