// Is a choice picked by its label, wherever it stands, and by no test by its position?
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { pointTo } from "./pointer.ts";
import { scriptedPrompter } from "./prompter.ts";

const named = (...names: readonly string[]) => names.map((name) => ({ value: name, name }));
/** More than a page. */
const many = named(...Array.from({ length: 30 }, (_, index) => `choice ${index + 1}`));

describe("pick", () => {
  const few = named("OIDC role, by hand", "OIDC role", "Key").map((choice) => ({
    ...choice,
    description: "never expires",
  }));

  test.each([
    ["the highlighted choice", few, "OIDC role, by hand", undefined],
    ["a name that begins another", few, "OIDC role", undefined],
    ["the last", few, "Key", undefined],
    ["one above the default", few, "OIDC role, by hand", "Key"],
    ["one without a half-line", named("a", "b"), "b", undefined],
    ["one on a later page", many, "choice 30", undefined],
    ["one on an earlier page", many, "choice 2", "choice 29"],
  ])("%s", async (_, choices, pick, standard) => {
    const prompter = scriptedPrompter([{ expect: "Which?", pick }]);
    const defaults = standard === undefined ? {} : { default: standard };
    expect(await prompter.select({ message: "Which?", choices, ...defaults })).toBe(pick);
    prompter.done();
  });

  test("in a list that was narrowed first", async () => {
    const prompter = scriptedPrompter([{ expect: "Which?", type: "choice 2", pick: "choice 23" }]);
    expect(await prompter.search({ message: "Which?", choices: many })).toBe("choice 23");
  });

  test.each([
    ["no such choice", "Token"],
    ["a part of a name", "OIDC"],
  ])("%s fails with the screen", async (_, pick) => {
    const prompter = scriptedPrompter([{ expect: "Which?", pick }]);
    const asked = prompter.select({ message: "Which?", choices: few });
    await expect(asked).rejects.toThrow(
      `No choice "${pick}" in this prompt:\n? Which?\n❯ OIDC role, by hand`,
    );
  });

  test("where there is no list fails with the screen", async () => {
    const prompter = scriptedPrompter([{ expect: "Name", pick: "a" }]);
    await expect(prompter.input({ message: "Name" })).rejects.toThrow("in this prompt:\n? Name");
  });

  test("a list that goes round ends too", async () => {
    let at = 0;
    const list = {
      screen: () => ["a", "b", "c"].map((name, index) => `${index === at ? "❯" : " "} ${name}`).join("\n"),
      press: async () => {
        at = (at + 1) % 3;
      },
    };
    await expect(pointTo("d", list)).rejects.toThrow('No choice "d"');
    await pointTo("c", list);
    expect(at).toBe(2);
  });
});

test("no test counts the keys to a choice, but for those of the prompts themselves", () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const counting = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /(["'`])(?:down|up)\1/.test(readFileSync(join(folder, file), "utf8")));
  // The terminal and the pointer are what goes to a label.
  expect(counting.sort()).toEqual(["pty/terminal.ts", "support/pointer.ts", "world/prompts.test.ts"]);
});
