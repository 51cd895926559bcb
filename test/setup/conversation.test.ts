// Does Esc go back to the last question that asked, with what was known then and with the answer kept?
import { describe, expect, test } from "vitest";
import { Again, converse, type Question } from "../../src/setup/conversation.ts";
import { Back } from "../../src/values/errors.ts";
import type { Prompter, World } from "../../src/world/types.ts";
import { fakeWorld } from "../support/world.ts";

type Known = Readonly<Record<string, string>>;

/** Answers by input alone: a text, or Esc. Keeps each message with the default that it came with. */
function scripted(...answers: readonly (string | "esc")[]): { world: World; seen: string[] } {
  const left = [...answers];
  const seen: string[] = [];
  const input: Prompter["input"] = async ({ message, default: standard }) => {
    seen.push(standard === undefined ? message : `${message} (${standard})`);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`Nobody answers ${message}.`);
    if (answer === "esc") throw new Back();
    return answer;
  };
  return { world: { ...fakeWorld({ answers: [] }), prompter: { input } as unknown as Prompter }, seen };
}

const asks =
  (...keys: readonly string[]): Question<Known> =>
  async (known, { prompter }) => {
    const answers: Record<string, string> = {};
    for (const key of keys) answers[key] = (await prompter?.input({ message: key })) ?? "";
    return { ...known, ...answers };
  };
const knows =
  (key: string): Question<Known> =>
  async (known) => ({ ...known, [key]: Object.keys(known).join("+") });

/** Questions under the names q0, q1, … */
const named = (...questions: readonly Question<Known>[]) =>
  Object.fromEntries(questions.map((question, index) => [`q${index}`, question]));

test("straight on", async () => {
  const { world, seen } = scripted("1", "2");
  expect(await converse(named(asks("a"), knows("x"), asks("b")), {}, world)).toEqual({
    a: "1",
    x: "a",
    b: "2",
  });
  expect(seen).toEqual(["a", "b"]);
});

test("back over what asked nothing, and the answer is offered again", async () => {
  const { world, seen } = scripted("1", "esc", "3", "2");
  expect(await converse(named(asks("a"), knows("x"), asks("b")), {}, world)).toEqual({
    a: "3",
    x: "a",
    b: "2",
  });
  expect(seen).toEqual(["a", "b", "a (1)", "b"]);
});

test("twice back", async () => {
  const { world, seen } = scripted("1", "2", "esc", "esc", "1", "2", "3");
  await converse(named(asks("a"), asks("b"), asks("c")), {}, world);
  expect(seen).toEqual(["a", "b", "c", "b (2)", "a (1)", "b (2)", "c"]);
});

test("within a question that asks two things, back to its first", async () => {
  const { world, seen } = scripted("0", "1", "esc", "9", "2");
  expect(await converse(named(asks("z"), asks("a", "b")), {}, world)).toEqual({ z: "0", a: "9", b: "2" });
  expect(seen).toEqual(["z", "a", "b", "a (1)", "b"]);
});

test("back into a question that asked two things: to its second, then to its first", async () => {
  const { world, seen } = scripted("1", "2", "esc", "esc", "7", "8", "9");
  expect(await converse(named(asks("a", "b"), asks("c")), {}, world)).toEqual({ a: "7", b: "8", c: "9" });
  expect(seen).toEqual(["a", "b", "c", "b (2)", "a (1)", "b (2)", "c"]);
});

test("what was answered before the one that is asked again stands", async () => {
  const { world, seen } = scripted("1", "2", "3", "esc", "8", "9");
  const known = await converse(named(asks("a", "b", "c"), asks("d")), {}, world);
  expect(known).toEqual({ a: "1", b: "2", c: "8", d: "9" });
  expect(seen).toEqual(["a", "b", "c", "d", "c (3)", "d"]);
});

test("at the first question Esc stops", async () => {
  const { world } = scripted("esc");
  await expect(converse(named(knows("x"), asks("a")), {}, world)).rejects.toMatchObject({
    code: "interrupted",
    message: "Stopped. Nothing was changed.",
  });
});

describe("a way out", () => {
  /** Throws `Again` the first time, once it has asked. */
  const fails = (from: string, change?: (known: Known) => Known): Question<Known> => {
    let failed = false;
    return async (known, { prompter }) => {
      if (failed) return { ...known, proved: "yes" };
      failed = true;
      await prompter?.input({ message: "what now" });
      throw new Again<Known>(from, change);
    };
  };

  test("asks the one it goes on from anew; what was answered since is taken as it was", async () => {
    const { world, seen } = scripted("1", "2", "3", "out", "9");
    const questions = named(asks("a"), asks("b"), asks("c"), fails("q1"));
    expect(await converse(questions, {}, world)).toEqual({ a: "1", b: "9", c: "3", proved: "yes" });
    expect(seen).toEqual(["a", "b", "c", "what now", "b (2)"]);
  });

  test("changes what was known there", async () => {
    const { world } = scripted("1", "out");
    const change = (known: Known) => ({ ...known, image: "other" });
    const questions = named(asks("a"), knows("x"), fails("q1", change));
    expect(await converse(questions, {}, world)).toEqual({
      a: "1",
      image: "other",
      x: "a+image",
      proved: "yes",
    });
  });

  test("Esc afterwards still goes back over what was taken", async () => {
    const { world, seen } = scripted("1", "2", "3", "out", "9", "esc", "4", "5");
    const questions = named(asks("a"), asks("b"), asks("c"), fails("q1"), asks("d"));
    expect(await converse(questions, {}, world)).toEqual({ a: "1", b: "9", c: "4", d: "5", proved: "yes" });
    expect(seen.slice(4)).toEqual(["b (2)", "d", "c (3)", "d"]);
  });
});

test("another conversation's answers are taken, up to the question named", async () => {
  const remembered = { answers: new Map<string, unknown>(), upTo: "q1" };
  const first = scripted("1", "2");
  await converse(named(asks("a"), asks("b")), {}, first.world, remembered);
  const second = scripted("7");
  expect(await converse(named(asks("a"), asks("b")), {}, second.world, remembered)).toEqual({
    a: "1",
    b: "7",
  });
  expect(second.seen).toEqual(["b (2)"]);
});

test("where nobody is asked, each runs once", async () => {
  const world = { ...fakeWorld(), prompter: null };
  expect(await converse(named(knows("x"), knows("y")), {}, world)).toEqual({ x: "", y: "x" });
});
