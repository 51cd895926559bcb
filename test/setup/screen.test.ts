// Which words and documents does a run end with?
import { describe, expect, test } from "vitest";
import type { StoredSecret, Verdict } from "../../src/flow.ts";
import * as report from "../../src/setup/screen.ts";
import { until } from "../../src/text/clock.ts";
import { errorJson, errorLines, paintOf } from "../../src/text/paint.ts";
import { CliError } from "../../src/values/errors.ts";
import { Secret } from "../../src/values/secret.ts";
import { answersOf, planOf } from "../support/plan-samples.ts";
import { ecrHost, ecrImage } from "../support/samples.ts";

const plain = paintOf(false);
const name = `DOCKER_REGISTRY_${ecrHost}`;
const now = new Date("2026-01-01T00:02:00Z");
const stored: StoredSecret = {
  name,
  stored: "baseten",
  team: "Research",
  expiresAt: "2026-01-01T12:00:00.000Z",
};

test.each([
  [0, "0 B"],
  [1, "1 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [9_940, "9.9 kB"],
  [10_400, "10 kB"],
  [8_100_000_000, "8.1 GB"],
  [123_456_789_012, "123 GB"],
  [5_000_000_000_000_000, "5000 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(report.sizeText(bytes)).toBe(text);
});

test.each([
  ["2026-01-01T12:00:00Z", "in 11 h 58 m"],
  ["2026-01-01T01:02:00Z", "in 1 h 0 m"],
  ["2026-01-01T01:01:59Z", "in 59 m"],
  ["2026-01-01T00:03:00Z", "in 1 m"],
  ["2026-01-01T00:02:59Z", "now"],
  ["2025-12-31T00:00:00Z", "now"],
])("until %s is %s", (expiresAt, text) => {
  expect(until(expiresAt, now)).toBe(text);
});

describe("the verdict", () => {
  const { target } = answersOf(ecrImage, "token");
  const verdict: Verdict = { status: "pulled", reason: null, platforms: ["linux/amd64"], size: 8.1e9 };
  test.each<[Partial<Verdict>, string | null]>([
    [{}, "✔ team/whisper:3 can be pulled (linux/amd64, 8.1 GB)"],
    [{ size: null }, "✔ team/whisper:3 can be pulled (linux/amd64)"],
    [{ platforms: [], size: null }, "✔ team/whisper:3 can be pulled"],
    [{ platforms: ["linux/arm64"], size: null }, "✔ team/whisper:3 can be pulled (linux/arm64)"],
    [{ status: "denied", reason: "No." }, "✖ No."],
    [{ status: "unverifiable", reason: "Who knows.", platforms: [], size: null }, "! Who knows."],
    [
      { status: "unverifiable", reason: "Only Baseten can." },
      "✔ team/whisper:3 is there (linux/amd64, 8.1 GB)\n! Only Baseten can.",
    ],
    [{ status: "granted" }, "✔ team/whisper:3 is there (linux/amd64, 8.1 GB)"],
    [{ status: "skipped" }, null],
  ])("%o", (change, line) => {
    expect(report.verdictLine({ ...verdict, ...change }, target, { colour: false })).toBe(line);
  });
});

describe("what was done", () => {
  test("as JSON", async () => {
    const plan = await planOf();
    const verdict: Verdict = { status: "skipped", reason: null, platforms: [], size: null };
    const document = report.setupJson({
      plan,
      secrets: [stored],
      written: true,
      items: [],
      verdict,
      warnings: [],
    });
    expect(document).toMatchInlineSnapshot(`
      {
        "config": {
          "changed": true,
          "diff": "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
      ",
          "path": "config.yaml",
        },
        "grant": [],
        "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "identity": null,
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
        "method": "token",
        "python": null,
        "registry": "ecr",
        "secrets": [
          {
            "expiresAt": "2026-01-01T12:00:00.000Z",
            "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
            "stored": "baseten",
            "team": "Research",
          },
        ],
        "verdict": {
          "platforms": [],
          "reason": null,
          "status": "skipped",
        },
        "warnings": [],
      }
    `);
  });

  test("printed: one value alone, two with their names", () => {
    const printed = (text: string): StoredSecret => ({
      ...stored,
      stored: "printed",
      value: new Secret(text),
    });
    expect(report.printedText([printed("a")])).toBe("a");
    expect(report.printedText([printed("a"), { ...printed("b"), name: "n" }])).toBe(`${name}=a\nn=b\n`);
  });
});

describe("a failure", () => {
  const error = new CliError("invalid-config", "It can't be read.", {
    hint: "Change it.",
    paste: "secrets:\n  a: null\n",
  });

  test("in words", () => {
    expect(errorLines(error, plain).join("\n")).toMatchInlineSnapshot(`
      "✖ It can't be read.
        Change it.

        Nothing was changed. Paste this into config.yaml instead:

          secrets:
            a: null"
    `);
  });

  test("in words, on a narrow terminal; what is to be pasted stays whole", () => {
    const long = new CliError("invalid-config", "It can't be read as it is now.", {
      hint: "Change it, or run it without.",
      paste: "  a: a value that is rather long\n",
    });
    expect(errorLines(long, plain, 20).join("\n")).toMatchInlineSnapshot(`
      "✖ It can't be read
        as it is now.
        Change it, or run
        it without.

        Nothing was
        changed. Paste
        this into
        config.yaml
        instead:

            a: a value that is rather long"
    `);
  });

  test("as JSON", () => {
    expect(errorJson(error)).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "invalid-config",
          "hint": "Change it.",
          "message": "It can't be read.",
          "paste": "secrets:
        a: null
      ",
        },
      }
    `);
    expect(errorJson(new CliError("internal", "No."))).toEqual({
      error: { code: "internal", message: "No.", hint: null },
    });
  });
});
