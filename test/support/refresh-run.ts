// How does a test run `refresh` in memory? Registries, Baseten and the CLIs are a few rules, and everything is counted.
import { setTimeout as after } from "node:timers/promises";
import { inspect } from "node:util";
import { expect } from "vitest";
import type { Outcome, RefreshOptions } from "../../src/flow.ts";
import { refresh } from "../../src/refresh/refresh.ts";
import { Secret } from "../../src/values/secret.ts";
import type { ExecResult, World } from "../../src/world/types.ts";
import { commandLine } from "./fake-exec.ts";
import { apiKey, ecrAnswer, everySecret, googleAnswer } from "./samples.ts";
import { type FakeWorld, fakeWorld } from "./world.ts";

export interface RefreshRun extends Outcome {
  /** Programs that ran. */
  readonly commands: readonly string[];
  /** `POST https://…`, and names of secrets that were stored, in order. */
  readonly requests: readonly string[];
  readonly stored: readonly string[];
  /** Children and requests at once, at most. */
  readonly most: number;
  readonly stdout: string;
  readonly said: string;
  readonly world: FakeWorld;
}

export interface RefreshSetting {
  readonly options?: Partial<RefreshOptions>;
  /** Paths below /project. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Empty folders, absolute. */
  readonly folders?: readonly string[];
  /** What a CLI answers instead of a token; undefined: a token. */
  readonly exec?: (line: string) => ExecResult | undefined;
  /** The HTTP status with which a registry answers for an image's manifest; 200 unless said. */
  readonly manifest?: (url: string) => number;
  /** The status for storing; 200 unless said. */
  readonly store?: (name: string) => number;
  readonly env?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Stdout is a terminal of so many columns. */
  readonly columns?: number;
}

export const defaults: RefreshOptions = {
  projects: ["."],
  recursive: true,
  awsProfiles: new Map(),
  apiKeyStdin: false,
  json: false,
  yes: false,
  quiet: false,
  verify: true,
  dryRun: false,
  version: "1.2.3",
};

/** Runs it; fails when a secret shows anywhere. */
export async function runRefresh(setting: RefreshSetting): Promise<RefreshRun> {
  const files = Object.entries(setting.files).map(([path, text]) => [`/project/${path}`, text]);
  const env = setting.env ?? { BASETEN_API_KEY: apiKey };
  const world = fakeWorld({
    files: Object.fromEntries(files),
    env,
    ...(setting.folders === undefined ? {} : { folders: setting.folders }),
    ...(setting.columns === undefined ? {} : { page: { colour: false, columns: setting.columns } }),
  });
  const seen = { commands: [] as string[], requests: [] as string[], stored: [] as string[] };
  const counter = { now: 0, most: 0 };
  const counted = async <T>(work: () => T | Promise<T>): Promise<T> => {
    counter.most = Math.max(counter.most, ++counter.now);
    await after(setting.delayMs ?? 0);
    try {
      return await work();
    } finally {
      counter.now -= 1;
    }
  };
  const outside: World = {
    ...world,
    exec: (command) => {
      seen.commands.push(commandLine(command));
      return counted(() => answer(commandLine(command), setting));
    },
    fetch: async (input, init) => {
      const { url, method, body } = { url: String(input), method: init?.method ?? "GET", body: init?.body };
      seen.requests.push(`${method} ${url}`);
      return counted(() =>
        respond(url, method, typeof body === "string" ? body : null, setting, seen.stored),
      );
    },
  };
  const outcome = await refresh({ ...defaults, ...setting.options }, outside);
  const shown = inspect([outcome, world.said, world.results, seen.commands], { depth: 9 });
  for (const secret of everySecret) expect(shown).not.toContain(secret);
  return {
    ...outcome,
    ...seen,
    most: counter.most,
    stdout: world.results.join(""),
    said: world.said.join("\n"),
    world,
  };
}

const ok = (stdout: string): ExecResult => ({ status: "ok", stdout: new Secret(stdout) });

function answer(line: string, { exec }: RefreshSetting): ExecResult {
  const own = exec?.(line);
  if (own !== undefined) return own;
  if (line.startsWith("aws ecr get-authorization-token")) return ok(ecrAnswer());
  if (line.startsWith("gcloud config config-helper")) return ok(googleAnswer);
  throw new Error(`Unexpected command: ${line}`);
}

const json = (value: unknown, status = 200): Response => Response.json(value, { status });

function respond(
  url: string,
  method: string,
  body: string | null,
  { manifest, store }: RefreshSetting,
  stored: string[],
): Response {
  const { host, pathname } = new URL(url);
  if (host === "api.baseten.co") {
    if (pathname === "/v1/teams") return json({ teams: [{ id: "t1", name: "ML", default: true }] });
    if (method === "GET") return json({ secrets: [] });
    const { name } = JSON.parse(body ?? "{}") as { name: string };
    const status = store?.(name) ?? 200;
    if (status === 200) stored.push(name);
    return json(status === 200 ? { name, team_name: "ML", created_at: null } : { message: "No." }, status);
  }
  if (pathname === "/v2/")
    return new Response("", { status: 401, headers: { "www-authenticate": 'Basic realm="r"' } });
  const status = manifest?.(url) ?? 200;
  const type = "application/vnd.oci.image.manifest.v1+json";
  const text = status === 200 ? JSON.stringify({ schemaVersion: 2, mediaType: type, layers: [] }) : "{}";
  return new Response(method === "HEAD" ? null : text, { status, headers: { "content-type": type } });
}
