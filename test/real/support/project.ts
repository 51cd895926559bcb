// What does the built bin do with a Truss project? Each test has its own home and project, and only that environment.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { run } from "./programs.ts";

const bin = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "registry-auth-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** How a run of the bin with `--json` ended. */
export interface BinEnded {
  readonly code: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the document is what the tests are about
  readonly json: any;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly home: string;
  /** The text of config.yaml as it is now. */
  config(): Promise<string>;
  /** Runs `create-registry-auth <flags> --json` in the project's folder. */
  run(
    flags: string,
    more?: { readonly env?: Readonly<Record<string, string>>; readonly input?: string },
  ): Promise<BinEnded>;
}

/**
 * Makes a project.
 * @param programs programs that the bin finds on its PATH, beside the system's own
 * @param home files of the home folder, by relative path
 */
export async function makeProject(options: {
  readonly config: string;
  readonly programs?: readonly string[];
  readonly home?: Readonly<Record<string, string>>;
}): Promise<Project> {
  const root = await temporaryFolder();
  const home = join(root, "home");
  const folder = join(root, "project");
  const files = { ...options.home, "../project/config.yaml": options.config };
  await mkdir(home);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  const folders = [process.execPath, ...(options.programs ?? [])].map(dirname);
  const path = [...folders, "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter);
  return {
    home,
    config: () => readFile(join(folder, "config.yaml"), "utf8"),
    run: async (flags, { env = {}, input } = {}) => {
      const args = [bin, ...flags.split(/\s+/).filter((flag) => flag !== ""), "--json"];
      const ended = await run(process.execPath, args, {
        env: { PATH: path, HOME: home, ...env },
        cwd: folder,
        ...(input === undefined ? {} : { input }),
      });
      return { ...ended, json: parsed(ended.stdout) };
    },
  };
}

/** The one document on stdout. */
function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`With --json, stdout is one JSON document. It was: ${stdout}`);
  }
}
