// Does a limit hold, keep the order, and survive failures?
import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import { inOrder, limitTo } from "../../src/values/concurrency.ts";

test("never more than so many at once, all of them in the end, in order", async () => {
  const limit = limitTo(3);
  const started: number[] = [];
  let now = 0;
  let most = 0;
  const work = Array.from({ length: 20 }, (_, index) =>
    limit(async () => {
      started.push(index);
      most = Math.max(most, ++now);
      await after(index % 3);
      now -= 1;
      if (index % 4 === 0) throw new Error("failed");
      return index;
    }),
  );
  const results = await Promise.allSettled(work);
  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(5);
});

test("who comes later waits behind those who wait", async () => {
  const limit = limitTo(1);
  const order: string[] = [];
  const first = limit(async () => void order.push("first"));
  const second = limit(async () => void order.push("second"));
  const third = first.then(() => limit(async () => void order.push("third")));
  await Promise.all([first, second, third]);
  expect(order).toEqual(["first", "second", "third"]);
});

test("results come in the items' order, however long each takes, and few are ahead", async () => {
  let ahead = 0;
  let most = 0;
  const slow = async (item: number): Promise<number> => {
    most = Math.max(most, ++ahead);
    await after(item % 3);
    return item;
  };
  const got: number[] = [];
  for await (const item of inOrder([...Array(20).keys()], 4, slow)) {
    ahead -= 1;
    got.push(item);
  }
  expect(got).toEqual([...Array(20).keys()]);
  expect(most).toBe(4);
});

test("a failure comes where its item would", async () => {
  const work = async (item: number): Promise<number> => {
    if (item === 1) throw new Error("one");
    return item;
  };
  const results = inOrder([0, 1, 2], 8, work);
  expect((await results.next()).value).toBe(0);
  await expect(results.next()).rejects.toThrow("one");
});
