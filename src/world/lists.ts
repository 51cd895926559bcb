// What does a list look like? Each choice on one line, its half-line beside it; why it is asked below the question.
import { width, wrap } from "../text/wrap.ts";
import type { Choice } from "./types.ts";
import { paint, prefix, wording } from "./wording.ts";

/** The dim lines below a question, wrapped. */
export const below = (why: string, columns: number): string =>
  why
    .split("\n")
    .flatMap((text) => wrap(`  ${text}`, columns).split("\n"))
    .map(paint.dim)
    .join("\n");

export interface SelectQuestion<T> {
  readonly message: string;
  readonly why?: string;
  readonly choices: readonly Choice<T>[];
  readonly default?: T;
}

/** Rows that a list shows at once. */
const page = 12;

/** A list on one page where it fits, each choice on one line: its name, padded, and its half-line, dimmed. */
export function selectConfig<T>(question: SelectQuestion<T>, columns: number) {
  const { message, why } = question;
  const words = wording(message, columns).style;
  return {
    message,
    choices: inRows(question.choices, columns).map(({ choice, name, halfLine, whole }) => ({
      value: choice.value,
      name: halfLine === "" ? choice.name : `${name}${paint.dim(halfLine)}`,
      short: choice.short ?? choice.name,
      ...whole,
    })),
    ...(question.default === undefined ? {} : { default: question.default }),
    loop: false,
    pageSize: page,
    theme: {
      prefix,
      style: {
        ...words,
        keysHelpTip: () => below("↑↓ choose · ⏎ take · esc back", columns),
        // Once it is answered a question is one line.
        message: (text: string, status: "idle" | "done") =>
          words.message(text, status) +
          (why === undefined || status === "done" ? "" : `\n${below(why, columns)}`),
        description: (text: string) => below(text, columns),
      },
    },
  };
}

/**
 * What the prompt draws of a list at first, so that it can be on the screen before the prompt is loaded.
 * @param size of the terminal
 * @returns null where the prompt would break or turn pages
 */
export function drawnList<T>(
  question: SelectQuestion<T>,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string | null {
  const { choices, default: chosen, message, theme } = selectConfig(question, columns);
  const marked = choices.find(({ value }) => chosen !== undefined && value === chosen) ?? choices[0];
  const { style } = theme;
  const lines = [
    `${prefix.idle} ${style.message(message, "idle")}`,
    ...choices.map((choice) =>
      choice === marked ? style.highlight(`❯ ${choice.name}`) : `  ${choice.name}`,
    ),
    "",
    ...(marked?.description === undefined ? [] : [style.description(marked.description)]),
    style.keysHelpTip(),
  ].flatMap((line) => line.split("\n").map((row) => row.trimEnd()));
  const fits = choices.length <= page && lines.length < rows && lines.every((line) => width(line) <= columns);
  return fits ? `${lines.join("\n")}\u001B[?25l` : null;
}

/** A list narrowed by words in any order; with `other`, what was typed is offered last, as it is. */
export function searchConfig(
  question: {
    readonly message: string;
    readonly why?: string;
    readonly choices: readonly Choice<string>[];
    readonly other?: boolean;
  },
  columns: number,
) {
  const { message, why, other = false } = question;
  const plain = inRows(question.choices, columns).map(({ choice, name, halfLine, whole }) => ({
    value: choice.value,
    // Tab puts it into the line, so it has no colours.
    name: `${name}${halfLine}`.trimEnd(),
    short: choice.name,
    ...whole,
  }));
  const tip = paint.dim("  Type to narrow the list");
  return {
    message,
    source: (term = "") => matching(term.trim(), plain, other),
    pageSize: 10,
    theme: {
      prefix,
      style: {
        ...wording(message, columns).style,
        description: (text: string) => below(text, columns),
        keysHelpTip: () => (why === undefined ? tip : `${below(why, columns)}\n${tip}`),
      },
    },
  };
}

function matching(term: string, choices: readonly Choice<string>[], other: boolean): Choice<string>[] {
  // Tab puts the highlighted name into the line, so the wording around a typed value comes back.
  const wanted = /^Use "(.*)"$/.exec(term)?.[1] ?? term;
  const words = wanted.toLowerCase().split(/\s+/);
  const found = choices.filter(({ name, value }) => {
    const text = `${name} ${value}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const known = choices.some(({ value }) => value === wanted);
  if (!other || wanted === "" || known) return found;
  return [...found, { value: wanted, name: `Use "${wanted}"`, short: wanted }];
}

const nameGap = 3;
const pointerWidth = 2;

interface Row<C> {
  readonly choice: C;
  /** Padded to the longest. */
  readonly name: string;
  /** As much of it as fits beside the name. */
  readonly halfLine: string;
  /** All of it, where it doesn't fit: it stands below the list while its choice is marked. */
  readonly whole: { readonly description?: string };
}

function inRows<C extends Choice<unknown>>(choices: readonly C[], columns: number): readonly Row<C>[] {
  const padding = Math.max(...choices.map(({ name }) => name.length)) + nameGap;
  const room = columns - padding - pointerWidth - 1;
  return choices.map((choice) => {
    const { description = "" } = choice;
    const halfLine = beginning(description, room);
    const whole = halfLine === description ? {} : { description };
    return { choice, name: choice.name.padEnd(padding), halfLine, whole };
  });
}

/** As many of the text's clauses as there is room for: half a clause says nothing. Names in a row are one clause. */
function beginning(text: string, room: number): string {
  if (text.length <= room) return text;
  const ends = [...text.matchAll(/ ·|;|,(?= [a-z])/g)].map(({ index }) => index).filter((end) => end <= room);
  return text.slice(0, ends.at(-1) ?? 0);
}
