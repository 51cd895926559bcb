// Does who adds a secret by hand get its name, its page, and its value where they want it?
import { describe, expect, test } from "vitest";
import { copyCommands } from "../../src/programs/clipboard.ts";
import { Secret } from "../../src/values/secret.ts";
import { configOf, ecrImage, keyId, keySecret } from "../support/samples.ts";
import { registry, runSetup } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, goAhead } from "./scenes.ts";

const argv = ["--method", "iam", "--store", "none"];
const start = {
  config: configOf(ecrImage),
  commands: [ecrToken],
  requests: registry(ecrRepository),
};
const typed = [
  { expect: "Which access key may Baseten have?", pick: "Type a key" },
  { expect: "Access key id", type: keyId },
  { expect: "Secret access key", type: keySecret },
  goAhead,
];
const values = (pick: string) => ({ expect: "Their values?", pick });

test("names and page, the config written before, the push last", async () => {
  const run = await runSetup(argv, { ...start, shown: [keyId], answers: [...typed, values("Done")] });
  expect(run.said.slice(run.said.indexOf("✔"))).toMatchInlineSnapshot(`
    "✔ team/whisper:3 can be pulled (linux/amd64, 8.1 GB)

      config.yaml
        model_name: whisper # ours
        base_image:
          image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
      +   docker_auth:
      +     auth_method: AWS_IAM
      +     registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
        secrets:
          hf_access_token: null
      +   aws_access_key_id: null
      +   aws_secret_access_key: null

      Baseten      2 secrets, which you add yourself
                   aws_access_key_id
                   aws_secret_access_key
      credential   from what you typed

    ✔ config.yaml written

      Add these secrets in Baseten: https://app.baseten.co/settings/secrets
      name   aws_access_key_id
      name   aws_secret_access_key

      Next         truss push"
  `);
});

test("through the terminal, where no program copies", async () => {
  const run = await runSetup(argv, {
    ...start,
    shown: [keyId],
    answers: [...typed, values("Copy the value of aws_secret_access_key"), values("Done")],
  });
  expect(run.world.copied.map((value) => value.reveal())).toEqual([keySecret]);
  expect(run.said).toContain("Sent to the clipboard through the terminal.");
});

test("by a program that is there; the value is its input", async () => {
  const run = await runSetup(argv, {
    ...start,
    shown: [keyId],
    env: { WAYLAND_DISPLAY: "wayland-0" },
    commands: [ecrToken, { when: "wl-copy", reply: { stdout: "" } }],
    answers: [...typed, values("Copy the value of aws_access_key_id"), values("Done")],
  });
  expect(run.said).toContain("It is on the clipboard.");
  expect(run.world.ran.slice(1).map(({ input }) => (input as Secret).reveal())).toEqual([keyId]);
});

test("Ctrl+C there is a Done: all is done", async () => {
  const run = await runSetup(argv, {
    ...start,
    shown: [keyId],
    answers: [...typed, { expect: "Their values?", keys: ["ctrl+c"] }],
  });
  expect(run.error).toBeNull();
  expect(run.said).toContain("Next         truss push");
});

describe("the programs of a machine", () => {
  test.each([
    ["darwin", {}, ["pbcopy"]],
    ["win32", {}, ["clip.exe"]],
    ["linux", { WSL_DISTRO_NAME: "Ubuntu" }, ["clip.exe"]],
    ["linux", { WAYLAND_DISPLAY: "w", DISPLAY: ":0" }, ["wl-copy", "xsel"]],
    ["linux", {}, []],
    ["darwin", { SSH_CONNECTION: "1 2 3 4" }, []],
  ] as const)("%s %o", (platform, env, files) => {
    expect(copyCommands(new Secret("x"), { env, platform }).map(({ file }) => file)).toEqual(files);
  });
});
