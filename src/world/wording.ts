// How are the words of a question broken? At spaces: a prompt itself breaks in the middle of a word.
import { makeTheme } from "@inquirer/core";
import { width, wrap } from "../text/wrap.ts";

/** Stands before every question, and a tick before every answer. */
const mark = "? ";

/** Two styles of a prompt's theme. */
export interface Wording {
  readonly message: (text: string, status: "idle" | "done" | "loading") => string;
  readonly answer: (text: string) => string;
}

/**
 * The styles of a question, in so many columns.
 * @param columns of the terminal
 * @param behind what a prompt puts behind the message, such as `(Y/n)`
 */
export function wording(message: string, columns: number, behind = ""): Wording {
  const { style } = makeTheme({});
  // What stands behind is one word here, and the blank before it needs its place too.
  const after = behind === "" ? "" : ` ${"x".repeat(behind.length)}`;
  const broken = (whole: string): string => wrap(mark + whole, columns - 1).slice(mark.length);
  const idle = broken(message + after);
  const done = broken(message);
  const room = columns - width((mark + done).split("\n").at(-1) ?? "");
  return {
    message: (_, status) =>
      style.message(status === "done" ? done : idle.slice(0, idle.length - after.length), status),
    // An answer that doesn't fit goes below, where it is whole.
    answer: (text) => (width(text) < room ? style.answer(text) : `\n  ${style.answer(text)}`),
  };
}
