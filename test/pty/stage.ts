// What stands around the bin in a terminal? A home, programs, registries and a Baseten, all on this machine.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { startBaseten } from "../support/baseten.ts";
import { bin, openTerminal, type Terminal } from "./terminal.ts";

const run = promisify(execFile);

export const baseten = { key: "pty-key", stale: "stale-key" } as const;

export interface StageOptions {
  /** Files below the home, by path. `truss/config.yaml` is the project that one stands in. */
  readonly files?: Readonly<Record<string, string>>;
  /** Programs on the PATH, as shell scripts without their first line. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Where a registry's address leads: `https://host` → `localhost:port`. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What Baseten has already, and its teams. */
  readonly baseten?: Omit<Parameters<typeof startBaseten>[0], "apiKey">;
}

export interface Stage {
  readonly home: string;
  readonly baseten: Awaited<ReturnType<typeof startBaseten>>;
  /** Names of what was stored, in order. */
  stored(): readonly string[];
  /** The text of a file below the home. */
  read(path: string): Promise<string>;
  /** Runs a line in a shell, as somebody who pastes it there; the bin is on the PATH by its name, and by `npx`. */
  paste(line: string, folder?: string): Promise<string>;
  /** Starts the bin in a folder below the home. */
  open(options?: {
    readonly columns?: number;
    readonly args?: readonly string[];
    readonly folder?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly rows?: number;
  }): Promise<Terminal>;
  close(): Promise<void>;
}

/** What a shell script of these tests may call; aws, gcloud and docker are there only where a test puts them. */
const tools = ["sh", "env", "sleep", "sed", "cat", "grep", "dirname"];

/** Sets the stage up. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), "create-registry-auth-pty-"));
  const standIn = await startBaseten({ ...options.baseten, apiKey: baseten.key });
  const put = async (path: string, text: string, mode = 0o644): Promise<void> => {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text, { mode });
  };
  await mkdir(join(home, "truss"));
  for (const [path, text] of Object.entries(options.files ?? {})) await put(path, text);
  for (const [name, script] of Object.entries(options.programs ?? {}))
    await put(`bin/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
  await mkdir(join(home, "tools"));
  for (const tool of tools) await symlink(await whereIs(tool), join(home, "tools", tool));
  await symlink(process.execPath, join(home, "tools/node"));
  await put("bin/create-registry-auth", `#!/bin/sh\nexec node '${bin}' "$@"\n`, 0o755);
  await put("bin/npx", `#!/bin/sh\nexec "$@"\n`, 0o755);
  await put("lead.mjs", leading(options.hosts ?? {}));
  const env = {
    PATH: [join(home, "bin"), join(home, "tools")].join(":"),
    HOME: home,
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    NODE_OPTIONS: `--import=${join(home, "lead.mjs")}`,
    BASETEN_API_KEY: baseten.key,
    BASETEN_MANAGEMENT_API_URL_OVERRIDE: standIn.url,
    ...options.env,
  };
  const terminals: Terminal[] = [];
  return {
    home,
    baseten: standIn,
    stored: () =>
      standIn.requests
        .filter(({ method, path }) => method === "POST" && path.endsWith("/secrets"))
        .map(({ body }) => (body as { name: string }).name),
    paste: async (line, folder = "truss") =>
      (await run("sh", ["-c", line], { cwd: join(home, folder), env })).stdout,
    read: (path) => readFile(join(home, path), "utf8"),
    open: async ({ columns = 80, args = [], folder = "truss", env: more = {}, rows } = {}) => {
      const size = { columns, ...(rows === undefined ? {} : { rows }) };
      const terminal = await openTerminal({
        args,
        ...size,
        cwd: join(home, folder),
        env: { ...env, ...more },
      });
      terminals.push(terminal);
      return terminal;
    },
    close: async () => {
      await Promise.all([...terminals.map((terminal) => terminal.close()), standIn.close()]);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function whereIs(tool: string): Promise<string> {
  for (const folder of ["/bin", "/usr/bin"]) {
    const path = join(folder, tool);
    if (await readFile(path).catch(() => null)) return path;
  }
  throw new Error(`${tool} is missing.`);
}

/** Leads registries' addresses to this machine. */
const leading = (
  hosts: Readonly<Record<string, string>>,
): string => `import { syncBuiltinESMExports } from "node:module";
import http from "node:http";
import https from "node:https";
const hosts = new Map(${JSON.stringify(Object.entries(hosts))});
const { request } = https;
https.request = (url, ...rest) => {
  const host = hosts.get("https://" + url.host);
  return host ? http.request(new URL(url.pathname + url.search, "http://" + host), ...rest) : request(url, ...rest);
};
syncBuiltinESMExports();
`;
