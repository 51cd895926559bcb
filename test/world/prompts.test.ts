// Do the prompts look right, answer right, and stop cleanly?
import { PassThrough } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createPrompter } from "../../src/world/prompts.ts";
import type { Prompter } from "../../src/world/types.ts";
import { type Step, scriptedPrompter } from "../support/prompter.ts";

/** Asks one question, answers it by the script, and shows every screen. */
async function play<T>(
  ask: (prompter: Prompter) => Promise<T>,
  script: readonly Step[],
  columns = 80,
): Promise<{ answer: T; screens: string }> {
  const prompter = scriptedPrompter(script, { columns });
  const answer = await ask(prompter);
  prompter.done();
  return { answer, screens: prompter.screens.join("\n---\n") };
}

const methods = {
  message: "How should Baseten sign in?",
  choices: [
    { value: "oidc", name: "OIDC role", description: "stores nothing, never expires · recommended" },
    { value: "iam", name: "IAM access key", description: "two secrets, valid until rotated" },
    { value: "token", name: "12-hour token", description: "one secret, for a quick try" },
  ],
};
const repositories = ["team/whisper", "team/llama", "base/cuda"].map((name) => ({
  value: `r/${name}`,
  name,
}));

describe("select", () => {
  test("aligns the half-lines, and stops at the ends of the list", async () => {
    const script = [{ expect: /sign in/, keys: ["down", "down", "down", "enter"] }];
    const { answer, screens } = await play((prompter) => prompter.select(methods), script);
    expect(answer).toBe("token");
    expect(screens).toMatchInlineSnapshot(`
      "? How should Baseten sign in?
      ❯ OIDC role        stores nothing, never expires · recommended
        IAM access key   two secrets, valid until rotated
        12-hour token    one secret, for a quick try

        ↑↓ choose · ⏎ take · esc back
      ---
      ? How should Baseten sign in?
        OIDC role        stores nothing, never expires · recommended
      ❯ IAM access key   two secrets, valid until rotated
        12-hour token    one secret, for a quick try

        ↑↓ choose · ⏎ take · esc back
      ---
      ? How should Baseten sign in?
        OIDC role        stores nothing, never expires · recommended
        IAM access key   two secrets, valid until rotated
      ❯ 12-hour token    one secret, for a quick try

        ↑↓ choose · ⏎ take · esc back
      ---
      ✔ How should Baseten sign in? 12-hour token"
    `);
  });

  test("a half-line without room is left to its whole clauses, and stands below while its choice is marked", async () => {
    const { screens } = await play((prompter) => prompter.select(methods), [{ expect: "sign in" }], 44);
    expect(screens).toMatchInlineSnapshot(`
      "? How should Baseten sign in?
      ❯ OIDC role        stores nothing
        IAM access key   two secrets
        12-hour token    one secret

        stores nothing, never expires ·
        recommended
        ↑↓ choose · ⏎ take · esc back
      ---
      ✔ How should Baseten sign in? OIDC role"
    `);
    for (const line of screens.split("\n")) expect(line.length).toBeLessThan(44);
  });

  test("leaves out half-lines where there is no room", async () => {
    const { screens } = await play((prompter) => prompter.select(methods), [{ expect: "sign in" }], 26);
    expect(screens).toContain("❯ OIDC role\n  IAM");
  });

  test.each([
    ["select", (prompter: Prompter) => prompter.select(methods)],
    [
      "confirm",
      (prompter: Prompter) => prompter.confirm({ message: "Store 1 secret in Baseten?", default: true }),
    ],
    ["input", (prompter: Prompter) => prompter.input({ message: "Docker Hub user, or organization" })],
    ["password", (prompter: Prompter) => prompter.password({ message: "Docker Hub access token" })],
  ])("the words of %s are broken at spaces, the answer's too", async (_, ask) => {
    const { screens } = await play<unknown>(ask, [{ expect: /^\?/, type: "y" }], 28);
    for (const line of screens.split("\n")) expect(line.length).toBeLessThanOrEqual(28);
    expect(screens.replace(/\s+/g, " ")).toMatch(
      /^\? (How should Baseten sign in\? ❯|Store 1 secret in Baseten\? \(Y\/n\)|Docker Hub user, or organization|Docker Hub access token \(input hidden\))/,
    );
  });

  test("starts at the default, also when that is null", async () => {
    const choices = [
      { value: "a", name: "A" },
      { value: null, name: "None", short: "none" },
    ];
    const { answer, screens } = await play(
      (prompter) => prompter.select<string | null>({ message: "Which?", choices, default: null }),
      [{ expect: "❯ None" }],
    );
    expect(answer).toBeNull();
    expect(screens).toContain("✔ Which? none");
  });
});

