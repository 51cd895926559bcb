// Is there a credential for this registry that `docker login` or `podman login` stored?
import path from "node:path";
import { type Members, readJson } from "../../text/json.ts";
import { type BasicCredential, Secret } from "../../values/secret.ts";
import { isOneLine } from "../../values/token-shape.ts";
import type { World } from "../../world/types.ts";
import { basic, lookUp } from "./config.ts";

/** What the search needs of the world. */
export type DockerWorld = Pick<World, "files" | "env" | "home" | "uid" | "exec" | "platform">;

/** A credential, and where it was, to be shown: a file with `~` for the home folder, or a helper's program name. */
export interface FoundCredential {
  readonly credential: BasicCredential;
  readonly source: string;
}

/** Why there is no credential. */
export interface NoCredential {
  readonly problem:
    | "none"
    /** A service account's key for a Google registry, where `refresh` would replace it by a token of an hour. */
    | "json-key"
    /** An OAuth token of Docker's own, which isn't a password. */
    | "identity-token"
    | "helper-missing"
    | "helper-failed"
    /** The name holds characters with which it could be another program; it wasn't run. */
    | "bad-helper-name"
    /** The file in `source` can't be read or is no JSON. */
    | "invalid-config";
  /** The helper's name as in the file, for the problems that are a helper's. */
  readonly helper?: string;
  readonly source?: string;
}

/** https://github.com/docker/docker-credential-helpers: the error's text is the interface. */
const notFound = /credentials not found in native keychain/i;
const helperTimeoutMs = 15_000;

/**
 * Looks in DOCKER_AUTH_CONFIG, in Docker's config.json, then in Podman's auth.json. The first credential wins;
 * without any, the first problem that is more than "none" is returned.
 * @param host the registry's host, or Docker Hub's `https://index.docker.io/v1/`
 * @param repository for keys that hold a path, as Podman writes them; the registry alone when it is left out
 */
export async function findDockerCredential(
  host: string,
  world: DockerWorld,
  repository = "",
): Promise<FoundCredential | NoCredential> {
  const found = await search(host, world, repository);
  const isJsonKey = "credential" in found && found.credential.username.startsWith("_json_key");
  return isJsonKey && /(?:^|[./])(?:pkg\.dev|gcr\.io)$/.test(host)
    ? { problem: "json-key", source: found.source }
    : found;
}

async function search(
  host: string,
  world: DockerWorld,
  repository: string,
): Promise<FoundCredential | NoCredential> {
  let problem: NoCredential = { problem: "none" };
  for (const file of [null, ...configFiles(world)]) {
    const source = file === null ? variable : shorten(file, world);
    const config = file === null ? configOf(world.env[variable]) : await readConfig(file, world);
    if (config === null) continue;
    const answer: FoundCredential | NoCredential =
      config === "invalid"
        ? { problem: "invalid-config", source }
        : await searchConfig(config, source, { host, repository }, world);
    if ("credential" in answer) return answer;
    if (problem.problem === "none") problem = answer;
  }
  return problem;
}

/** Holds what config.json would, for CI; the docker CLI looks here first. https://docs.docker.com/reference/cli/docker/ */
const variable = "DOCKER_AUTH_CONFIG";

const pathOf = ({ platform }: DockerWorld) => (platform === "win32" ? path.win32 : path.posix);

/** https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md */
function configFiles(world: DockerWorld): readonly string[] {
  const { env, home, uid, platform } = world;
  const { join } = pathOf(world);
  const files = [
    join(env.DOCKER_CONFIG || join(home, ".docker"), "config.json"),
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "containers", "auth.json")] : []),
    // Without a session, as for root, in containers and under cron, Podman names the folder itself.
    ...(platform === "linux" && uid !== null ? [`/run/containers/${uid}/auth.json`] : []),
    join(env.XDG_CONFIG_HOME || join(home, ".config"), "containers", "auth.json"),
  ];
  return [...new Set(files)];
}

function shorten(file: string, world: DockerWorld): string {
  const { sep } = pathOf(world);
  return file.startsWith(world.home + sep) ? `~${file.slice(world.home.length)}` : file;
}

async function readConfig(file: string, { files }: DockerWorld): Promise<Members | "invalid" | null> {
  try {
    const bytes = await files.read(file);
    return configOf(bytes === null ? undefined : new TextDecoder().decode(bytes));
  } catch {
    return "invalid";
  }
}

function configOf(text: string | undefined): Members | "invalid" | null {
  if (text === undefined) return null;
  if (text.trim() === "") return {};
  const config = readJson(text);
  return Object.keys(config).length === 0 && !/^\s*\{\s*\}\s*$/.test(text) ? "invalid" : config;
}

async function searchConfig(
  config: Members,
  source: string,
  { host, repository }: { readonly host: string; readonly repository: string },
  world: DockerWorld,
): Promise<FoundCredential | NoCredential> {
  const { helper, inFile } = lookUp(config, host, repository);
  const asked = helper === null ? { problem: "none" as const } : await askHelper(helper, world);
  if ("credential" in asked) return asked;
  if (inFile !== null && inFile !== "identity-token") return { credential: inFile, source };
  if (asked.problem === "none" && inFile === "identity-token") return { problem: "identity-token", source };
  return asked;
}

/** The server's name goes in on stdin; the answer and errors alike come on stdout. */
async function askHelper(
  { name, servers }: { readonly name: string; readonly servers: readonly string[] },
  world: DockerWorld,
): Promise<FoundCredential | NoCredential> {
  // Checked before it is run: the name is a part of a program's name, and a path in it would be another program.
  if (!/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/.test(name))
    return { problem: "bad-helper-name", helper: name };
  const file = `docker-credential-${name}` as const;
  for (const server of servers) {
    const result = await world.exec({ file, args: ["get"], input: server, timeoutMs: helperTimeoutMs });
    if (result.status === "missing") return { problem: "helper-missing", helper: name };
    if (result.status === "failed" && notFound.test(result.stdout.reveal())) continue;
    if (result.status !== "ok") return { problem: "helper-failed", helper: name };
    const { Username: username, Secret: password } = readJson(result.stdout.reveal());
    if (typeof username !== "string" || typeof password !== "string")
      return { problem: "helper-failed", helper: name };
    if (username === "<token>") return { problem: "identity-token", helper: name };
    if (!canBe(username, password)) return { problem: "helper-failed", helper: name };
    if (username !== "" && password !== "")
      return { credential: basic(username, new Secret(password)), source: file };
  }
  return { problem: "none" };
}

/** Text on one line; a service account's JSON key is a password of several. `pass` answers nothing with nothing. */
const canBe = (username: string, password: string): boolean =>
  [username, ...(username.startsWith("_json_key") ? [] : [password])].every(
    (text) => text === "" || isOneLine(text),
  );
