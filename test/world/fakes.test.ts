// Are the fakes of this suite as strict as the tests that stand on them believe?
import { json } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/values/secret.ts";
import { fakeWorld } from "../support/world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("commands", () => {
  test("answer by how they begin, in order, and are recorded", async () => {
    const world = fakeWorld({
      commands: [
        { when: "aws sts", reply: { stdout: "first" } },
        { when: "aws sts", reply: { stderr: "expired", exitCode: 254 } },
        { when: "gcloud", reply: "missing" },
        { when: "az", reply: "timeout", optional: true },
      ],
    });
    const sts = {
      file: "aws",
      args: ["sts", "get-caller-identity"],
      env: { AWS_KEY: new Secret("x") },
    } as const;
    expect(await world.exec(sts)).toMatchObject({ status: "ok" });
    expect(await world.exec(sts)).toMatchObject({ status: "failed", exitCode: 254, stderr: "expired" });
    expect(await world.exec({ file: "gcloud", args: [] })).toEqual({ status: "missing" });
    expect(world.ran.map(({ file }) => file)).toEqual(["aws", "aws", "gcloud"]);
    expect(world.ran[0]?.env?.AWS_KEY).toBeInstanceOf(Secret);
    world.done();
  });

  test("that were not expected fail, at once and at the end", async () => {
    const world = fakeWorld();
    await expect(world.exec({ file: "aws", args: ["s3"] })).rejects.toThrow("Unexpected command: aws s3");
    expect(() => world.done()).toThrow("unexpected command: aws s3");
  });

  test("that never ran fail at the end", async () => {
    const commands = [{ when: "aws sts", reply: { stdout: "" }, times: 2 }];
    const world = fakeWorld({ commands });
    await world.exec({ file: "aws", args: ["sts"] });
    expect(() => world.done()).toThrow("command never run: aws sts");
  });
});

describe("requests", () => {
  test("answer by method and whole address, and are recorded", async () => {
    const world = fakeWorld({
      requests: [
        {
          when: "GET https://ghcr.io/v2/",
          reply: { status: 401, headers: { "WWW-Authenticate": "Bearer" } },
        },
        { when: /^POST .*\/secrets$/, reply: ({ body }) => ({ json: { got: body } }) },
        { when: "GET https://quay.io/v2/", reply: "unreachable" },
        { when: "GET https://slow.example/", reply: "hang" },
      ],
    });
    const denied = await world.fetch("https://ghcr.io/v2/");
    expect([denied.status, denied.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    const stored = await world.fetch("https://api.baseten.co/v1/secrets", {
      method: "POST",
      body: "{}",
      headers: { Authorization: "Bearer k" },
    });
    expect(await json(stored.body as AsyncIterable<Uint8Array>)).toEqual({ got: "{}" });
    expect(world.requests[1]).toMatchObject({
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer k" },
    });
    await expect(world.fetch("https://quay.io/v2/")).rejects.toThrow("fetch failed");
    const slow = world.fetch("https://slow.example/", { signal: AbortSignal.timeout(5) });
    await expect(slow).rejects.toMatchObject({ name: "TimeoutError" });
    world.done();
  });

  test("that were not expected count even where the code takes them for a broken network", async () => {
    const world = fakeWorld({ requests: [{ when: "GET https://a.example/", reply: {} }] });
    await world.fetch("https://b.example/").catch(() => {});
    expect(() => world.done()).toThrow(
      "unexpected request: GET https://b.example/; request never made: GET https://a.example/",
    );
  });
});

describe("files", () => {
  test("behave as the real ones", async () => {
    const { files, disk } = fakeWorld({
      files: { "/project/config.yaml": "old", "/project/locked": { bytes: "x", mode: 0o444 } },
    });
    expect(await files.kind("/project")).toBe("folder");
    expect(await files.list("/project")).toEqual([
      { name: "config.yaml", kind: "file" },
      { name: "locked", kind: "file" },
    ]);
    expect(await files.read("/project/none")).toBeNull();
    expect(await files.replace("/project/config.yaml", bytes("else"), bytes("new"))).toBe("changed");
    expect(await files.replace("/project/config.yaml", bytes("old"), bytes("new"))).toBe("written");
    await expect(files.replace("/project/locked", bytes("x"), bytes("y"))).rejects.toMatchObject({
      code: "config-unwritable",
    });
    expect([disk.text("/project/config.yaml"), disk.text("/project/locked"), disk.written]).toEqual([
      "new",
      "x",
      ["/project/config.yaml"],
    ]);
  });

  test("may change behind the program's back", async () => {
    const world = fakeWorld({
      files: { "/project/config.yaml": "old" },
      beforeReplace: (disk, path) => disk.put(path, "saved by an editor"),
    });
    expect(await world.files.replace("/project/config.yaml", bytes("old"), bytes("new"))).toBe("changed");
  });
});

describe("prompts", () => {
  test("are null without answers", () => {
    expect(fakeWorld().prompter).toBeNull();
  });

  test("that nobody answers, or expected otherwise, fail", async () => {
    const none = fakeWorld({ answers: [] });
    await expect(none.prompter?.input({ message: "Name" })).rejects.toThrow("Nobody answers");
    const other = fakeWorld({ answers: [{ expect: /Region/ }] });
    await expect(other.prompter?.input({ message: "Name" })).rejects.toThrow("Expected /Region/");
  });

  test("that never came fail at the end", () => {
    expect(() => fakeWorld({ answers: [{ expect: /Region/ }] }).done()).toThrow("Never asked: /Region/");
  });

  test("are seen in order", async () => {
    const world = fakeWorld({ answers: [{ expect: "Name", type: "ada" }, { expect: "Go" }] });
    await world.prompter?.input({ message: "Name" });
    await world.prompter?.confirm({ message: "Go?", default: true });
    expect(world.screens).toEqual(["? Name", "? Name ada", "✔ Name ada", "? Go? (Y/n)", "✔ Go? Yes"]);
    world.done();
  });
});

test("the clock moves by sleep alone; words are kept apart", async () => {
  const world = fakeWorld();
  await world.sleep(1500);
  world.terminal.say("said");
  world.terminal.result("result");
  expect(world.now().toISOString()).toBe("2026-01-01T00:00:01.500Z");
  expect([world.said, world.results, world.slept]).toEqual([["said"], ["result"], [1500]]);
  await expect(world.readStdin()).rejects.toThrow("Unexpected read");
});