describe("search", () => {
  const question = { message: "Which repository?", choices: repositories };

  test("narrows by words in any order", async () => {
    const script = [{ expect: "Which repository?", type: "WHIS team" }];
    const { answer, screens } = await play((prompter) => prompter.search(question), script);
    expect(answer).toBe("r/team/whisper");
    expect(screens).toMatchInlineSnapshot(`
      "? Which repository?
      ❯ team/whisper
        team/llama
        base/cuda

        Type to narrow the list
      ---
      ? Which repository? WHIS team
      ❯ team/whisper

        Type to narrow the list
      ---
      ✔ Which repository? team/whisper"
    `);
  });

  test("takes what was typed, where it may", async () => {
    const script = [{ expect: "Which", type: "other/thing" }];
    const { answer, screens } = await play(
      (prompter) => prompter.search({ ...question, other: true }),
      script,
    );
    expect(answer).toBe("other/thing");
    expect(screens).toMatchInlineSnapshot(`
      "? Which repository?
      ❯ team/whisper
        team/llama
        base/cuda

        Type to narrow the list
      ---
      ? Which repository? other/thing
      ❯ Use "other/thing"

        Type to narrow the list
      ---
      ✔ Which repository? other/thing"
    `);
  });

  test.each<[string, boolean, Step, string]>([
    [
      "offers the typed text last",
      true,
      { expect: "", type: "team", keys: ["down", "down", "enter"] },
      "team",
    ],
    ["prefers what is in the list", true, { expect: "", type: "team" }, "r/team/whisper"],
    ["offers no known value twice", true, { expect: "", type: "r/base/cuda" }, "r/base/cuda"],
    ["keeps a typed text through Tab", true, { expect: "", type: "new", keys: ["tab", "enter"] }, "new"],
    ["takes the first one at once", false, { expect: "" }, "r/team/whisper"],
  ])("%s", async (_, other, step, expected) => {
    const { answer } = await play((prompter) => prompter.search({ ...question, other }), [step]);
    expect(answer).toBe(expected);
  });

  test("half-lines stand beside the names", async () => {
    const choices = [
      { value: "prod", name: "prod", description: "account 123456789012 · SSO" },
      { value: "staging", name: "staging", description: "role" },
    ];
    const script = [
      { expect: "❯ prod      account 123456789012 · SSO", type: "rol", keys: ["tab", "enter"] },
    ];
    const { answer, screens } = await play(
      (prompter) => prompter.search({ message: "Which?", choices }),
      script,
    );
    expect(answer).toBe("staging");
    expect(screens).toContain("✔ Which? staging");
  });

  test("without `other`, an unknown text is no answer", async () => {
    const script: Step[] = [
      { expect: "Which", type: "zzz" },
      { expect: "No results found", keys: ["backspace", "backspace", "backspace", "enter"] },
    ];
    const { answer } = await play((prompter) => prompter.search(question), script);
    expect(answer).toBe("r/team/whisper");
  });
});

