// How is a real server started for a test? On a port the system picks, which the server then tells.
import { spawn } from "node:child_process";

export interface Server {
  readonly port: number;
  /** Ends it and waits for that. */
  stop(): Promise<void>;
}

const startMs = 45_000;

/**
 * Starts a server that was told to listen on port 0 of 127.0.0.1.
 * @throws with what it printed, when it ends or doesn't name its port in time.
 */
export async function startServer(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Server> {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  let printed = "";
  const port = await new Promise<number>((ready, reject) => {
    const fail = (why: string) => reject(new Error(`${file} ${why}: ${printed}`));
    const timer = setTimeout(() => fail("named no port"), startMs);
    const read = (chunk: Buffer) => {
      printed += chunk;
      const told = /\bon (?:http:\/\/)?127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (told !== undefined) ready(Number(told));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", () => fail("ended"));
    ended.then(() => clearTimeout(timer));
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    port,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
