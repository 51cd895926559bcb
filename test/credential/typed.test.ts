// Is what a person types or pastes taken as it was meant, and never shown again?
import { describe, expect, test } from "vitest";
import { typeCredential } from "../../src/credential/typed.ts";
import { Back } from "../../src/values/errors.ts";
import { expectKind } from "../../src/values/secret.ts";
import { answersOf } from "../support/plan-samples.ts";
import { googleImage, hubImage, hubToken, jsonKey } from "../support/samples.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

async function typed(image: string, options: FakeWorldOptions, before?: string) {
  const { method } = answersOf(image, image === hubImage ? "token" : "service-account");
  if (method.typed === null) throw new Error("This method has nothing to type.");
  const world = fakeWorld(options);
  const given = await typeCredential(method.typed, {}, world, before);
  world.done();
  return { given, screens: world.screens.join("\n---\n") };
}

describe("a user and a token", () => {
  const user = { expect: "Docker Hub user, or organization" };
  const token = { expect: "Docker Hub access token", type: hubToken };
  const basic = ({ given }: Awaited<ReturnType<typeof typed>>) => {
    const { username, password } = expectKind(given.credential, "basic");
    return [username, password.reveal()];
  };

  test("one after the other", async () => {
    const run = await typed(hubImage, { answers: [{ ...user, type: "ada" }, token] });
    expect(basic(run)).toEqual(["ada", hubToken]);
  });

  test("both pasted at once: nothing of the token is shown", async () => {
    const run = await typed(hubImage, { answers: [{ ...user, type: `ada:${hubToken} ` }] });
    expect(basic(run)).toEqual(["ada", hubToken]);
    expect(run.screens).not.toContain(hubToken.slice(0, 8));
    expect(run.screens).toContain("✔ Docker Hub user, or organization ada: (26 characters hidden)");
  });

  test.each([
    ["", "A user is not empty."],
    [":secret-token", "A user is not empty."],
    ["ada:", "The password is empty."],
  ])("%j is asked again: %s", async (type, problem) => {
    const run = await typed(hubImage, {
      answers: [
        { ...user, type },
        { expect: problem, keys: Array.from(type, () => "backspace") },
        { ...user, type: "ada" },
        token,
      ],
    });
    expect(basic(run)).toEqual(["ada", hubToken]);
    expect(run.screens).not.toContain("secret-token");
  });

  test("after a refusal only the token is asked", async () => {
    const run = await typed(hubImage, { answers: [{ ...token, expect: "token, for ada" }] }, "ada");
    expect(basic(run)).toEqual(["ada", hubToken]);
  });

  test("after a refusal Esc goes back to the user, which is offered again", async () => {
    const { method } = answersOf(hubImage, "token");
    const world = fakeWorld({ answers: [{ expect: "organization (ada)", type: "bob" }, token] });
    const { prompter } = world;
    if (prompter === null || method.typed === null) throw new Error("Somebody is there to ask.");
    let left = false;
    const password: typeof prompter.password = async (ask) => {
      if (left) return prompter.password(ask);
      left = true;
      throw new Back();
    };
    const given = await typeCredential(
      method.typed,
      {},
      { ...world, prompter: { ...prompter, password } },
      "ada",
    );
    world.done();
    expect(given.credential).toMatchObject({ username: "bob" });
  });

  test("without a person, both flags are named", async () => {
    await expect(typed(hubImage, {})).rejects.toMatchObject({
      message: expect.stringContaining("--username and --password-stdin are missing: "),
    });
  });
});

describe("a service account's JSON key", () => {
  const asked = { expect: "Path of the JSON key, or the JSON itself" };
  const files = { "/my keys/k (1).json": jsonKey, "/home/user/k.json": jsonKey, "/project/k.json": jsonKey };

  test.each([
    ["k.json", "k.json"],
    ["k.json ", "k.json"],
    ["~/k.json", "~/k.json"],
    ["'/my keys/k (1).json'", "/my keys/k (1).json"],
    ["/my\\ keys/k\\ \\(1\\).json ", "/my keys/k (1).json"],
    ["file:///my%20keys/k%20(1).json", "/my keys/k (1).json"],
  ])("by the path %s", async (type, from) => {
    const { given } = await typed(googleImage, { files, answers: [{ ...asked, type }] });
    expect(given).toMatchObject({ from, origin: "file" });
    expect(expectKind(given.credential, "service-account-key").json.reveal()).toBe(jsonKey);
  });

  test.each([
    ["with its last line end", `${jsonKey}\n`, []],
    ["without one", jsonKey, ["enter"]],
    ["on one line", JSON.stringify(JSON.parse(jsonKey)), ["enter"]],
  ])("pasted %s: nothing of it is shown", async (_, type, keys) => {
    const { given, screens } = await typed(googleImage, { answers: [{ ...asked, type, keys }] });
    expect(given).toMatchObject({ from: "what you pasted", origin: "typed" });
    expect(screens).not.toContain("private");
    if (keys.length > 0) expect(screens).toContain("characters · Enter to go on");
  });

  test("no mark stands on a path that was refused, and it can be corrected", async () => {
    const { given, screens } = await typed(googleImage, {
      files,
      answers: [
        { ...asked, type: "k.jso" },
        { expect: "> There is no k.jso.", type: "n" },
      ],
    });
    expect(given).toMatchObject({ from: "k.json" });
    expect(screens.match(/✔/g)).toHaveLength(1);
  });

  test.each([
    ["Base64 of a key", Buffer.from(jsonKey).toString("base64"), "This is Base64", ["enter", "enter"]],
    [
      "half of one",
      jsonKey.slice(0, 60),
      "This is not the JSON of a service account key.",
      ["enter", "enter"],
    ],
    ["PEM without its frame", `MII${"Evg".repeat(20)}\n\n`, "This is not the JSON of a service", []],
    ["PEM", "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n\n", "This is not the JSON of a service account key.", []],
  ])("%s is hidden too, and asked again", async (_, type, problem, keys) => {
    const { screens } = await typed(googleImage, {
      files,
      answers: [
        { ...asked, type, keys },
        { expect: problem, type: "k.json" },
      ],
    });
    for (const part of [type.slice(0, 24), "MIIEvQ"]) expect(screens).not.toContain(part);
  });
});