describe("input", () => {
  test("offers a default, and asks again with the reason", async () => {
    const { answer, screens } = await play(
      (prompter) =>
        prompter.input({
          message: "AWS account",
          default: "1",
          problem: (value) => (/^\d{12}$/.test(value) ? null : "An AWS account has 12 digits."),
        }),
      [{ expect: "(1)" }, { expect: "12 digits", type: "123456789012" }],
    );
    expect(answer).toBe("123456789012");
    expect(screens).toMatchInlineSnapshot(`
      "? AWS account (1)
      ---
      ? AWS account (1)
      > An AWS account has 12 digits.
      ---
      ? AWS account 123456789012
      ---
      ✔ AWS account 123456789012"
    `);
  });

  test("a prefilled default can be edited", async () => {
    const { answer } = await play(
      (prompter) => prompter.input({ message: "Image", default: "a/b:1", prefill: true }),
      [
        { expect: "? Image a/b:1", keys: ["backspace"] },
        { expect: "? Image a/b:", type: "2" },
      ],
    );
    expect(answer).toBe("a/b:2");
  });
});

test.each([
  ["Enter", true, {}, true],
  ["Enter", false, {}, false],
  ["n", true, { type: "n" }, false],
  ["yes", false, { type: "yes" }, true],
])("confirm: %s where the default is %s", async (_, standard, step, expected) => {
  const { answer, screens } = await play(
    (prompter) => prompter.confirm({ message: "Go ahead?", default: standard }),
    [{ expect: standard ? "Go ahead? (Y/n)" : "Go ahead? (y/N)", ...step }],
  );
  expect(answer).toBe(expected);
  expect(screens).toContain(`✔ Go ahead? ${expected ? "Yes" : "No"}`);
});

describe("password", () => {
  test("shows the size only, and asks again with the reason", async () => {
    const { answer, screens } = await play(
      (prompter) =>
        prompter.password({
          message: "Docker Hub access token",
          problem: (value) => (value.startsWith("dckr_pat_") ? null : "A token begins with dckr_pat_."),
        }),
      [
        { expect: "(input hidden)", type: "hunter22" },
        { expect: "begins with", type: "dckr_pat_abc" },
      ],
    );
    expect(answer.reveal()).toBe("dckr_pat_abc");
    expect(screens).toMatchInlineSnapshot(`
      "? Docker Hub access token (input hidden)
      ---
      ? Docker Hub access token (input hidden) 8 characters
      ---
      ? Docker Hub access token (input hidden)
      > A token begins with dckr_pat_.
      ---
      ? Docker Hub access token (input hidden) 12 characters
      ---
      ✔ Docker Hub access token 12 characters"
    `);
    expect(screens).not.toContain("hunter22");
  });

  test("takes back what was deleted, and keeps blanks", async () => {
    const script: Step[] = [{ expect: "", type: " ab ", keys: ["backspace", "backspace", "enter"] }];
    const { answer } = await play((prompter) => prompter.password({ message: "Token" }), script);
    expect(answer.reveal()).toBe(" a");
  });
});

