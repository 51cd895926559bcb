// How are findings shown to a person on a terminal? Pure; the colours come in as functions.
import type { Paint } from "../text/paint.ts";
import { hang, width, wrap } from "../text/wrap.ts";
import { type PullGroup, pullLines } from "./by-registry.ts";
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

/** What a page needs to know besides the findings. */
export interface PageOptions {
  readonly paint: Paint;
  readonly columns: number;
  /** The commands that a file's fixes name. */
  readonly commandsFor: (shown: string) => Commands;
  /** The command that mends what may be mended; null where that was just tried. */
  readonly mend: string | null;
}

/** Grouped by file: each finding with what to do and why; then who pulls from where, how many there are and what mends them. */
export function findingsPage(
  checked: readonly Checked[],
  pulls: readonly PullGroup[],
  options: PageOptions,
): string {
  const groups = checked
    .filter(({ findings }) => findings.length > 0)
    .map((file) => [...fileLines(file, options), ""].join("\n"));
  const picture = pullLines(pulls, options.paint, options.columns);
  const block = picture.length === 0 ? [] : [...picture, ""];
  return [...groups, ...block, ...summary(checked, options), ""].join("\n");
}

function fileLines({ shown, findings }: Checked, options: PageOptions): readonly string[] {
  const { paint, commandsFor } = options;
  const digits = Math.max(...findings.map(({ line }) => String(line).length));
  const { setup, refresh, switch: other } = commandsFor(shown);
  const commands = { setup: whole(setup), refresh: whole(refresh), switch: whole(other) };
  return [
    paint.bold(`  ${shown}`),
    ...findings.flatMap((finding) => findingLines(finding, digits, commands, options)),
  ];
}

// A command that is broken over two lines can't be pasted, so its spaces are none while its sentence is wrapped.
const whole = (command: string): string => command.replaceAll(" ", "\u00a0");
const together = (text: string): string => text.replaceAll("\u00a0", " ");

function findingLines(
  finding: Reported,
  digits: number,
  commands: Commands,
  { paint, columns }: PageOptions,
): readonly string[] {
  const level = levelOf(finding);
  const head = `${markOf(level, paint)} ${String(finding.line).padStart(digits)}  `;
  const said = messageOf(finding);
  const message = hang(head, level === "info" ? paint.dim(said) : said, columns);
  const indent = " ".repeat(width(head));
  const mendable = finding.mendable ? " (--fix does it)" : "";
  return [
    ...withCode(message, indent, paint.dim(finding.code), columns),
    together(wrap(`${indent}${fixOf(finding, commands)}${mendable}`, columns)),
    wrap(`${indent}${paint.dim(finding.entry.why)}`, columns),
  ];
}

/** The code behind the message where it fits, else on a line of its own: it is a name to look up. */
function withCode(message: string, indent: string, code: string, columns: number): readonly string[] {
  const last = message.slice(message.lastIndexOf("\n") + 1);
  return width(last) + 2 + width(code) <= columns ? [`${message}  ${code}`] : [message, indent + code];
}

function markOf(level: "error" | "warning" | "info" | "none", paint: Paint): string {
  const marks = {
    error: paint.red("✖"),
    warning: paint.yellow("!"),
    info: paint.dim("–"),
    none: paint.green("✔"),
  };
  return marks[level];
}

const clean = "nothing found that would break the next pull";

function summary(checked: readonly Checked[], { paint, columns, mend }: PageOptions): readonly string[] {
  const all = checked.flatMap(({ findings }) => findings);
  const problems = all.filter((finding) => levelOf(finding) !== "info");
  const counts = countsOf(all);
  if (problems.length === 0) {
    const [only] = checked;
    const files = checked.length === 1 ? (only?.shown ?? "") : count(checked.length, "file");
    // What can't be proved never looks like success.
    const unproved = all.some(({ code }) => code === "pull-not-proved");
    const mark = markOf(unproved ? "warning" : "none", paint);
    const said = unproved ? `the pull is not proved; ${clean}` : clean;
    return [wrap(`${mark} ${files}: ${said}${counts === "" ? "" : ` (${counts})`}.`, columns)];
  }
  const worst = problems.some((finding) => levelOf(finding) === "error") ? "error" : "warning";
  const where = checked.length === 1 ? "" : ` in ${checked.length} files`;
  // One kind alone says it all.
  const sum = counts.includes(",")
    ? `${count(problems.length, "problem")}${where} (${counts})`
    : `${counts}${where}`;
  const found = `${markOf(worst, paint)} ${sum}`;
  const mendable = all.filter((finding) => finding.mendable).length;
  if (mend === null || mendable === 0) return [wrap(found, columns)];
  const can = `${mendable} can be fixed:`;
  const line = `${found} · ${can} ${mend}`;
  // A command is there to be copied, so it stays on its line.
  return width(line) <= columns ? [line] : [wrap(`${found} · ${can}`, columns), `  ${mend}`];
}
