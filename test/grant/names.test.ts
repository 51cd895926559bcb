// Do names fit each service's limits, say what they are for, and stay the same and apart?
import { expect, test } from "vitest";
import { adviceOnKeys } from "../../src/grant/aws/key-rotation.ts";
import { canGrant } from "../../src/grant/can-grant.ts";
import { grantFor } from "../../src/grant/grant-for.ts";
import { nameFor, nameLimits } from "../../src/grant/names.ts";
import { allGrants, ecrImage, goalOf, wanted } from "./grants.ts";

test.each([
  ["team/whisper", "baseten-ecr-pull-team-whisper"],
  ["a_b.c/D", "baseten-ecr-pull-a-b-c-d"],
  ["x".repeat(47), `baseten-ecr-pull-${"x".repeat(47)}`],
])("%s", (repository, expected) => {
  expect(nameFor("baseten-ecr-pull", repository, nameLimits.iam)).toBe(expected);
});

test.each(Object.entries(nameLimits))("a long one is cut to fit %s, and two stay apart", (_, limit) => {
  const [one, other] = ["a", "b"].map((end) => nameFor("baseten-pull", `${"long/".repeat(30)}${end}`, limit));
  expect(one?.length).toBeLessThanOrEqual(limit);
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
  expect(one).not.toContain("--");
});

test("a name of signs alone still has one", () => {
  expect(nameFor("baseten-pull", "___", 30)).toMatch(/^baseten-pull-[0-9a-f]{6}$/);
});

/** What each service takes; the pages are in src/grant/names.ts. */
const taken = {
  role: /^[\w+=,.@-]{1,64}$/,
  user: /^[\w+=,.@-]{1,64}$/,
  "service-account": /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  token: /^[A-Za-z0-9_-]{5,50}$/,
};

test.each(allGrants)("%s: what it makes has a name that would be taken", (_, { resources }) => {
  const named = resources.filter(({ kind }) => ["role", "user", "service-account", "token"].includes(kind));
  expect(named).toHaveLength(1);
  for (const { name, kind } of named) expect(name).toMatch(taken[kind as keyof typeof taken]);
});

test("where nothing can be made", () => {
  const goal = goalOf("docker.io/acme/whisper:3", "token");
  expect([canGrant(goal), grantFor(goal, wanted)]).toEqual([false, null]);
  expect(canGrant(goalOf(ecrImage, "token"))).toBe(false);
});

const key = (id: string, status = "Active") => ({ id, status });
const used = (LastUsedDate?: string) => ({ AccessKeyLastUsed: { LastUsedDate } });
test.each<[string, Parameters<typeof adviceOnKeys>[1], readonly unknown[], string]>([
  [
    "switched off",
    [key("A"), key("B", "Inactive")],
    [used("2026-01-01"), used("2026-02-01")],
    "B is switched off.",
  ],
  ["never used", [key("A"), key("B")], [used("2026-01-01"), used()], "B was never used."],
  [
    "longest ago",
    [key("A"), key("B")],
    [used("2026-01-01T00:00:00Z"), used("2026-02-01")],
    "A was last used on 2026-01-01.",
  ],
  [
    "nobody may say",
    [key("A"), key("B")],
    [undefined, undefined],
    "See which can go: aws iam list-access-keys",
  ],
])("of two keys, the one that can go: %s", (_, keys, times, expected) => {
  expect(adviceOnKeys("u", keys, times)).toContain(expected);
});