describe("paste", () => {
  const whole = (text: string): boolean => text.endsWith("}");
  const problem = (text: string): string | null =>
    text.startsWith("{") && !whole(text) ? "That is no whole JSON key." : null;
  const question = {
    message: "Service account key",
    sight: (text: string) => (text.startsWith("{") ? "" : text),
    unfinished: (text: string) => text.startsWith("{") && !whole(text),
    problem,
  };

  test.each([
    ["LF", '{\n  "type": "x"\n}\n'],
    ["CR", '{\r  "type": "x"\r}\r'],
    ["CRLF", '{\r\n  "type": "x"\r\n}\r\n'],
  ])("several lines with %s end when they are whole", async (_, type) => {
    const { answer, screens } = await play(
      (prompter) => prompter.paste(question),
      [{ expect: "Service account key", type, keys: [] }],
    );
    expect(answer.reveal()).toBe('{\n  "type": "x"\n}');
    expect(screens).toContain("✔ Service account key 3 lines, 17 characters");
    expect(screens).not.toContain("type");
  });

  test("grows in sight, and says that Enter ends a last line that came without one", async () => {
    const type = `{${"x".repeat(2307)}\n }`;
    const { answer, screens } = await play((prompter) => prompter.paste(question), [{ expect: "", type }]);
    expect(answer.reveal()).toBe(type);
    expect(screens).toMatchInlineSnapshot(`
      "? Service account key
      ---
      ? Service account key (input hidden) 2 lines, 2,311 characters · Enter to go on
      ---
      ✔ Service account key 2 lines, 2,311 characters"
    `);
  });

  test("an empty line ends it; what can't be right is asked for again", async () => {
    const { answer, screens } = await play(
      (prompter) => prompter.paste(question),
      [
        { expect: "", type: "{ half\n\n", keys: [] },
        { expect: "no whole JSON key", type: "{}" },
      ],
    );
    expect(answer.reveal()).toBe("{}");
    expect(screens).toMatchInlineSnapshot(`
      "? Service account key
      ---
      ? Service account key
      > That is no whole JSON key.
      ---
      ? Service account key (input hidden) 2 characters · Enter to go on
      ---
      ✔ Service account key 2 characters"
    `);
  });

  test("what is no secret is seen, kept when it can't be right, and ends with its line", async () => {
    const missing = async (text: string) => (text === "key.jso" ? "There is no key.jso." : null);
    const { answer, screens } = await play(
      (prompter) => prompter.paste({ ...question, problem: missing }),
      [
        { expect: "", type: "key.jso" },
        { expect: "> There is no key.jso.", type: "n" },
      ],
    );
    expect(answer.reveal()).toBe("key.json");
    expect(screens).toMatchInlineSnapshot(`
      "? Service account key
      ---
      ? Service account key key.jso
      ---
      ? Service account key key.jso
      > There is no key.jso.
      ---
      ? Service account key key.json
      ---
      ✔ Service account key key.json"
    `);
  });

  test("a part of it may be seen, also of what is offered", async () => {
    const sight = (text: string) => text.slice(0, text.indexOf(":") + 1) || text;
    const user = { message: "User", default: "bob", sight };
    const { answer, screens } = await play(
      (prompter) => prompter.paste(user),
      [{ expect: "(bob)", type: "ada:s3cret" }],
    );
    expect(answer.reveal()).toBe("ada:s3cret");
    expect(screens).not.toContain("s3c");
    expect(screens).toMatchInlineSnapshot(`
      "? User (bob)
      ---
      ? User ada: (input hidden) 6 characters
      ---
      ✔ User ada: (6 characters hidden)"
    `);
    expect((await play((prompter) => prompter.paste(user), [{ expect: "(bob)" }])).answer.reveal()).toBe(
      "bob",
    );
  });
});

