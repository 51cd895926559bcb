import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { findDockerCredential } from "../../../src/programs/docker/stored.ts";
import { Secret } from "../../../src/values/secret.ts";
import type { Command, ExecResult } from "../../../src/world/types.ts";

const encoded = (text: string) => Buffer.from(text).toString("base64");
const entry = { auth: encoded("ada:p:w") };
const dockerFile = "/home/ada/.docker/config.json";
const hubKey = "https://index.docker.io/v1/";

const ok = (value: unknown): ExecResult => ({ status: "ok", stdout: new Secret(JSON.stringify(value)) });
const failed = (stdout: string): ExecResult => ({
  status: "failed",
  exitCode: 1,
  stdout: new Secret(stdout),
  stderr: "",
});
const notFound = failed("credentials not found in native keychain\n");

interface Given {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly answers?: readonly ExecResult[];
  readonly repository?: string;
  readonly windows?: boolean;
}

async function find(host: string, { files = {}, env = {}, answers = [], repository, windows }: Given) {
  const commands: Command[] = [];
  const left = [...answers];
  const world = {
    env,
    home: windows ? "C:\\Users\\ada" : "/home/ada",
    uid: windows ? null : 1000,
    platform: windows ? ("win32" as const) : ("linux" as const),
    exec: async (command: Command): Promise<ExecResult> => {
      commands.push(command);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`unexpected ${command.file}`);
      return answer;
    },
    files: {
      read: async (path: string) => {
        const content = files[path];
        if (content instanceof Error) throw content;
        if (content === undefined) return null;
        return Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
      },
      receive: async () => null,
      kind: async () => null,
      list: async () => [],
      makeFolder: async () => {},
      replace: async () => "changed" as const,
    },
  };
  const found = await findDockerCredential(host, world, repository);
  expect(left).toEqual([]);
  const asked = commands.map(({ file, args, input }) => `${file} ${args.join(" ")} < ${String(input)}`);
  if (!("credential" in found)) return { ...found, asked };
  const { username, password, expiresAt } = found.credential;
  expect(expiresAt).toBeNull();
  expect(inspect(found)).not.toContain(password.reveal());
  return { user: username, password: password.reveal(), source: found.source, asked };
}

const ada = { user: "ada", password: "p:w", source: "~/.docker/config.json", asked: [] };

describe("auths", () => {
  test.each([
    ["the host", "ghcr.io", "ghcr.io", {}],
    ["a URL", "https://ghcr.io", "ghcr.io", {}],
    ["a URL with a version", "https://ghcr.io/v1/", "ghcr.io", {}],
    ["v2 and upper case", "http://GHCR.io/v2", "ghcr.io", {}],
    ["a port", "localhost:5000", "localhost:5000", {}],
    ["the Hub's key", hubKey, "docker.io", {}],
    ["the Hub's key, by another host", hubKey, "registry-1.docker.io", {}],
    ["the Hub's key, by the secret's host", hubKey, hubKey, {}],
    ["the Hub as Podman writes it", "docker.io", "index.docker.io", {}],
    ["a path", "quay.io/team", "quay.io", { repository: "team/whisper" }],
    ["a whole repository", "quay.io/team/whisper", "quay.io", { repository: "team/whisper" }],
  ])("%s", async (_, key, host, more) => {
    expect(await find(host, { files: { [dockerFile]: { auths: { [key]: entry } } }, ...more })).toEqual(ada);
  });

  test.each([
    ["another host", "ghcr.io.evil.example", "ghcr.io"],
    ["another port", "localhost:5001", "localhost:5000"],
    ["another path", "quay.io/other", "quay.io"],
    ["a path, when only the registry is asked for", "quay.io/teams", "quay.io"],
    ["the Hub's refresh token", `${hubKey}refresh-token`, "docker.io"],
  ])("not %s", async (_, key, host) => {
    const files = { [dockerFile]: { auths: { [key]: entry } } };
    expect(await find(host, { files, repository: "team/whisper" })).toEqual({ problem: "none", asked: [] });
  });

  test.each<[string, object, object]>([
    ["user and password fields", { username: "ada", password: "p:w" }, ada],
    ["NUL padding", { auth: encoded("ada:p:w\0\0") }, ada],
    ["an empty entry", {}, { problem: "none", asked: [] }],
    ["no colon", { auth: encoded("ada") }, { problem: "none", asked: [] }],
    ["an empty password", { auth: encoded("ada:") }, { problem: "none", asked: [] }],
    [
      "an identity token",
      { auth: encoded("0000:"), identitytoken: "x" },
      { problem: "identity-token", source: "~/.docker/config.json", asked: [] },
    ],
  ])("%s", async (_, value, expected) => {
    expect(await find("ghcr.io", { files: { [dockerFile]: { auths: { "ghcr.io": value } } } })).toEqual(
      expected,
    );
  });

  test("the longest path wins", async () => {
    const auths = { "quay.io": { auth: encoded("x:y") }, "quay.io/team": entry };
    expect(await find("quay.io", { files: { [dockerFile]: { auths } }, repository: "team/a" })).toEqual(ada);
  });
});

