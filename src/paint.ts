// Colours as functions that are the identity where none is wanted.
import { styleText } from "node:util";
import type { Paint } from "./steps/report.ts";

type Style = Parameters<typeof styleText>[0];

/** The colours, or none. `terminal.colour` knows which: NO_COLOR, --no-color, and whether it is a terminal. */
export function paintOf(colour: boolean): Paint {
  const style = (format: Style) => (text: string) => (colour ? styleText(format, text) : text);
  return {
    green: style("green"),
    red: style("red"),
    yellow: style("yellow"),
    dim: style("dim"),
    bold: style("bold"),
  };
}
