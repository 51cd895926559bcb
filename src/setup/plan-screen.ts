// The plan screen, and its dry-run form: what will change, which secrets, which commands. Pure.
import type { Destination, Plan } from "../flow.ts";
import { type Paint, row } from "../text/paint.ts";

/** The plan screen. */
export function planLines(plan: Plan, paint: Paint): readonly string[] {
  const { config } = plan;
  return [
    "",
    ...(config.changed
      ? [paint.bold(`  ${config.file.shown}`), ...diffLines(config.diff, paint)]
      : [row(config.file.shown, "already right, stays as it is")]),
    ...(plan.secrets.length === 0 ? [] : ["", ...secretLines(plan)]),
    ...(plan.answers.given === null ? [] : [row("credential", `from ${plan.answers.given.from}`)]),
    ...plan.commands.map((command) => row("runs", command)),
    ...plan.warnings.map((warning) => `  ${paint.yellow("!")} ${warning.message}`),
    "",
  ];
}

/** The diff without its file header, indented, additions green and removals red. */
function diffLines(diff: string, paint: Paint): readonly string[] {
  const [, ...hunks] = diff.split(/^@@.*\n/m);
  return hunks.flatMap((hunk, index) => {
    const lines = hunk.split("\n").filter((line) => line !== "" && !line.startsWith("\\"));
    // Blank context at either end of a hunk tells nothing.
    while (lines[0]?.trim() === "") lines.shift();
    while (lines.at(-1)?.trim() === "") lines.pop();
    return [...(index === 0 ? [] : [paint.dim("    ⋯")]), ...lines.map((line) => diffLine(line, paint))];
  });
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint.green(`  + ${line.slice(1)}`);
  if (line.startsWith("-")) return paint.red(`  - ${line.slice(1)}`);
  return paint.dim(`    ${line.slice(1)}`);
}

function secretLines({ secrets, destination }: Plan): readonly string[] {
  const count = `${secrets.length} secret${secrets.length === 1 ? "" : "s"}${byWhom(destination)}`;
  const known = destination.where === "baseten-api";
  const lines = secrets.map(({ name, replaces }) => {
    const state =
      replaces === null
        ? known
          ? " (new)"
          : ""
        : ` (replaces the one of ${replaces.createdAt?.slice(0, 10) ?? "before"})`;
    return row("", `${name}${state}`);
  });
  const replaced = secrets.some(({ replaces }) => replaces !== null);
  return [
    row(placeOf(destination), `${count}${teamOf(destination)}`),
    ...lines,
    ...(replaced ? [row("", "A new value takes effect at once for every deployment that uses it.")] : []),
  ];
}

const placeOf = ({ where }: Destination): string => (where === "print" ? "printed" : "Baseten");

const byWhom = ({ where }: Destination): string => (where === "none" ? ", which you add yourself" : "");

function teamOf(destination: Destination): string {
  if (destination.where === "baseten-api")
    return destination.team === null ? "" : ` in team ${destination.team.name}`;
  if (destination.where === "baseten-cli" || destination.where === "baseten-dry")
    return destination.team === null ? "" : ` in team ${destination.team}`;
  return "";
}

/** What `--dry-run` prints: a diff that `patch` takes, then what would be stored. */
export function dryRunText(plan: Plan): string {
  const stores = plan.secrets.length === 0 ? [] : secretLines(plan);
  return `${plan.config.diff}${[...stores, ...plan.commands.map((command) => row("would run", command))].map((line) => `${line.trimEnd()}\n`).join("")}`;
}
