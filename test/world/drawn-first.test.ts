// Is the first list drawn before the prompt is loaded as the prompt itself draws it, and does the prompt take its place?
import { PassThrough } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import { createWorld, type Process } from "../../src/world/index.ts";
import type { Choice, Prompter } from "../../src/world/types.ts";

const esc = "\u001B[";
/** The prompt leaves the cursor in a column of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: moves of the cursor are made of them
const column = /\u001B\[\d+G$/;

interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal, what was written to it piece by piece, and its keys. */
function start({ columns, rows }: Screen, { colour = true, typed = "", term = "xterm" } = {}) {
  const stop = new AbortController();
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    // A terminal holds back what was typed until it is told to hold nothing.
    setRawMode: (raw: boolean) => {
      if (raw && typed !== "") stdin.write(typed);
      typed = "";
    },
  });
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  // Called while the first thing is written: before the prompt can be there.
  let atFirst = (): void => {};
  const write = stderr.write.bind(stderr);
  stderr.write = ((text: string) => {
    atFirst();
    atFirst = () => {};
    return write(text);
  }) as typeof stderr.write;
  const written: string[] = [];
  stderr.on("data", (chunk) => written.push(String(chunk)));
  const process = {
    ...{ stdin, stdout: new PassThrough(), stderr, env: { TERM: term } },
    ...{ cwd: () => "/project", once: () => {}, platform: "linux" },
  } as unknown as Process;
  const options = { json: false, quiet: false, colour, interactive: true };
  const { prompter } = createWorld({ process, options, signal: stop.signal });
  if (prompter === null) throw new Error("Nobody is asked on a terminal.");
  const atOnce = (act: () => void): void => {
    atFirst = act;
  };
  return { prompter, written, stdin, stop, stderr, atOnce };
}

type Question = Parameters<Prompter["select"]>[0];

const choices = (count: number, description = ""): Choice<number>[] =>
  Array.from({ length: count }, (_, at) => ({ value: at, name: `choice ${at}`, description }));

const long = "what it does, in words that go on; and on, with one more clause, that no row has room for";
const questions: Readonly<Record<string, Question>> = {
  plain: { message: "Which?", choices: choices(3) },
  "with half-lines": {
    message: "How should Baseten sign in to Amazon ECR?",
    choices: choices(4, "for an hour"),
  },
  "with a default": { message: "Which?", choices: choices(3), default: 2 },
  "with a default that isn't there": { message: "Which?", choices: choices(3), default: 7 },
  "with a why": {
    message: "Which?",
    why: "From the page of secrets:\nhttps://example.com/secrets",
    choices: choices(2),
  },
  "whose half-lines don't fit": { message: "Which?", choices: choices(3, long), default: 1 },
  "of a full page": { message: "Which?", choices: choices(12) },
  "with a long message": { message: `Which of these ${"and those ".repeat(12)}?`, choices: choices(2) },
};
const widths = [32, 40, 80, 120];

test.each(
  Object.entries(questions).flatMap(([name, question]) =>
    widths.map((columns) => [name, columns, question] as const),
  ),
)("a list %s, in %d columns: the prompt draws the same in the same place", async (_, columns, question) => {
  const { prompter, written, stdin } = start({ columns, rows: 40 });
  const asked = prompter.select(question);
  while (written.length < 2) await after(5);
  const [ahead = "", drawn = ""] = written;
  const up = ahead.split("\n").length - 1;
  expect(drawn.replace(column, "")).toBe(`${esc}${up}A\r${ahead}`);
  stdin.write("\r");
  expect(await asked).toBe(question.default === 7 ? 0 : (question.default ?? 0));
});

test.each<[string, Question, Screen]>([
  ["more than a page", { message: "Which?", choices: choices(13) }, { columns: 80, rows: 40 }],
  ["a word that is broken", { message: "x".repeat(50), choices: choices(2) }, { columns: 40, rows: 40 }],
  ["more than the screen", { message: "Which?", choices: choices(8) }, { columns: 80, rows: 10 }],
])("%s is left to the prompt", async (_, question, screen) => {
  const { prompter, written, stdin } = start(screen);
  const asked = prompter.select(question);
  while (written.length < 1) await after(5);
  expect(written[0]).toMatch(column);
  stdin.write("\r");
  expect(await asked).toBe(0);
});

test("without colours nothing of them is drawn", async () => {
  const { prompter, written, stdin } = start({ columns: 80, rows: 40 }, { colour: false });
  const asked = prompter.select(questions["with half-lines"] as Question);
  while (written.length < 2) await after(5);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  expect(written.join("")).not.toMatch(/\u001B\[[\d;]*m/);
  stdin.write("\r");
  await asked;
});

test("a key that is pressed while the prompt is being loaded counts; one from before doesn't", async () => {
  const { prompter, stdin, atOnce } = start({ columns: 80, rows: 40 }, { typed: "\r" });
  atOnce(() => stdin.write(`${esc}B\r`));
  expect(await prompter.select({ message: "Which?", choices: choices(3) })).toBe(1);
});

test("only the first list is drawn so", async () => {
  const { prompter, written, stdin } = start({ columns: 80, rows: 40 });
  const first = prompter.select({ message: "First?", choices: choices(2) });
  while (written.length < 2) await after(5);
  stdin.write("\r");
  await first;
  const before = written.length;
  const second = prompter.select({ message: "Second?", choices: choices(2) });
  while (written.length < before + 1) await after(5);
  expect(written[before]).toMatch(column);
  expect(written[before]).toContain("Second?");
  await after(30);
  stdin.write("\r");
  await second;
});

test("a terminal that takes no commands is drawn on once", async () => {
  const { prompter, written, stdin } = start({ columns: 80, rows: 40 }, { term: "dumb" });
  const asked = prompter.select({ message: "Which?", choices: choices(2) });
  while (written.length < 1) await after(5);
  await after(30);
  expect(written).toHaveLength(1);
  stdin.write("\r");
  await asked;
});

test("a terminal that became narrower meanwhile is wiped first", async () => {
  const { prompter, written, stdin, stderr, atOnce } = start({ columns: 80, rows: 40 });
  atOnce(() => Object.assign(stderr, { columns: 12 }));
  const asked = prompter.select({ message: "Which?", choices: choices(2) });
  while (written.length < 2) await after(5);
  stdin.write("\r");
  await asked;
  // Four rows that fit, and two more of the last one, which doesn't.
  expect(written[1]?.startsWith(`${esc}6A\r${esc}J`)).toBe(true);
});

test("stopped while the prompt is being loaded, it is wiped and the cursor is back", async () => {
  const { prompter, written, stop, atOnce } = start({ columns: 80, rows: 40 });
  atOnce(() => stop.abort());
  const asked = prompter.select({ message: "Which?", choices: choices(3) });
  await expect(asked).rejects.toMatchObject({ code: "interrupted" });
  expect(written.slice(1)).toEqual([`${esc}5A\r${esc}J${esc}?25h`]);
});
