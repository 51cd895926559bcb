// The demo's AWS account: moto's server on loopback, spoken to by the real aws, where both are installed.
// https://docs.getmoto.org/en/latest/docs/server_mode.html
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Server, startServer } from "../test/real/support/server.ts";
import { startRegistry, type TestRegistry } from "../test/support/registry.ts";
import { leadTo } from "./lead.ts";

const run = promisify(execFile);

type Env = Readonly<Record<string, string>>;

export interface DemoCloud {
  /** Of a private image on ECR. */
  readonly image: string;
  /** What leads the tool and aws there. */
  readonly env: Env;
  stop(): Promise<void>;
}

const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
/** The password in every token that moto gives. */
const password = "123456789012-auth-token";

// moto's tokens all ended on one day of 2015; AWS's end in 12 hours.
const aws = `#!/bin/sh
told=$(env PATH="$DEMO_PATH" aws "$@")
code=$?
printf '%s\\n' "$told" | sed -E "s/(\\"expiresAt\\": ).*/\\1\\"$DEMO_EXPIRY\\"/"
exit $code
`;
const credentials = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${"NotAKey".padEnd(40, "x")}
`;

/**
 * Starts it.
 * @param home the home folder of the demo's person, who gets a profile
 * @returns null where `moto_server` or `aws` isn't installed, or isn't to be started
 */
export async function startCloud(home: string, env: Env): Promise<DemoCloud | null> {
  // The aws that stands before the real one is a shell script.
  if (process.platform === "win32") return null;
  const moto = await run("aws", ["--version"], { env })
    .then(() => startServer("moto_server", ["-H", "127.0.0.1", "-p", "0"], env))
    .catch(() => null);
  if (moto === null) return null;
  const registry = await startRegistry({
    auth: "basic",
    users: { AWS: password },
    images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 }],
  });
  await furnish(home, registry.host);
  return {
    image: `${host}/team/whisper:3`,
    env: envOf(home, env.PATH ?? "", moto),
    stop: async () => void (await Promise.all([moto.stop(), registry.close()])),
  };
}

async function furnish(home: string, local: TestRegistry["host"]): Promise<void> {
  await Promise.all(["bin", ".aws"].map((name) => mkdir(join(home, name))));
  await writeFile(join(home, "bin/aws"), aws, { mode: 0o755 });
  await writeFile(join(home, ".aws/credentials"), credentials);
  await writeFile(join(home, "lead.mjs"), leadTo(host, local));
}

const envOf = (home: string, path: string, { port }: Server): Env => ({
  PATH: [join(home, "bin"), path].join(delimiter),
  DEMO_PATH: path,
  DEMO_EXPIRY: new Date(Date.now() + 12 * 3_600_000).toISOString(),
  NODE_OPTIONS: `--import=${join(home, "lead.mjs")}`,
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  AWS_MAX_ATTEMPTS: "1",
  AWS_EC2_METADATA_DISABLED: "true",
});
