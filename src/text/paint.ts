// Colours as functions that are the identity where none is wanted, and how a failure looks in them.
import { styleText } from "node:util";
import type { CliError } from "../values/errors.ts";
import { wrap } from "./wrap.ts";

/** The colours that the screens use. */
export interface Paint {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

/** The colours, or none. `terminal.colour` knows which: NO_COLOR, --no-color, and whether it is a terminal. */
export function paintOf(colour: boolean): Paint {
  const style = (format: Style) => (text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    green: style("green"),
    red: style("red"),
    yellow: style("yellow"),
    dim: style("dim"),
    bold: style("bold"),
    blue: style("blue"),
    cyan: style("cyan"),
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a terminal takes no commands, colours among them. Only Windows has terminals without a TERM that do. */
export const isDumb = (env: Env): boolean =>
  (env.TERM || (env.OS === "Windows_NT" ? "windows" : "dumb")) === "dumb";

/**
 * Whether to colour what goes to stderr. https://no-color.org and https://force-color.org
 * @param flag false for `--no-color`.
 */
export function wantsColour(env: Env, flag: boolean, isTTY: boolean): boolean {
  if (!flag || env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced) return forced !== "0" && forced !== "false";
  return isTTY && !isDumb(env);
}

/** A line with a label, as `  registry     Amazon ECR`. */
export const row = (label: string, text: string): string => `  ${label.padEnd(12)} ${text}`;

/** The diff without its file header, indented, additions green and removals red. */
export function diffLines(diff: string, paint: Paint): readonly string[] {
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

/** A failure, as a person reads it; what is to be pasted is never wrapped. */
export function errorLines(error: CliError, paint: Paint, columns = Infinity): readonly string[] {
  return [
    wrap(`${paint.red("✖")} ${error.message}`, columns),
    ...(error.hint === undefined ? [] : [wrap(`  ${error.hint}`, columns)]),
    ...(error.paste === undefined
      ? []
      : [
          "",
          wrap("  Nothing was changed. Paste this into config.yaml instead:", columns),
          "",
          ...error.paste
            .trimEnd()
            .split("\n")
            .map((line) => `    ${line}`),
        ]),
  ];
}

/** The document of a failure with --json. */
export const errorJson = (error: CliError): object => ({
  error: {
    code: error.code,
    message: error.message,
    hint: error.hint ?? null,
    ...(error.paste === undefined ? {} : { paste: error.paste }),
  },
});
