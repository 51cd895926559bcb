// What is a run that is killed played on? A project, an `aws` that takes its time, a registry, Baseten, a slow disk.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { startRegistry } from "../support/registry.ts";
import { ecrHost, ecrImage } from "../support/samples.ts";

const password = "not-a-password";
const config = `model_name: whisper # ours\nbase_image:\n  image: ${ecrImage}\n`;
const finished = `${config}secrets:\n  DOCKER_REGISTRY_${ecrHost}: null\n`;

/** One run's place. */
export interface Stage {
  readonly home: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** `old`, `new`, or the text where it is neither. */
  config(): Promise<string>;
  /** Names beside config.yaml. */
  others(): Promise<readonly string[]>;
  /** Programs that this run started and that still live, a second and a half later at most. */
  living(): Promise<readonly number[]>;
  close(): Promise<void>;
}

export interface Theatre {
  /** @param deaf whether `aws` goes on when it is told to end */
  stage(deaf: boolean): Promise<Stage>;
  close(): Promise<void>;
}

/** The registry and Baseten, which all runs share. */
export async function openTheatre(): Promise<Theatre> {
  const images = [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 }];
  const registry = await startRegistry({ auth: "basic", users: { AWS: password }, images, delayMs: 30 });
  const baseten = await startBaseten({ apiKey: "kill-key" });
  return {
    stage: (deaf) => makeStage(registry.host, baseten, deaf),
    close: async () => void (await Promise.all([registry.close(), baseten.close()])),
  };
}

/** ECR's address leads to the registry on this machine, and a rename takes long enough to be killed in it. */
const leadTo = (host: string): string => `
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
const { request } = https;
https.request = (url, ...rest) =>
  url.host === "${ecrHost}" ? http.request(new URL(url.pathname, "http://${host}"), ...rest) : request(url, ...rest);
const { rename } = fs.promises;
fs.promises.rename = async (...names) => {
  await new Promise((done) => setTimeout(done, 300));
  return rename(...names);
};
syncBuiltinESMExports();
`;

const awsProgram = (pids: string, deaf: boolean): string => `
import { appendFileSync } from "node:fs";
appendFileSync(${JSON.stringify(pids)}, process.pid + "\\n");
${deaf ? 'process.on("SIGTERM", () => {});' : ""}
const authorizationToken = Buffer.from("AWS:${password}").toString("base64");
const expiresAt = Date.now() / 1000 + 43_200;
setTimeout(() => console.log(JSON.stringify({ authorizationData: [{ authorizationToken, expiresAt }] })), 150);
`;

async function makeStage(host: string, baseten: StandIn, deaf: boolean): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), "create-registry-auth-kill-"));
  const folder = join(home, "truss");
  const pids = join(home, "pids");
  await Promise.all([mkdir(folder), mkdir(join(home, "bin"))]);
  await writeFile(join(folder, "config.yaml"), config);
  await writeFile(join(home, "lead.mjs"), leadTo(host));
  await writeFile(join(home, "aws.mjs"), awsProgram(pids, deaf));
  const start = `#!/bin/sh\nunset NODE_OPTIONS\nexec "${process.execPath}" "${join(home, "aws.mjs")}"\n`;
  await writeFile(join(home, "bin/aws"), start, { mode: 0o755 });
  const living = async (): Promise<readonly number[]> => {
    const text = await readFile(pids, "utf8").catch(() => "");
    return text.split("\n").filter(Boolean).map(Number).filter(lives);
  };
  return {
    home,
    folder,
    env: {
      HOME: home,
      PATH: `${join(home, "bin")}:/usr/bin:/bin`,
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      NODE_OPTIONS: `--import=${join(home, "lead.mjs")}`,
      BASETEN_API_KEY: "kill-key",
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
    },
    config: async () => {
      const text = await readFile(join(folder, "config.yaml"), "utf8");
      return text === config ? "old" : text === finished ? "new" : text;
    },
    others: async () => (await readdir(folder)).filter((name) => name !== "config.yaml"),
    living: async () => {
      for (let tries = 0; tries < 30 && (await living()).length > 0; tries += 1) await after(50);
      return living();
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}

/** One that has ended may stay in the list until somebody asks how. */
function lives(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
