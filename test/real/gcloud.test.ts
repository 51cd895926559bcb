// Does the bin get Google's access token from the real gcloud, and say what to do where nobody is signed in?
import { expect, test } from "vitest";
import { program } from "./support/programs.ts";
import { makeProject } from "./support/project.ts";

const host = "us-west2-docker.pkg.dev";
const config = `base_image:\n  image: ${host}/project/repository/whisper:3\n`;
const token = "ya29.not-a-real-token";
const flags = "--method token --store print --no-verify";

const project = () => makeProject({ config, programs: [program("GCLOUD")], home: { token: `${token}\n` } });

test("an access token, as the password of oauth2accesstoken", async () => {
  const { run, home, config: now } = await project();
  const env = { CLOUDSDK_CONFIG: `${home}/gcloud`, CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: `${home}/token` };
  const { code, json, stderr } = await run(flags, { env });
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(stderr).not.toContain(token);
  const [secret] = json.secrets;
  expect(secret).toMatchObject({ name: `DOCKER_REGISTRY_${host}`, stored: "printed" });
  expect(secret.value).toBe(Buffer.from(`oauth2accesstoken:${token}`).toString("base64"));
  const minutes = (Date.parse(secret.expiresAt) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(50);
  expect(minutes).toBeLessThan(61);
  expect(await now()).toBe(`${config}secrets:\n  DOCKER_REGISTRY_${host}: null\n`);
});

test("where nobody is signed in, it names gcloud auth login and writes nothing", async () => {
  const { run, home, config: now } = await project();
  const { code, json } = await run(flags, { env: { CLOUDSDK_CONFIG: `${home}/gcloud` } });
  expect({ exit: code, code: json.error.code }).toEqual({ exit: 3, code: "not-signed-in" });
  expect(json.error.hint).toContain("gcloud auth login");
  expect(await now()).toBe(config);
});
