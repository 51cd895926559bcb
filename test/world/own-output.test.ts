// Is a question wiped whole when the terminal became narrower while it was there?
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { ownOutput } from "../../src/world/own-output.ts";

const esc = "\u001B[";

function start(columns: number) {
  const output = Object.assign(new PassThrough({ encoding: "utf8" }), { columns });
  const own = ownOutput({ output, colour: true });
  return {
    draw: (text: string): string => {
      own.write(text);
      return String(output.read());
    },
    resize: (narrower: number) => {
      output.columns = narrower;
    },
  };
}

describe("what is drawn next", () => {
  const list = `? Which?\n❯ ${"a".repeat(50)}\n  b${esc}4G`;

  test("at the same width goes as it is", () => {
    const { draw } = start(80);
    draw(list);
    expect(draw("next")).toBe("next");
  });

  test.each([
    // The second row takes two, so the first is three rows up; the prompt believes it two rows up.
    ["a list", list, 30, `${esc}3A\r${esc}J${esc}2B`],
    ["one that is wide enough", list, 60, `${esc}2A\r${esc}J${esc}2B`],
    // The cursor is on the first row, with two below.
    ["a line with words below", `? User \nwhy\nmore${esc}2A${esc}8G`, 30, `\r${esc}J`],
    ["a line that the cursor has left a row of", `? ${"u".repeat(40)}${esc}43G`, 30, `${esc}1A\r${esc}J`],
  ])("after %s wipes all its rows", (_, drawn, narrower, wiping) => {
    const { draw, resize } = start(80);
    draw(drawn);
    resize(narrower);
    // A mere move of the cursor wipes nothing.
    expect(draw(`${esc}3G`)).toBe(`${esc}3G`);
    expect(draw("next")).toBe(`${wiping}next`);
    expect(draw("again")).toBe("again");
  });
});
