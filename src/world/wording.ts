// How does a question look? Its words are broken at spaces, where a prompt itself breaks in the middle of a word; and its
// colours are the house's, since a prompt's own are gone as soon as standard output, which it doesn't use, is no terminal.
import { paintOf } from "../text/paint.ts";
import { width, wrap } from "../text/wrap.ts";

/** With colours always: where none are wanted, they are dropped on the way to the terminal. */
export const paint = paintOf(true);

/** Stands before every question. */
const mark = "?";
export const prefix = { idle: paint.blue(mark), done: paint.green("✔") };

/** The theme of a prompt. */
export interface Wording {
  readonly prefix: typeof prefix;
  readonly style: {
    readonly message: (text: string, status: "idle" | "done" | "loading") => string;
    readonly answer: (text: string) => string;
    readonly error: (text: string) => string;
    readonly defaultAnswer: (text: string) => string;
    readonly help: (text: string) => string;
    readonly highlight: (text: string) => string;
  };
}

/**
 * The theme of a question, in so many columns.
 * @param columns of the terminal
 * @param behind what a prompt puts behind the message, such as `(Y/n)`
 */
export function wording(message: string, columns: number, behind = ""): Wording {
  // What stands behind is one word here, and the blank before it needs its place too.
  const after = behind === "" ? "" : ` ${"x".repeat(behind.length)}`;
  const head = `${mark} `;
  const broken = (whole: string): string => wrap(head + whole, columns - 1).slice(head.length);
  const idle = broken(message + after);
  const done = broken(message);
  const room = columns - width((head + done).split("\n").at(-1) ?? "");
  return {
    prefix,
    style: {
      message: (_, status) =>
        paint.bold(status === "done" ? done : idle.slice(0, idle.length - after.length)),
      // An answer that doesn't fit goes below, where it is whole.
      answer: (text) => (width(text) < room ? paint.cyan(text) : `\n  ${paint.cyan(text)}`),
      error: (text) => paint.red(`> ${text}`),
      defaultAnswer: (text) => paint.dim(`(${text})`),
      help: paint.dim,
      highlight: paint.cyan,
    },
  };
}
