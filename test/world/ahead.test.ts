// Does what was painted ahead stand as if the program itself had shown it, or leave without a trace?
import { expect, test } from "vitest";
import { type PaintedAhead, paintAhead } from "../../src/world/ahead.ts";
import type { InteractiveWorld, World } from "../../src/world/types.ts";
import type { Step } from "../support/prompter.ts";
import { fakeWorld } from "../support/world.ts";

const question = {
  message: "Which?",
  choices: [
    { value: 1, name: "one" },
    { value: 2, name: "two" },
  ],
};
const lines = ["first", ""];
const two: Step = { expect: "Which?", pick: "two" };

/** What a program gets, and what is on the screen in the end. */
async function played(program: (world: InteractiveWorld) => Promise<unknown>, ...answers: readonly Step[]) {
  const world = fakeWorld({ answers });
  const asking = (of: World): InteractiveWorld => of as InteractiveWorld;
  const ahead: PaintedAhead = paintAhead(asking(world), { lines, question });
  const said = world.said.slice();
  expect(said).toEqual(lines);
  const result = await program(asking(ahead.world)).catch((error: unknown) => error);
  await ahead.end();
  world.done();
  return { result, said: world.said, screens: world.screens };
}

const showAll = ({ terminal }: World): void => {
  for (const line of lines) terminal.show(line);
};

test("the same lines, the same question: the answer is taken, and nothing is shown twice", async () => {
  const { result, said, screens } = await played(async (world) => {
    showAll(world);
    return world.prompter.select(question);
  }, two);
  expect(result).toBe(2);
  expect(said).toEqual(lines);
  expect(screens.filter((screen) => screen.startsWith("✔"))).toEqual(["✔ Which? two"]);
});

test("what comes after goes its usual way", async () => {
  const { result, said } = await played(
    async (world) => {
      showAll(world);
      const first = await world.prompter.select(question);
      world.terminal.show("first");
      world.terminal.say("said");
      return [first, await world.prompter.select(question), await world.prompter.input({ message: "Name?" })];
    },
    two,
    { expect: "Which?", pick: "one" },
    { expect: "Name?", type: "ada" },
  );
  expect(result).toEqual([2, 1, "ada"]);
  expect(said).toEqual([...lines, "first", "said"]);
});

test.each<[string, (world: InteractiveWorld) => Promise<unknown>, readonly Step[], readonly string[]]>([
  ["another line", async ({ terminal }) => terminal.show("other"), [], ["other"]],
  [
    "a line more",
    async (world) => {
      showAll(world);
      world.terminal.show("more");
      world.terminal.show("still more");
    },
    [],
    [...lines, "more", "still more"],
  ],
  ["a line of narration", async ({ terminal }) => terminal.say("said"), [], ["said"]],
  ["the question too early", ({ prompter }) => prompter.select(question), [two], []],
  [
    "another question",
    async (world) => {
      showAll(world);
      return world.prompter.select({ ...question, message: "What?" });
    },
    [{ expect: "What?", pick: "two" }],
    lines,
  ],
  [
    "another kind of question",
    ({ prompter }) => prompter.confirm({ message: "Sure?", default: true }),
    [{ expect: "Sure?" }],
    [],
  ],
  ["work that is waited for", ({ terminal }) => terminal.progress("Working", Promise.resolve()), [], []],
  ["a failure", () => Promise.reject(new Error("refused")), [], []],
  ["an end", async () => {}, [], []],
])("%s: it is taken back first", async (_, program, answers, expected) => {
  const { said, screens } = await played(program, ...answers);
  expect(said).toEqual(expected);
  expect(screens.filter((screen) => screen.startsWith("✔ Which?")).length).toBe(
    answers.includes(two) ? 1 : 0,
  );
});
