// Are the last lines true, and do their commands work when pasted where this one was started?
import { describe, expect, test } from "vitest";
import type { Destination, Verdict } from "../../src/flow.ts";
import { doneLines, nextLines, nextOf, tokenLines } from "../../src/setup/next.ts";
import { paintOf } from "../../src/text/paint.ts";
import { answersOf, api, none, type PlanOptions, planOf } from "../support/plan-samples.ts";
import { ecrHost, ecrImage, googleImage } from "../support/samples.ts";

const paint = paintOf(false);
const skipped: Verdict = { status: "skipped", reason: null, platforms: [], size: null };
const name = `DOCKER_REGISTRY_${ecrHost}`;
const stored = { name, stored: "baseten", team: "Research", expiresAt: "2026-01-01T12:00:00.000Z" } as const;
const now = new Date("2026-01-01T00:02:00Z");
const byHand: NodeJS.ProcessEnv = {};
const npx = { npm_command: "exec", npm_config_user_agent: "npm/10.8.2 node/v20.20.2 linux x64" };

const last = async (options: PlanOptions, verdict: Verdict = skipped, kept = true) => {
  const plan = await planOf(options);
  const secrets = [kept ? stored : ({ ...stored, stored: "no", team: null, expiresAt: null } as const)];
  const [secret] = secrets;
  const done = doneLines(plan, { secrets, written: plan.config.changed }, verdict, paint);
  const expiresAt = secret?.expiresAt ?? null;
  const next = [
    ...tokenLines(expiresAt, now),
    ...nextLines(nextOf(plan, { env: byHand }, null), expiresAt !== null, paint),
  ];
  return [...done, ...next].join("\n").replace(/at \d{4}-\S+ \S+/, "at <time>");
};

test("a token stored", async () => {
  expect(await last({})).toMatchInlineSnapshot(`
    "✔ 1 secret stored in team Research
    ✔ config.yaml written

      Token        expires in 11 h 58 m, at <time>
      Renew        create-registry-auth refresh
      Schedule     create-registry-auth refresh --schedule github-actions
      Next         truss push"
  `);
});

test("a secret to be added by hand, the file right already", async () => {
  const config = `base_image:\n  image: ${ecrImage}\nsecrets:\n  ${name}: null\n`;
  expect(await last({ config, destination: none }, skipped, false)).toMatchInlineSnapshot(`
    "✔ config.yaml was right already

      Next         truss push"
  `);
});

test("what can't be proved never looks like success", async () => {
  const reason = "registry.invalid can't be reached (ENOTFOUND).";
  expect(await last({}, { ...skipped, status: "unverifiable", reason })).toContain(
    `! The pull is not proved: ${reason}`,
  );
});

describe("commands", () => {
  const token = answersOf(ecrImage, "token", { awsProfile: "my prod" });
  const research: Destination = { ...api(), team: { id: "t2", name: "R&D", default: false } } as Destination;
  test.each<[string, PlanOptions, NodeJS.ProcessEnv, string, string]>([
    ["here", {}, byHand, "truss push", "create-registry-auth refresh"],
    ["by npx", {}, npx, "truss push", "npx create-registry-auth refresh"],
    [
      "by pnpm",
      {},
      { npm_command: "exec", npm_config_user_agent: "pnpm/9.1.0 npm/? node/v20" },
      "truss push",
      "pnpm dlx create-registry-auth refresh",
    ],
    ["npm run is no npx", {}, { npm_command: "run-script" }, "truss push", "create-registry-auth refresh"],
    [
      "the profile that was taken",
      { answers: token },
      byHand,
      "truss push",
      "create-registry-auth refresh --aws-profile 'my prod'",
    ],
    [
      "another team than the default one",
      { destination: research },
      byHand,
      "truss push",
      "create-registry-auth refresh --team 'R&D'",
    ],
    [
      "the account to impersonate",
      { answers: answersOf(googleImage, "token", { impersonateServiceAccount: "a@p" }) },
      byHand,
      "truss push",
      "create-registry-auth refresh --impersonate-service-account a@p",
    ],
  ])("%s", async (_name, options, env, push, renew) => {
    const next = nextOf(await planOf(options), { env }, null);
    expect([next.push, next.renew]).toEqual([push, renew]);
    expect(next.schedule).toBe(`${renew} --schedule github-actions`);
  });

  test("a project in another folder", async () => {
    const plan = await planOf();
    const file = { ...plan.config.file, shown: "my models/whisper/config.yaml" };
    const next = nextOf(
      { ...plan, config: { ...plan.config, file } },
      { env: npx },
      "../.github/workflows/registry-auth.yaml",
    );
    expect([next.push, next.renew]).toEqual([
      "truss push 'my models/whisper'",
      "npx create-registry-auth refresh 'my models/whisper'",
    ]);
    expect(next.schedule).toBe(
      `${next.renew} --schedule github-actions --output ../.github/workflows/registry-auth.yaml`,
    );
  });
});
