// A small share of `npm run fuzz`: made-up configs, one method after another. PyYAML judges those in test/real.
import { expect, test } from "vitest";
import { planFrom } from "./plans.ts";

test("600 made-up configs: nothing but the planned changes, and nothing the second time", () => {
  const planned = Array.from({ length: 600 }, (_, index) => ({ seed: index, ...planFrom(index) }));
  expect(planned.flatMap(({ seed, wrong }) => wrong.map((what) => `${seed}: ${what}`))).toEqual([]);
  const outcomes = planned.flatMap((one) => one.outcomes);
  const share = (outcome: string) => outcomes.filter((one) => one === outcome).length / outcomes.length;
  // A generator that makes what nobody can edit would show nothing.
  expect(share("edited")).toBeGreaterThan(0.5);
  expect(share("refused")).toBeGreaterThan(0.05);
  expect(share("unchanged")).toBeGreaterThan(0.01);
}, 60_000);
