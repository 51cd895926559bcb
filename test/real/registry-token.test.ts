// Does the pull check judge a real registry rightly whose tokens come from a service of its own?
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPull } from "../../src/distribution/pull.ts";
import { findRegistry } from "../../src/registries/index.ts";
import { parseImage } from "../../src/values/image.ts";
import { pushImage } from "./support/images.ts";
import { makeProject } from "./support/project.ts";
import { type RegistryServer, startRegistry } from "./support/registry.ts";
import { startTokenService, type TokenService } from "./support/token-service.ts";

const config = "model_name: whisper\n";
const users = {
  robot: { password: "secret-of-robot", may: { "team/app": ["pull"] } },
  outsider: { password: "secret-of-outsider", may: {} },
  "": { password: "", may: { "open/app": ["pull"] } },
};
let service: TokenService;
let registry: RegistryServer;

beforeAll(async () => {
  service = await startTokenService(users);
  registry = await startRegistry(service.auth);
  for (const repository of ["team/app", "open/app"]) {
    const place = { registry: registry.url, repository, authorization: service.authorization(repository) };
    await pushImage(place, "1", "amd64");
  }
});
afterAll(() => Promise.all([registry?.stop(), service?.close()]));

async function setUp(image: string, user: string, password: string) {
  const project = await makeProject({ config });
  const flags = `--image ${registry.host}/${image} --method token --username ${user} --password-stdin --store none`;
  const ended = await project.run(flags, { input: password });
  expect(ended.stdout + ended.stderr).not.toContain(password);
  return { ...ended, text: await project.config() };
}

test("a user who may pull does, with a token for this repository alone", async () => {
  const { code, json, text } = await setUp("team/app:1", "robot", users.robot.password);
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(json.verdict).toMatchObject({ status: "pulled", platforms: ["linux/amd64"] });
  expect(text).toContain(`DOCKER_REGISTRY_${registry.host}: null`);
  expect(service.requests.at(-1)).toEqual({
    service: "registry of this test",
    scope: "repository:team/app:pull",
    user: "robot",
  });
});

test.each([
  [
    "a wrong password",
    "team/app:1",
    "robot",
    "wrong-password",
    /doesn't accept this user with the password on standard input/,
  ],
  [
    "a user without access",
    "team/app:1",
    "outsider",
    users.outsider.password,
    /doesn't let it pull team\/app/,
  ],
  ["a wrong tag", "team/app:2", "robot", users.robot.password, /no tag 2\. Tags that exist: 1\./],
])("%s is denied, and nothing is written", async (_, image, user, password, sentence) => {
  const { code, json, text } = await setUp(image, user, password);
  expect({ code, error: json.error?.code }).toEqual({ code: 3, error: "pull-denied" });
  expect(json.error.message).toMatch(sentence);
  expect(text).toBe(config);
});

test.each([
  ["open/app:1", { kind: "pulled", anonymous: true }],
  ["team/app:1", { kind: "denied", anonymous: true }],
])("without a credential, %s is %o", async (image, expected) => {
  const { target } = findRegistry(parseImage(`${registry.host}/${image}`));
  expect(await checkPull({ target, credential: null }, fetch)).toMatchObject(expected);
});