describe("why it is asked", () => {
  const why =
    "The token that Docker Hub shows once, when it is made. https://app.docker.com/settings/personal-access-tokens";
  const two = [
    { value: "a", name: "one", description: "the first" },
    { value: "b", name: "other" },
  ];

  test.each<[string, (prompter: Prompter) => Promise<unknown>]>([
    ["select", (prompter) => prompter.select({ message: "Which?", why, choices: two })],
    ["search", (prompter) => prompter.search({ message: "Which?", why, choices: two })],
    ["input", (prompter) => prompter.input({ message: "Which?", why, default: "one", problem: () => null })],
    ["password", (prompter) => prompter.password({ message: "Which?", why })],
    ["paste", (prompter) => prompter.paste({ message: "Which?", why, sight: (text) => text })],
  ])("stands below the question of %s, and goes when it is answered", async (_, ask) => {
    const { screens } = await play(ask, [{ expect: "that Docker Hub shows once" }], 60);
    const [first = "", answered] = screens.split("\n---\n");
    const lines = first.split("\n");
    expect(lines[0]).toMatch(/^\? Which\?/);
    expect(lines).toContain("  The token that Docker Hub shows once, when it is made.");
    expect(lines).toContain("  https://app.docker.com/settings/personal-access-tokens");
    expect(answered).toMatch(/^✔ Which\?[^\n]*$/);
  });

  test("stands below the problem, which is wrapped at words", async () => {
    const problem = (value: string) =>
      value === "y" ? null : "A sentence that is far longer than the terminal is wide.";
    const { screens } = await play(
      (prompter) => prompter.input({ message: "Which?", why: "Short.", problem }),
      [
        { expect: "", type: "x" },
        { expect: "far longer", keys: ["backspace"] },
        { expect: "", type: "y" },
      ],
      40,
    );
    expect(screens).toMatchInlineSnapshot(`
      "? Which?
        Short.
      ---
      ? Which? x
        Short.
      ---
      ? Which? x
      > A sentence that is far longer than the
        terminal is wide.
        Short.
      ---
      ? Which?
        Short.
      ---
      ? Which? y
        Short.
      ---
      ✔ Which? y"
    `);
  });
});

test.each<[string, (prompter: Prompter) => Promise<unknown>]>([
  ["select", (prompter) => prompter.select(methods)],
  ["search", (prompter) => prompter.search({ message: "Which?", choices: repositories })],
  ["input", (prompter) => prompter.input({ message: "Name" })],
  ["password", (prompter) => prompter.password({ message: "Token" })],
  ["paste", (prompter) => prompter.paste({ message: "Key", sight: () => "" })],
  ["confirm", (prompter) => prompter.confirm({ message: "Go?", default: true })],
])("Ctrl+C in %s is interrupted", async (_, ask) => {
  const prompter = scriptedPrompter([{ expect: "", keys: ["ctrl+c"] }]);
  await expect(ask(prompter)).rejects.toMatchObject({ code: "interrupted" });
});

describe("on a terminal", () => {
  /** Real prompts on two streams. */
  function open({ colour = true } = {}) {
    const input = new PassThrough();
    const output = Object.assign(new PassThrough(), { columns: 80 });
    const stop = new AbortController();
    const prompter = createPrompter({ input, output, colour, signal: stop.signal });
    return { input, stop, prompter, written: () => String(output.read() ?? "") };
  }
  const cursorShown = (text: string): boolean =>
    text.lastIndexOf("\u001B[?25h") > text.lastIndexOf("\u001B[?25l");

  test.each<[string, (terminal: ReturnType<typeof open>) => void]>([
    ["Ctrl+C", ({ input }) => input.write("\u0003")],
    ["Ctrl+D", ({ input }) => input.write("\u0004")],
    ["the end of the input", ({ input }) => input.end()],
    ["a signal", ({ stop }) => stop.abort()],
  ])("%s interrupts and shows the cursor again", async (_, interrupt) => {
    const terminal = open();
    const asked = terminal.prompter.password({ message: "Token" });
    setTimeout(() => interrupt(terminal), 20);
    await expect(asked).rejects.toMatchObject({ code: "interrupted" });
    await wait(10);
    expect(cursorShown(terminal.written())).toBe(true);
    expect(terminal.input.listenerCount("keypress")).toBe(0);
  });

  test.each([true, false])("one prompt after another, colour: %s", async (colour) => {
    const terminal = open({ colour });
    const first = terminal.prompter.select(methods);
    terminal.input.write("\r");
    expect(await first).toBe("oidc");
    const second = terminal.prompter.password({ message: "Token" });
    terminal.input.write("s3cret\r");
    expect((await second).reveal()).toBe("s3cret");
    const written = terminal.written();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(/\u001B\[[\d;]*m/.test(written)).toBe(colour);
    expect(written).not.toContain("s3cret");
    expect(written).toContain("Token");
  });
});
