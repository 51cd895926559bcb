// Stopped at any moment: is config.yaml old or new, is nothing left behind, is the terminal as it was?
// KILLS says at how many moments; a fourth of them are in a terminal.
import { afterAll, beforeAll, expect, test } from "vitest";
import { byFlags, type Ended, inTerminal } from "./runs.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

const moments = Number(process.env.KILLS ?? 200);
const inTerminals = Math.round(moments / 4);
const signals = ["SIGINT", "SIGTERM", "SIGKILL"] as const;

let theatre: Theatre;
/** Milliseconds that a whole run takes here. */
let whole: { readonly flags: number; readonly terminal: number };
const tally = { stopped: 0, new: 0, temporary: 0, early: 0 };

beforeAll(async () => {
  theatre = await openTheatre();
  const timed = async (run: typeof byFlags): Promise<number> => {
    const stage = await theatre.stage(false);
    const { ms, code, said } = await run(stage, null, 0);
    expect([code, said]).toEqual([0, expect.stringMatching(/can be pulled[\s\S]*truss push/)]);
    expect(await stage.config()).toBe("new");
    await stage.close();
    return ms;
  };
  // As many at once as later, or the moments would all be early ones.
  const flags = Math.max(...(await Promise.all([1, 2, 3].map(() => timed(byFlags)))));
  whole = { flags, terminal: await timed(inTerminal) };
});
afterAll(async () => {
  await theatre.close();
  console.info(
    `${moments} moments: ${tally.stopped} stopped on the way, ${tally.early} before the first word, ${tally.temporary} with a temporary file, ${tally.new} with the new config.yaml`,
  );
});

/** What holds of every run that was stopped. */
async function expectWhole(stage: Stage, ended: Ended, signal: (typeof signals)[number]): Promise<void> {
  const state = await stage.config();
  expect(["old", "new"]).toContain(state);
  const left = await stage.others();
  tally.stopped += Number(ended.stopped);
  tally.new += Number(state === "new");
  tally.temporary += Number(left.length > 0);
  if (signal !== "SIGKILL") {
    expect(left).toEqual([]);
    expect(await stage.living()).toEqual([]);
    // Before it has begun there is nothing to restore, and the signal ends it by itself.
    const early = ended.signal === signal && ended.said === "";
    tally.early += Number(early);
    if (early) expect(state).toBe("old");
    else if (ended.code === 0) expect(state).toBe("new");
    else expect(ended.code).toBe(130);
  }
  for (const pid of await stage.living()) process.kill(pid, "SIGKILL");
  const again = await byFlags(stage, null, 0);
  expect([again.code, await stage.config(), await stage.others()]).toEqual([0, "new", []]);
}

/** The moments, spread over a run and a little longer. */
const spread = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    signal: signals[index % signals.length] ?? "SIGINT",
    part: (index / count) * 1.1,
    deaf: index % 2 === 1,
    percent: Math.round((index / count) * 110),
  }));

test.concurrent.each(spread(moments - inTerminals))("by flags, $signal at $percent % of a run", async ({
  signal,
  part,
  deaf,
}) => {
  const stage = await theatre.stage(deaf);
  const ended = await byFlags(stage, signal, part * whole.flags);
  await expectWhole(stage, ended, signal);
  await stage.close();
});

test.each(spread(inTerminals))("in a terminal, $signal at $percent % of a run", async ({
  signal,
  part,
  deaf,
}) => {
  const stage = await theatre.stage(deaf);
  const ended = await inTerminal(stage, signal, part * whole.terminal);
  // A shell sees 128 and the signal's number where it ended the program by itself.
  const early = ended.code === 130 || ended.code === 143;
  await expectWhole(stage, early ? { ...ended, code: 130 } : ended, signal);
  if (signal !== "SIGKILL") expect([ended.said, ended.restored]).toEqual([ended.said, true]);
  await stage.close();
});
