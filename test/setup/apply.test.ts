// Is everything stored before the file is written, and is it said what was done when it stops between?
import { describe, expect, test } from "vitest";
import type { Destination, Obtained } from "../../src/flow.ts";
import { apply } from "../../src/setup/apply.ts";
import { exitCodeOf } from "../../src/values/errors.ts";
import { Secret } from "../../src/values/secret.ts";
import type { RequestStub } from "../support/fake-fetch.ts";
import { answersOf, api, none, planOf } from "../support/plan-samples.ts";
import { apiKey, configOf, ecrImage, keyId, keySecret } from "../support/samples.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const [id, key] = ["aws_access_key_id", "aws_secret_access_key"];
const obtained: Obtained = {
  secrets: [
    { name: id, value: new Secret(keyId) },
    { name: key, value: new Secret(keySecret) },
  ],
  signIn: null,
  refused: null,
  expiresAt: null,
  warnings: [],
};
const post = (name: string, more: Partial<RequestStub> = {}): RequestStub => ({
  when: "POST https://api.baseten.co/v1/teams/t1/secrets",
  reply: { json: { name, created_at: "2026-01-01T00:00:00Z", team_name: "Default" } },
  ...more,
});

async function applied(destination: Destination, options: FakeWorldOptions, config = configOf(ecrImage)) {
  const order: string[] = [];
  const world = fakeWorld({
    files: { "/project/config.yaml": config },
    ...options,
    beforeReplace: (disk, path) => {
      order.push("write");
      options.beforeReplace?.(disk, path);
    },
  });
  const watched = {
    ...world,
    fetch: ((...args) => {
      order.push("store");
      return world.fetch(...args);
    }) as typeof world.fetch,
  };
  const plan = await planOf({ config, answers: answersOf(ecrImage, "iam"), destination });
  const result = await apply(plan, obtained, watched).catch((error: unknown) => error);
  world.done();
  return { result, order, text: world.disk.text("/project/config.yaml"), world };
}

test("stored, then written", async () => {
  const { result, order, text } = await applied(api(), { requests: [post(id), post(key)] });
  expect(order).toEqual(["store", "store", "write"]);
  expect(result).toMatchObject({ written: true, secrets: [{ name: id, team: "Default" }, { name: key }] });
  expect(text).toContain("docker_auth");
});

describe("a failure on the way", () => {
  test("at the first: nothing is stored, nothing written", async () => {
    const { result, order } = await applied(api(), { requests: [post(id, { reply: { status: 401 } })] });
    expect(result).toMatchObject({ code: "api-key-rejected" });
    expect(String((result as Error).message)).not.toContain("is stored");
    expect(order).toEqual(["store"]);
  });

  test("at the second: what is stored and what isn't", async () => {
    const refused = post(key, { reply: { status: 400, json: { message: `bad value ${keySecret}` } } });
    const { result, order, text } = await applied(api(), { requests: [post(id), refused] });
    expect(result).toMatchObject({ code: "api-refused" });
    const { message } = result as Error;
    expect(message).toContain(`${id} is stored; ${key} is not, and config.yaml is unchanged.`);
    expect(message).not.toContain(keySecret);
    expect(message).not.toContain(apiKey);
    expect(order).toEqual(["store", "store"]);
    expect(text).toBe(configOf(ecrImage));
  });

  test("the baseten CLI fails", async () => {
    const destination = {
      where: "baseten-cli",
      team: null,
      existing: [],
      remote: null,
      signIn: { profile: null, remoteUrl: null, workspace: null },
    } as const;
    const commands = [{ when: "baseten org secret set", reply: { stderr: `no: ${keyId}` } }];
    const { result, order } = await applied(destination, { commands });
    expect(result).toMatchObject({
      code: "cli-failed",
      message: `The baseten CLI could not store the secret ${id} (exit code 1).`,
    });
    expect(order).toEqual([]);
  });

  test("the file changed meanwhile: left alone, exit 5", async () => {
    const { result, text } = await applied(none, {
      beforeReplace: (disk, path) => disk.put(path, "another: text\n"),
    });
    expect(result).toMatchObject({ code: "config-changed" });
    expect(exitCodeOf("config-changed")).toBe(5);
    expect(text).toBe("another: text\n");
  });

  test("a read-only file: exit 5, and how to change that", async () => {
    const { result } = await applied(none, {
      files: { "/project/config.yaml": { bytes: configOf(ecrImage), mode: 0o444 } },
    });
    expect(result).toMatchObject({
      code: "config-unwritable",
      message: "config.yaml can't be written: it is read-only.",
      hint: expect.stringContaining("chmod u+w config.yaml"),
    });
    expect(exitCodeOf("config-unwritable")).toBe(5);
  });
});

test("print: the values come back, and nothing is sent", async () => {
  const { result, order } = await applied({ where: "print" }, {});
  expect(result).toMatchObject({ secrets: [{ name: id, stored: "printed" }, { name: key }] });
  expect(JSON.stringify(result)).not.toContain(keyId);
  expect(order).toEqual(["write"]);
});

test("none: the names come back alone", async () => {
  const { result } = await applied(none, {});
  expect(result).toMatchObject({
    secrets: [
      { name: id, stored: "no" },
      { name: key, stored: "no" },
    ],
  });
});
