// The page docs/findings.md, made of the table, so that the two can't differ.
import { entryOf, findingCodes } from "./findings/table.ts";

const placeholders = (text: string): string => text.replace(/\{(\w+)\}/g, "<$1>");

/** The page's text. */
export function findingsPage(): string {
  const rows = findingCodes.map(
    (code) => `| [${code}](#${code}) | ${entryOf(code).level} | ${entryOf(code).title} |`,
  );
  return [
    "# Findings",
    "",
    "What `create-registry-auth check` finds in a `config.yaml`. Errors exit 5; warnings exit 0, or 5 with `--strict`.",
    "An error is what Truss refuses, or what breaks the pull for sure.",
    "This page is made of `src/findings/table.ts`; after a change there: `npx vitest run test/findings -u`.",
    "",
    "| code | level | what |",
    "|---|---|---|",
    ...rows,
    ...findingCodes.flatMap(section),
    "",
  ].join("\n");
}

function section(code: (typeof findingCodes)[number]): readonly string[] {
  const { level, breaks, title, why, fix, example } = entryOf(code);
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
