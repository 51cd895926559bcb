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

/** What a prompt drew last, or was drawn for it: the widths of its rows, and where it left the cursor. */
export interface Drawn {
  readonly rows: readonly number[];
  /** Rows below the cursor. */
  readonly below: number;
  /** From 0. */
  readonly column: number;
  /** The terminal's width then. */
  readonly columns: number;
}

/** The text in the colours that are wanted. */
export const coloured = (text: string, colour: boolean): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  colour ? text : text.replace(/\u001B\[[\d;]*m/g, "");

/** Takes off the screen what was drawn, and shows the cursor again. */
export const wiped = (drawn: Drawn, columns = 80): string => `${wiping(drawn, columns)}\u001B[?25h`;

/**
 * The output of one prompt, which ends it.
 * @param ahead what stands there already, drawn before the prompt: its first drawing goes in the same place
 */
export function ownOutput(
  { output, colour, onPaint }: Terminal,
  ahead: Drawn | null = null,
): NodeJS.WritableStream {
  const columns = (): number => output.columns || 80;
  let drawn = ahead;
  let isFirst = ahead !== null;
  const own = new Writable({
    write(chunk, _, done) {
      const text = String(chunk);
      let before = "";
      // Drawing begins with wiping what was drawn before; a mere move of the cursor has no words.
      if (stripVTControlCharacters(text).trim() !== "") {
        if (drawn !== null && isFirst) before = toStart(drawn, columns());
        else if (drawn !== null && drawn.columns !== columns())
          before = wiping(drawn, columns()) + back(drawn);
        isFirst = false;
        drawn = drawnBy(text, columns());
      }
      output.write(before + coloured(text, colour));
      onPaint?.();
      done();
    },
  });
  // A prompt asks at each drawing.
  return Object.defineProperty(own, "columns", { get: () => output.columns });
}

/** What a text draws. */
export function drawnBy(text: string, columns: number): Drawn {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: moves of the cursor are made of them
  const [, up = "0", column] = /(?:\u001B\[(\d+)A)?\u001B\[(\d+)G$/.exec(text) ?? [];
  const rows = stripVTControlCharacters(text).split("\n").map(width);
  const end = rows.at(-1) ?? 0;
  return { rows, below: Number(up), column: column === undefined ? end : Number(column) - 1, columns };
}

/**
 * Wipes what was drawn, and leaves the cursor where it began. A terminal that became narrower has broken rows in two,
 * which the prompt doesn't know: it would wipe as many rows as it drew.
 */
function wiping({ rows, below, column }: Drawn, columns: number): string {
  const above = rows.slice(0, rows.length - 1 - below);
  const broken = above.reduce((sum, row) => sum + Math.max(1, Math.ceil(row / columns)), 0);
  return `${move(broken + Math.floor(column / columns), "A")}\r\u001B[J`;
}

/** Back to where it began, for the same to be drawn over it: in the same columns nothing has to be wiped, or flickers. */
const toStart = (drawn: Drawn, columns: number): string =>
  drawn.columns === columns ? `${move(drawn.rows.length - 1, "A")}\r` : wiping(drawn, columns);

/** From where it began to where the prompt believes the cursor to be. */
const back = ({ rows, below }: Drawn): string => move(rows.length - 1 - below, "B");

const move = (count: number, way: "A" | "B"): string => (count === 0 ? "" : `\u001B[${count}${way}`);
