// The machine of a canary's run: programs that note what they are given, and everything that is left looked through.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Case, Run } from "./recipes.ts";
import { startEchoBaseten, startEchoRegistry } from "./servers.ts";

const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Where a secret may have got to. */
export interface Traces {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Arguments of programs. */
  readonly argv: string;
  /** Environment and input of programs, by program. */
  readonly env: Readonly<Record<string, string>>;
  readonly input: Readonly<Record<string, string>>;
  /** Files that are new or changed, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Addresses and headers of requests, but Authorization. */
  readonly requests: string;
  /** Bodies of requests to Baseten. */
  readonly bodies: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function scriptOf(name: string, cases: readonly Case[], notes: string): string {
  const note = (kind: string): string => quoted(join(notes, `${kind}-${name}`));
  return [
    "#!/bin/sh",
    `printf '%s\\n' "${name} $*" >> ${note("argv")}`,
    `/usr/bin/env >> ${note("env")}`,
    `[ -t 0 ] || /bin/cat >> ${note("input")}`,
    'case "$*" in',
    ...cases.flatMap(({ when, stdout = "", stderr = "", exitCode = 0, seconds }) => [
      `*${quoted(when)}*)`,
      ...(seconds === undefined ? [] : [`/bin/sleep ${seconds}`]),
      `printf '%s' ${quoted(stdout)}; printf '%s' ${quoted(stderr)} >&2; exit ${exitCode};;`,
    ]),
    "esac",
    "echo 'Invalid choice' >&2; exit 252",
    "",
  ].join("\n");
}

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [path, await readFile(path, "latin1")] as const)),
  );
}

/** Does one run, and gathers what is left of it. */
export async function traced(run: Run): Promise<Traces> {
  const root = await mkdtemp(join(tmpdir(), "create-registry-auth-canary-"));
  const [baseten, registry] = await Promise.all([
    startEchoBaseten(run.baseten ?? "ok"),
    startEchoRegistry(run.registry ?? "ok"),
  ]);
  try {
    const place = (name: string): string => join(root, name);
    for (const name of ["home", "project", "bin", "tmp", "notes"]) await mkdir(place(name));
    const config = run.config.replaceAll("IMAGE", `${registry.host}/team/app:1`);
    await put(place("home"), run.home ?? {});
    await put(place("project"), { "config.yaml": config, ...run.project });
    if (run.readOnly) await chmod(join(place("project"), "config.yaml"), 0o444);
    for (const [name, cases] of Object.entries(run.programs ?? {})) {
      await writeFile(join(place("bin"), name), scriptOf(name, cases, place("notes")), { mode: 0o755 });
    }
    const watched = ["home", "project", "tmp"].map(place);
    const before = Object.assign({}, ...(await Promise.all(watched.map(contents)))) as Record<string, string>;
    const env = {
      HOME: place("home"),
      PATH: place("bin"),
      TMPDIR: place("tmp"),
      // No registry out there is asked: a proxy on a port where nobody listens.
      HTTPS_PROXY: "http://127.0.0.1:9",
      NO_PROXY: "localhost,127.0.0.1",
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: `http://${baseten.host}`,
      ...run.env,
    };
    const ended = await spawned(run, place("project"), env, place("notes"));
    const after = Object.assign({}, ...(await Promise.all(watched.map(contents)))) as Record<string, string>;
    const notes = await contents(place("notes"));
    const noted = (kind: string) =>
      Object.fromEntries(
        Object.entries(notes).flatMap(([path, text]) => {
          const name = path.slice(place("notes").length + 1);
          return name.startsWith(`${kind}-`) ? [[name.slice(kind.length + 1), text]] : [];
        }),
      );
    const seen = [...baseten.seen, ...registry.seen];
    return {
      ...ended,
      argv: Object.values(noted("argv")).join("\n"),
      env: noted("env"),
      input: noted("input"),
      files: Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text)),
      requests: seen.map(({ method, path, headers }) => `${method} ${path} ${headers}`).join("\n"),
      bodies: baseten.seen.map(({ body }) => body).join("\n"),
    };
  } finally {
    await Promise.all([baseten.close(), registry.close()]);
    await rm(root, { recursive: true, force: true });
  }
}

function spawned(
  { args, input, signal }: Run,
  cwd: string,
  env: Record<string, string>,
  notes: string,
): Promise<Pick<Traces, "code" | "stdout" | "stderr">> {
  const yes = args[0] === "check" || args[0] === "refresh" ? [] : ["--yes"];
  const child = spawn(process.execPath, [bin, ...args, ...yes], { cwd, env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("latin1").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("latin1").on("data", (text) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const watch = setInterval(async () => {
    if (signal === undefined || !existsSync(notes) || (await readdir(notes)).length === 0) return;
    clearInterval(watch);
    child.kill(signal);
  }, 20);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, stdout, stderr });
    });
  });
}