describe("helpers", () => {
  const config = (value: object) => ({ files: { [dockerFile]: value } });
  const answer = ok({ ServerURL: "x", Username: "ada", Secret: "p:w" });

  test("credHelpers go before credsStore, and both before auths", async () => {
    const all = { credHelpers: { "ghcr.io": "pass" }, credsStore: "desktop", auths: { "ghcr.io": entry } };
    expect(await find("ghcr.io", { ...config(all), answers: [answer] })).toEqual({
      ...ada,
      source: "docker-credential-pass",
      asked: ["docker-credential-pass get < ghcr.io"],
    });
  });

  test.each([
    ["ghcr.io", ["ghcr.io", "https://ghcr.io"]],
    ["docker.io", [hubKey, "docker.io"]],
  ])("%s is asked for by %j", async (host, names) => {
    const found = await find(host, {
      ...config({ credsStore: "desktop", auths: { [host]: entry } }),
      answers: [notFound, notFound],
    });
    expect(found).toEqual({ ...ada, asked: names.map((name) => `docker-credential-desktop get < ${name}`) });
  });

  test("an empty helper means the file", async () => {
    const all = { credHelpers: { "ghcr.io": "" }, credsStore: "desktop", auths: { "ghcr.io": entry } };
    expect(await find("ghcr.io", config(all))).toEqual(ada);
  });

  test.each<[string, readonly ExecResult[], object]>([
    ["not found", [notFound, notFound], { problem: "none" }],
    ["missing", [{ status: "missing" }], { problem: "helper-missing", helper: "x" }],
    ["failed", [failed("pass store is uninitialized")], { problem: "helper-failed", helper: "x" }],
    ["slow", [{ status: "timeout" }], { problem: "helper-failed", helper: "x" }],
    ["no JSON", [{ status: "ok", stdout: new Secret("hello") }], { problem: "helper-failed", helper: "x" }],
    ["a token", [ok({ Username: "<token>", Secret: "x" })], { problem: "identity-token", helper: "x" }],
  ])("%s", async (_, answers, expected) => {
    const { asked, ...found } = await find("ghcr.io", { ...config({ credsStore: "x" }), answers });
    expect(found).toEqual(expected);
  });

  test("a name with a dot is a program's too", async () => {
    const given = config({ credsStore: "desktop.exe" });
    const found = await find("ghcr.io", { ...given, answers: [ok({ Username: "ada", Secret: "p:w" })] });
    expect(found).toMatchObject({ user: "ada", source: "docker-credential-desktop.exe" });
  });

  test.each([
    ["two lines", { Username: "ada", Secret: "a\nb" }],
    ["a control character", { Username: "ada", Secret: "\u001b[31m" }],
    ["a user of two lines", { Username: "a\nb", Secret: "x" }],
  ])("%s are no credential", async (_, answer) => {
    const { asked, ...found } = await find("ghcr.io", {
      ...config({ credsStore: "x" }),
      answers: [ok(answer)],
    });
    expect(found).toEqual({ problem: "helper-failed", helper: "x" });
  });

  test("a JSON key for Google's registries isn't taken for a password that is renewed", async () => {
    const answers = [ok({ Username: "_json_key", Secret: "{\n}" })];
    const given = { ...config({ credsStore: "x" }), answers };
    expect(await find("us-docker.pkg.dev", given)).toMatchObject({ problem: "json-key" });
    expect(await find("registry.example.com", given)).toMatchObject({ user: "_json_key" });
  });

  test.each([
    "../evil",
    ".",
    ".exe",
    "a..b",
    "exe.",
    "a/b",
    "a b",
    "a;b",
    "a\n",
    "ä",
    "..",
  ])("the name %j is not run", async (name) => {
    const found = await find("ghcr.io", config({ credHelpers: { "ghcr.io": name } }));
    expect(found).toEqual({ problem: "bad-helper-name", helper: name, asked: [] });
  });
});

