// The page docs/cost.md, made of what the bench printed, so that the two can't differ.
import { readFileSync } from "node:fs";

const results = new URL("../../bench/RESULTS.md", import.meta.url);

/** `1.09 [0.31–2.60] × node -e 0 (aim 1.25)  --help: 75.8 ms against …`, or an absolute figure in its place. */
const measured = /^(\S+(?: ms)?)(?: \[.*?\])?(?: × (.+?))? \((aim [^)]+)\) {2}([^:]+)(.*)/;
/** `252 kB packed (aim 150 kB, MISSED), …` */
const packed = /^(\d+ kB) packed \((aim [^)]+)\)/;

/** `1.18 (1.20)`, and what misses its aim in bold. */
function cell(figure: string | undefined, told: string | undefined): string {
  const [, aim, missed] = /aim ([^,)]+)(, MISSED)?/.exec(told ?? "") ?? [];
  if (figure === undefined) return "";
  return `${missed ? `**${figure}**` : figure}${aim === undefined ? "" : ` (${aim})`}`;
}

/** `; CPU 1.27 (aim 1.20, MISSED)` */
function part(name: string, rest: string): string {
  const [, figure, told] = new RegExp(`${name} ([\\d.]+)(?: \\(([^)]+)\\))?`).exec(rest) ?? [];
  return cell(figure, told);
}

function rowOf(line: string): readonly string[] {
  const [, size, most] = packed.exec(line) ?? [];
  if (size !== undefined) return [`| the package, packed | – | ${cell(size, most)} | | |`];
  const [, figure, base, aim, what, rest = ""] = measured.exec(line) ?? [];
  if (figure === undefined) return [];
  const cells = [what, base ?? "–", cell(figure, aim), part("CPU", rest), part("memory", rest)];
  return [`| ${cells.join(" | ")} |`];
}

/** What the profiles of the day of the last change say of the aims that are missed. */
const misses: Readonly<Record<string, string>> = {
  "the package, packed": `The aim is of a tool of half the size: since then the cloud's side, the ways out of a failure and
five registries came. Its own code alone takes it up; gzipped by
themselves: {parts}. What a package has and is never called is left out where it
can be told at build time: 88 of ora's 90 spinners, all but three functions of \`ip-address\`, each licence's terms but once.`,
  "set-up with a 12-hour token": `The clock's aim is met since \`aws\` is started at a glance at config.yaml and the plan is made while it runs. The
CPU's would leave Node some 80 ms beside \`aws\`; it takes about 110. A profile (\`--cpu-prof\`, Node 20): Node's own start 26,
\`execa\` 27 (18 to load, 9 for the call; Node's own \`spawn\` in its place comes to 1.26), config.yaml read and edited by the
\`yaml\` package in code that no compiler has seen yet 27, this tool's own files loaded 15, the rest 15. V8's flags change
nothing, and a code cache isn't kept on disk.`,
};

/** @throws when the bench printed nothing that can be read, or a miss has no reason */
export function costPage(): string {
  const [, printed = ""] = /```\n([\s\S]*?)```/.exec(readFileSync(results, "utf8")) ?? [];
  const lines = printed.trimEnd().split("\n");
  const rows = lines.flatMap(rowOf);
  if (rows.length === 0) throw new Error("bench/RESULTS.md has no figure with an aim.");
  const parts = /^gzipped by themselves: (.*)$/m.exec(printed)?.[1] ?? "";
  const reasons = rows.flatMap((row) => {
    const name = row.split(" | ")[0]?.slice(2) ?? "";
    if (!row.includes("**")) return [];
    const reason = misses[name];
    if (reason === undefined)
      throw new Error(`${name} misses its aim, and test/support/cost-page.ts says not why.`);
    return [`- ${name}: ${reason.replace("{parts}", parts).replaceAll("\n", " ")}`];
  });
  return `# What it costs

What the tool costs, held against what can't be avoided: Node's own start, the one call of \`aws\`, the requests alone.
A ratio is the median of many turns that take turns with what it is held against. Its aim stands in brackets; what misses
it is bold, and the reason is below. All figures, ranges, other tools and how each grows are in
[bench/RESULTS.md](../bench/RESULTS.md), which \`npm run bench\` writes. This page is made of it:
\`npx vitest run test/readme -u\`.

Measured: ${lines[0]}

| What | Held against | Clock | CPU | Memory |
|---|---|---|---|---|
${rows.join("\n")}

The token is fetched while Baseten is asked. \`refresh\` fetches once a registry, however many projects use it.
${reasons.length === 0 ? "" : `\n## What misses its aim\n\n${reasons.join("\n")}\n`}`;
}
