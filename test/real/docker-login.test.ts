// Can the bin use what the real `docker login` stored?
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pushImage } from "./support/images.ts";
import { output, program } from "./support/programs.ts";
import { makeProject } from "./support/project.ts";
import { basicAuthorization, passwordAuth, type RegistryServer, startRegistry } from "./support/registry.ts";

const user = "robot";
const password = "pass:word";
const config = "model_name: whisper\n";
let registry: RegistryServer;

beforeAll(async () => {
  registry = await startRegistry(passwordAuth(user, password));
  const authorization = basicAuthorization(user, password);
  await pushImage({ registry: registry.url, repository: "team/app", authorization }, "1", "amd64");
});
afterAll(() => registry?.stop());

/** A project, and Docker's folder in its home. */
async function machine() {
  const project = await makeProject({ config });
  const docker = join(project.home, "docker");
  await mkdir(docker);
  const env = { DOCKER_CONFIG: docker };
  const login = () =>
    output(program("DOCKER_CLI"), ["login", registry.host, "--username", user, "--password-stdin"], {
      env: { ...env, HOME: project.home, PATH: `${project.home}/bin:/usr/bin:/bin` },
      input: password,
    });
  const flags = `--image ${registry.host}/team/app:1 --method token --from-docker --store print`;
  return { ...project, docker, login, setUp: () => project.run(flags, { env }) };
}

test("a credential in Docker's own file", async () => {
  const { login, setUp, docker } = await machine();
  await login();
  expect(JSON.parse(await readFile(join(docker, "config.json"), "utf8")).auths).toHaveProperty([
    registry.host,
  ]);
  const { code, json, stderr } = await setUp();
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(json.verdict.status).toBe("pulled");
  const value = Buffer.from(`${user}:${password}`).toString("base64");
  expect(json.secrets).toMatchObject([{ name: `DOCKER_REGISTRY_${registry.host}`, value }]);
  expect(stderr).not.toContain(value);
});

test("a credential that Docker gave to a helper", async () => {
  const project = await makeProject({ config });
  const bin = join(project.home, "bin");
  await mkdir(bin);
  // The helper's protocol: the server on stdin for `get`, the whole credential for `store`.
  // https://github.com/docker/docker-credential-helpers#development
  await writeFile(
    join(bin, "docker-credential-test"),
    `#!/bin/sh
kept=${project.home}/kept
case "$1" in
  store) cat > "$kept" ;;
  get) [ -f "$kept" ] && cat "$kept" || { echo "credentials not found in native keychain"; exit 1; } ;;
esac
`,
    { mode: 0o755 },
  );
  await writeFile(join(project.home, "config.json"), '{"credsStore":"test"}');
  const env = { DOCKER_CONFIG: project.home, HOME: project.home, PATH: `${bin}:/usr/bin:/bin` };
  const flags = `--image ${registry.host}/team/app:1 --method token --from-docker --store print`;

  const before = await project.run(flags, { env });
  expect({ exit: before.code, code: before.json.error.code }).toEqual({ exit: 3, code: "not-signed-in" });

  const login = ["login", registry.host, "--username", user, "--password-stdin"];
  await output(program("DOCKER_CLI"), login, { env, input: password });
  expect(await readFile(join(project.home, "config.json"), "utf8")).not.toContain('auth":');
  const { code, json } = await project.run(flags, { env });
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  expect(json.verdict.status).toBe("pulled");
});

test("without a login it names docker login, and writes nothing", async () => {
  const { setUp, config: now } = await machine();
  const { code, json } = await setUp();
  expect({ exit: code, code: json.error.code, hint: json.error.hint }).toEqual({
    exit: 3,
    code: "not-signed-in",
    hint: `Run: docker login ${registry.host}`,
  });
  expect(await now()).toBe(config);
});