describe("files", () => {
  const auths = { auths: { "ghcr.io": entry } };
  test.each([
    ["$DOCKER_CONFIG", "/d/config.json", { DOCKER_CONFIG: "/d" }, "/d/config.json"],
    ["$REGISTRY_AUTH_FILE", "/r.json", { REGISTRY_AUTH_FILE: "/r.json" }, "/r.json"],
    [
      "Podman's runtime folder",
      "/run/1/containers/auth.json",
      { XDG_RUNTIME_DIR: "/run/1" },
      "/run/1/containers/auth.json",
    ],
    [
      "Podman's folder without a session",
      "/run/containers/1000/auth.json",
      {},
      "/run/containers/1000/auth.json",
    ],
    ["Podman's own folder", "/home/ada/.config/containers/auth.json", {}, "~/.config/containers/auth.json"],
    ["a byte order mark", dockerFile, {}, "~/.docker/config.json"],
  ])("%s", async (name, file, env, source) => {
    const content = name.includes("mark") ? `\ufeff${JSON.stringify(auths)}` : auths;
    expect(await find("ghcr.io", { files: { [file]: content }, env })).toEqual({ ...ada, source });
  });

  test("DOCKER_AUTH_CONFIG goes first", async () => {
    const other = { auths: { "ghcr.io": { auth: encoded("eve:x") } } };
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify(auths) };
    expect(await find("ghcr.io", { files: { [dockerFile]: other }, env })).toEqual({
      ...ada,
      source: "DOCKER_AUTH_CONFIG",
    });
    const broken = await find("ghcr.io", { env: { DOCKER_AUTH_CONFIG: "{" } });
    expect(broken).toMatchObject({ problem: "invalid-config", source: "DOCKER_AUTH_CONFIG" });
  });

  test("Windows", async () => {
    const files = { "C:\\Users\\ada\\.docker\\config.json": auths };
    expect(await find("ghcr.io", { files, windows: true })).toEqual({
      ...ada,
      source: "~\\.docker\\config.json",
    });
  });

  test.each([
    ["{", "invalid-config"],
    [new Error("EACCES"), "invalid-config"],
    ["", "none"],
    ["{}", "none"],
  ])("%j is %s", async (content, problem) => {
    expect(await find("ghcr.io", { files: { [dockerFile]: content } })).toMatchObject({ problem });
  });

  test("a problem in the first file doesn't hide the second", async () => {
    const files = { [dockerFile]: { credsStore: "gone" }, "/r.json": auths };
    const found = await find("ghcr.io", {
      files,
      env: { REGISTRY_AUTH_FILE: "/r.json" },
      answers: [{ status: "missing" }],
    });
    expect(found).toMatchObject({ user: "ada", source: "/r.json" });
  });

  test("nothing anywhere", async () => {
    expect(await find("ghcr.io", {})).toEqual({ problem: "none", asked: [] });
  });
});
