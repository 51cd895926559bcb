// What is between a prompt and the terminal? Colours are dropped where none are wanted, and what a prompt drew before
// the terminal became narrower is wiped whole.
import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { width } from "../text/wrap.ts";

interface Terminal {
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  readonly colour: boolean;
  /** Called with each thing that is painted. */
  readonly onPaint?: () => void;
}

/** What a prompt drew last: the widths of its rows, and where it left the cursor. */
interface Drawn {
  readonly rows: readonly number[];
  /** Rows below the cursor. */
  readonly below: number;
  /** From 0. */
  readonly column: number;
  /** The terminal's width then. */
  readonly columns: number;
}

/** The output of one prompt, which ends it. */
export function ownOutput({ output, colour, onPaint }: Terminal): NodeJS.WritableStream {
  let drawn: Drawn | null = null;
  const columns = (): number => output.columns || 80;
  const own = new Writable({
    write(chunk, _, done) {
      const text = String(chunk);
      // Drawing begins with wiping what was drawn before; a mere move of the cursor has no words.
      if (stripVTControlCharacters(text).trim() !== "") {
        if (drawn !== null && drawn.columns !== columns()) output.write(wiping(drawn, columns()));
        drawn = drawnBy(text, columns());
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
      output.write(colour ? text : text.replace(/\u001B\[[\d;]*m/g, ""));
      onPaint?.();
      done();
    },
  });
  // A prompt asks at each drawing.
  return Object.defineProperty(own, "columns", { get: () => output.columns });
}

function drawnBy(text: string, columns: number): Drawn {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: moves of the cursor are made of them
  const [, up = "0", column = "1"] = /(?:\u001B\[(\d+)A)?\u001B\[(\d+)G$/.exec(text) ?? [];
  const rows = stripVTControlCharacters(text).split("\n").map(width);
  return { rows, below: Number(up), column: Number(column) - 1, columns };
}

/**
 * Wipes what was drawn, and goes to where the prompt believes the cursor to be. A terminal that became narrower has
 * broken rows in two, which the prompt doesn't know: it would wipe as many rows as it drew.
 */
function wiping({ rows, below, column }: Drawn, columns: number): string {
  const above = rows.slice(0, rows.length - 1 - below);
  const broken = above.reduce((sum, row) => sum + Math.max(1, Math.ceil(row / columns)), 0);
  const up = broken + Math.floor(column / columns);
  const move = (count: number, way: "A" | "B"): string => (count === 0 ? "" : `\u001B[${count}${way}`);
  return `${move(up, "A")}\r\u001B[J${move(above.length, "B")}`;
}
