// The page docs/cost.md, made of what the bench printed, so that the two can't differ.
import { readFileSync } from "node:fs";

const results = new URL("../../bench/RESULTS.md", import.meta.url);

/** `1.09 [0.31–2.60] × node -e 0 (aim 1.25)  --help: 75.8 ms against …`, or an absolute figure in its place. */
const measured = /^(\S+(?: ms)?)(?: \[.*?\])?(?: × (.+?))? \(aim ([^,)]+)(, MISSED)?\) {2}([^:]+)/;
/** `232 kB packed (aim 150 kB, MISSED), …` */
const packed = /^(\d+ kB) packed \(aim ([^,)]+)(, MISSED)?\)/;

function rowOf(line: string): readonly string[] {
  const [, size, most, over] = packed.exec(line) ?? [];
  if (size !== undefined) return [`| the package, packed | – | ${size} | ${most}${over ? ", missed" : ""} |`];
  const [, figure, base, aim, missed, what] = measured.exec(line) ?? [];
  if (figure === undefined) return [];
  return [`| ${what} | ${base ?? "–"} | ${figure} | ${aim}${missed ? ", missed" : ""} |`];
}

/** @throws when the bench printed nothing that can be read */
export function costPage(): string {
  const [, printed = ""] = /```\n([\s\S]*?)```/.exec(readFileSync(results, "utf8")) ?? [];
  const lines = printed.trimEnd().split("\n");
  const rows = lines.flatMap(rowOf);
  if (rows.length === 0) throw new Error("bench/RESULTS.md has no figure with an aim.");
  return `# What it costs

What the tool costs, held against what can't be avoided: Node's own start, the one call of \`aws\`, the requests alone.
A ratio is the median of many turns that take turns with what it is held against; an aim that is missed says so.
All figures, ranges and other tools beside it are in [bench/RESULTS.md](../bench/RESULTS.md), which \`npm run bench\` writes.
This page is made of it: \`npx vitest run test/readme -u\`.

Measured: ${lines[0]}

| What | Held against | Figure | Aim |
|---|---|---|---|
${rows.join("\n")}

The token is fetched while Baseten is asked. \`refresh\` fetches once a registry, however many projects use it.
`;
}
