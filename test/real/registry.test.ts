// Does the pull check judge a real registry rightly, by user and password?
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPull } from "../../src/distribution/pull.ts";
import { findRegistry } from "../../src/registries/index.ts";
import { parseImage } from "../../src/values/image.ts";
import { pushImage, pushIndex } from "./support/images.ts";
import { makeProject } from "./support/project.ts";
import { basicAuthorization, passwordAuth, type RegistryServer, startRegistry } from "./support/registry.ts";

const user = "robot";
const password = "pass:word with spaces";
const config = "model_name: whisper\n";
let registry: RegistryServer;

beforeAll(async () => {
  registry = await startRegistry(passwordAuth(user, password));
  const place = {
    registry: registry.url,
    repository: "team/app",
    authorization: basicAuthorization(user, password),
  };
  await pushImage(place, "1", "amd64");
  await pushImage(place, "mac", "arm64");
  await pushIndex(place, "both", ["arm64", "amd64"]);
  await pushIndex(place, "arm", ["arm64"]);
});
afterAll(() => registry?.stop());

/** Sets a project up for `team/app:<tag>`, with this password on stdin. */
async function setUp(tag: string, input: string, flags = "--store none") {
  const project = await makeProject({ config });
  const image = `${registry.host}/team/app:${tag}`;
  const all = `--image ${image} --method token --username ${user} --password-stdin ${flags}`;
  const ended = await project.run(all, { input });
  expect(ended.stdout + ended.stderr).not.toContain(password);
  return { ...ended, image, text: await project.config() };
}

test.each([
  ["1", ["linux/amd64"], []],
  ["both", ["linux/arm64", "linux/amd64"], []],
  ["arm", ["linux/arm64"], ["platform-missing"]],
  ["mac", ["linux/arm64"], ["platform-missing"]],
])("team/app:%s is pulled, for %j", async (tag, platforms, warnings) => {
  const { code, json, text, image } = await setUp(tag, password);
  expect(code).toBe(0);
  expect(json.verdict).toMatchObject({ status: "pulled", platforms });
  expect(json.warnings.map((warning: { code: string }) => warning.code)).toEqual(warnings);
  expect(text).toBe(
    `${config}base_image:\n  image: ${image}\nsecrets:\n  DOCKER_REGISTRY_${registry.host}: null\n`,
  );
});

test("what is stored is what signed in, without the newline of the pipe", async () => {
  const { json } = await setUp("1", `${password}\n`, "--store print");
  expect(json.verdict.status).toBe("pulled");
  const value = Buffer.from(`${user}:${password}`).toString("base64");
  expect(json.secrets).toMatchObject([
    { name: `DOCKER_REGISTRY_${registry.host}`, value, stored: "printed" },
  ]);
});

test("a wrong password is denied, and nothing is written", async () => {
  const { code, json, text } = await setUp("1", "wrong");
  expect({ code, error: json.error.code }).toEqual({ code: 3, error: "pull-denied" });
  expect(json.error.message).toBe(
    `${registry.host} doesn't accept this user with the password on standard input. Check both, or make a new token.`,
  );
  expect(text).toBe(config);
});

test("a tag that isn't there is denied, and those that are there are named", async () => {
  const { code, json, text } = await setUp("2", password);
  expect({ code, error: json.error.code }).toEqual({ code: 3, error: "pull-denied" });
  for (const tag of ["arm", "both", "mac", "1"])
    expect(json.error.message).toMatch(new RegExp(`\\b${tag}\\b`));
  expect(text).toBe(config);
});

test("a repository that isn't there is denied", async () => {
  const project = await makeProject({ config });
  const flags = `--image ${registry.host}/team/other:1 --method token --username ${user} --password-stdin --store none`;
  const { code, json } = await project.run(flags, { input: password });
  expect({ code, error: json.error.code }).toEqual({ code: 3, error: "pull-denied" });
  expect(await project.config()).toBe(config);
});

test("without a credential it is denied", async () => {
  const { target } = findRegistry(parseImage(`${registry.host}/team/app:1`));
  const result = await checkPull({ target, credential: null }, fetch);
  expect(result).toMatchObject({ kind: "denied", anonymous: true });
});

test("a registry that stopped is a warning, and the run goes on", async () => {
  const stopped = await startRegistry(passwordAuth(user, password));
  await stopped.stop();
  const project = await makeProject({ config });
  const flags = `--image ${stopped.host}/team/app:1 --method token --username ${user} --password-stdin --store none`;
  const { code, json } = await project.run(flags, { input: password });
  expect(code).toBe(0);
  expect(json.verdict.status).toBe("unverifiable");
  expect(await project.config()).toContain(stopped.host);
});

test("a registry that is open to anyone is pulled from, and said to be", async () => {
  const open = await startRegistry(async () => ({}));
  try {
    await pushImage({ registry: open.url, repository: "team/app", authorization: "" }, "1", "amd64");
    const project = await makeProject({ config });
    const flags = `--image ${open.host}/team/app:1 --method token --username ${user} --password-stdin --store none`;
    const { code, json } = await project.run(flags, { input: password });
    expect(code).toBe(0);
    expect(json.verdict).toMatchObject({
      status: "pulled",
      reason: "team/app:1 can be pulled without a credential.",
    });
  } finally {
    await open.stop();
  }
});
