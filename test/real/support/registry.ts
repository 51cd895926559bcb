// What is a registry in these tests? The real one, on loopback, with a folder that is gone afterwards.
// https://distribution.github.io/distribution/about/configuration/
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output, program } from "./programs.ts";
import { type Server, startServer } from "./server.ts";

export interface RegistryServer extends Server {
  readonly url: string;
  /** As it stands in an image: `localhost:4711`. */
  readonly host: string;
}

/** The `Authorization` header of a user. */
export const basicAuthorization = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Starts one. `auth` is that block of its configuration, made in the folder that it is given. */
export async function startRegistry(auth: (folder: string) => Promise<object>): Promise<RegistryServer> {
  const folder = await mkdtemp(join(tmpdir(), "registry-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const config = {
      version: "0.1",
      storage: { filesystem: { rootdirectory: join(folder, "data") } },
      http: { addr: "127.0.0.1:0", secret: "of this test" },
      auth: await auth(folder),
    };
    const path = join(folder, "config.yml");
    // JSON is YAML too.
    await writeFile(path, JSON.stringify(config));
    const server = await startServer(program("DOCKER_REGISTRY"), ["serve", path], {
      HOME: folder,
      OTEL_TRACES_EXPORTER: "none",
    });
    return {
      port: server.port,
      url: `http://127.0.0.1:${server.port}`,
      host: `localhost:${server.port}`,
      stop: async () => {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const hashScript = `import bcrypt, sys
print(bcrypt.hashpw(sys.stdin.buffer.read(), bcrypt.gensalt(5, b"2a")).decode(), end="")`;

/** The `auth` block for one user with a password. */
export const passwordAuth =
  (user: string, password: string) =>
  async (folder: string): Promise<object> => {
    const path = join(folder, "htpasswd");
    // The registry takes bcrypt hashes only.
    const hash = await output(program("TRUSS_PYTHON"), ["-c", hashScript], { env: {}, input: password });
    await writeFile(path, `${user}:${hash}\n`);
    return { htpasswd: { realm: "test", path } };
  };
