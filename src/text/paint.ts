// Colours as functions that are the identity where none is wanted.
import { styleText } from "node:util";

/** The colours that the screens use. */
export interface Paint {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
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
  };
}

/** A line with a label, as `  registry     Amazon ECR`. */
export const row = (label: string, text: string): string => `  ${label.padEnd(12)} ${text}`;
