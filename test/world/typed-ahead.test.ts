// Is what was typed before a question dropped, and Ctrl+C never?
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createPrompter } from "../../src/world/prompts.ts";

/** A terminal that holds back what was typed until it is told to hold nothing. */
class Keyboard extends PassThrough {
  readonly isTTY = true;
  #typed: string;
  constructor(typed: string) {
    super();
    this.#typed = typed;
  }
  setRawMode(raw: boolean): this {
    if (raw && this.#typed !== "") this.write(this.#typed);
    this.#typed = "";
    return this;
  }
}

const asked = (typed: string) => {
  const input = new Keyboard(typed);
  const output = new PassThrough();
  output.resume();
  return { input, answer: createPrompter({ input, output, colour: false }).input({ message: "Name?" }) };
};

test("Enter that was pressed before answers nothing", async () => {
  const { input, answer } = asked("too early\r");
  setTimeout(() => input.write("ada\r"), 50);
  expect(await answer).toBe("ada");
});

test.each([
  "\u0003",
  "too early\u0003",
  "\u0003\r",
])("Ctrl+C that was pressed before stops: %j", async (typed) => {
  await expect(asked(typed).answer).rejects.toMatchObject({ code: "interrupted" });
});
