// 21: does the wizard look right on 40 columns, after a resize, with long names, without colour, on light and dark?
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { goAhead, method, plan } from "./acts.ts";
import { type Cast, configOf, images, startCast } from "./cast.ts";
import { type Stage, setStage } from "./stage.ts";
import type { Terminal } from "./terminal.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

async function withAws(): Promise<void> {
  const aws = cast.aws("prod");
  const files = { ...aws.files, "truss/config.yaml": configOf(images.ecr) };
  stage = await setStage({ ...cast.stage, ...aws, files });
}

/** Words that a row was cut in. A name, an address or a command that is longer than a row may be. */
async function cutWords(terminal: Terminal, columns: number): Promise<readonly string[]> {
  const lines = (await terminal.whole()).split("\n").map((line) => line.trimEnd());
  const long = lines.filter((line) => line.length > columns);
  return long.flatMap((line) => {
    const ends = Array.from({ length: Math.floor(line.length / columns) }, (_, row) => (row + 1) * columns);
    return ends.flatMap((end) => {
      const [before = ""] = /\S*$/.exec(line.slice(0, end)) ?? [];
      const [after = ""] = /^\S*/.exec(line.slice(end)) ?? [];
      const word = before + after;
      const isName = /[./_:]/.test(word) || /refresh/.test(line);
      return before === "" || after === "" || isName ? [] : [word];
    });
  });
}

test("at 40 columns only names are cut, and no half-line ends in the middle", async () => {
  await withAws();
  const terminal = await stage.open({ columns: 40 });
  const list = await terminal.shows(/❯ 12-hour token/);
  expect(list).toMatch(/^\? How should Baseten sign in to Amazon\n {2}ECR\?$/m);
  expect(list).toMatch(/^ {2}OIDC role {8}stores nothing$/m);
  // All that the marked one says stands below.
  expect(list).toMatch(/^ {2}one secret, for a quick try; `refresh`\n {2}renews it$/m);
  await method(terminal, "IAM access key");
  await terminal.shows(/^\? Which access key may Baseten have\?/m);
  await terminal.pick("Another method");
  await method(terminal, "12-hour token");
  await terminal.shows(/^\? Store 1 secret and change\n {2}config\.yaml\? \(Y\/n\)/m);
  await terminal.press("Enter");
  expect(await terminal.exitCode()).toBe(0);
  expect(await terminal.whole()).not.toContain("…");
  expect(await cutWords(terminal, 40)).toEqual([]);
});

test.each([60, 30])("a list stands there once after a resize to %d columns and back", async (columns) => {
  await withAws();
  const terminal = await stage.open({ columns: 80 });
  await terminal.shows(/❯ 12-hour token/);
  // The list that is drawn first is drawn over; tmux breaks its rows some time before it tells of another width.
  await terminal.press("Down");
  await terminal.shows(/❯ Assumed role/);
  await terminal.press("Up");
  await terminal.shows(/❯ 12-hour token/);
  for (const [size, key, label] of [
    [columns, "Up", "IAM access key"],
    [100, "Down", "12-hour token"],
  ] as const) {
    await terminal.resize(size, 40);
    await terminal.press(key);
    const shown = (await terminal.shows(new RegExp(`❯ ${label}`))).replace(/\n/g, "");
    expect(shown.match(/How should Baseten/g)).toHaveLength(1);
    expect(shown.match(/Assumed role/g)).toHaveLength(1);
    // What stands above is untouched, though the terminal may have scrolled it away.
    expect(await terminal.whole()).toMatch(/BASETEN_API_KEY/);
  }
});

test("what Esc left is gone: each question stands there once", async () => {
  await withAws();
  const terminal = await stage.open({ columns: 80 });
  await method(terminal, "12-hour token");
  await terminal.shows(plan);
  await terminal.press("Escape");
  const shown = await terminal.shows(/❯ 12-hour token/);
  expect(shown).not.toMatch(plan);
  expect(shown.match(/^\? /gm)).toHaveLength(1);
});

test("long names are whole, to be copied", async () => {
  const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/${"team-of-many/".repeat(6)}whisper-large-v3:2026.11.25-nightly`;
  stage = await setStage({ ...cast.stage, files: { "truss/config.yaml": configOf(image) } });
  const terminal = await stage.open({ columns: 80 });
  await terminal.shows(/How should Baseten/);
  expect(await terminal.whole()).toContain(image);
});

/** The colours of the screen, as codes. */
const codes = (history: string): readonly string[] => [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  ...new Set([...history.matchAll(/\u001B\[([\d;]*)m/g)].flatMap(([, code = ""]) => code.split(";"))),
];

test("colours are the terminal's own, which fit its background; none is black, white or a background", async () => {
  await withAws();
  const terminal = await stage.open({ columns: 80 });
  await method(terminal, "IAM access key");
  await terminal.shows(/^\? Which access key may Baseten have\?/m);
  await terminal.pick("Profile prod");
  await goAhead(terminal);
  expect(await terminal.exitCode()).toBe(0);
  const own = ["0", "1", "2", "22", "31", "32", "33", "34", "36", "39", "49", ""];
  expect(codes(await terminal.history()).filter((code) => !own.includes(code))).toEqual([]);
});

test.each([
  ["NO_COLOR", [], { NO_COLOR: "1" }],
  ["--no-color", ["--no-color"], {}],
])("%s: all is there without a colour", async (_, args, env) => {
  await withAws();
  const terminal = await stage.open({ columns: 80, args, env });
  await method(terminal, "12-hour token");
  const shown = await goAhead(terminal);
  expect(shown).toMatch(/^ {2}\+ secrets:$/m);
  expect(await terminal.exitCode()).toBe(0);
  expect(codes(await terminal.history())).toEqual([]);
});
