// Does a NIM get the key twice, asked for once: for the pull, and for the model that it downloads?
import { expect, test } from "vitest";
import { basicValue, configOf, hubToken } from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { env, goAhead } from "./scenes.ts";

const image = "nvcr.io/nim/meta/llama-3.1-8b-instruct:3";
const nim = {
  apiHost: "nvcr.io",
  repository: "nim/meta/llama-3.1-8b-instruct",
  user: "$oauthtoken",
  password: hubToken,
  realm: "https://nvcr.io/proxy_auth",
};
const names = ["DOCKER_REGISTRY_nvcr.io", "ngc_api_key"];
const answers = [{ expect: "NGC API key", type: hubToken }, goAhead];

test("both are stored and listed", async () => {
  const run = await runSetup([], {
    config: configOf(image),
    env,
    requests: [...registry(nim), ...baseten(names)],
    answers,
  });
  expect(storedIn(run)).toEqual({
    "DOCKER_REGISTRY_nvcr.io": basicValue("$oauthtoken", hubToken),
    ngc_api_key: hubToken,
  });
  expect(run.config).toContain("  DOCKER_REGISTRY_nvcr.io: null\n  ngc_api_key: null\n");
  expect(run.said).toContain("run_as_user_id: 1000");
  expect(run.document).toMatchObject({ warnings: [{ code: "nim-user" }] });
});

test.each([
  ["where the user is set", `${configOf(image)}docker_server:\n  run_as_user_id: 1000\n`],
  ["for other images of NVIDIA's", configOf("nvcr.io/team/whisper:3")],
])("no hint %s", async (_, config) => {
  const run = await runSetup(["--store", "none", "--no-verify"], { config, answers: [goAhead] });
  expect(run.document).toMatchObject({ warnings: [] });
});

test("another image of NVIDIA's has the one secret", async () => {
  const run = await runSetup(["--store", "none", "--no-verify"], {
    config: configOf("nvcr.io/team/whisper:3"),
    answers: [goAhead],
  });
  expect(run.config).not.toContain("ngc_api_key");
});
