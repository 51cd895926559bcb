// What is the world of a unit test? Everything it may ask for is said beforehand; anything else fails.
import { Secret } from "../../src/values/secret.ts";
import type { Command, World } from "../../src/world/types.ts";
import { type CommandStub, fakeExec } from "./fake-exec.ts";
import { fakeFetch, type RequestStub, type SeenRequest } from "./fake-fetch.ts";
import { type FakeDisk, type FileStub, fakeFiles } from "./fake-files.ts";
import { type ScriptedPrompter, type Step, scriptedPrompter } from "./prompter.ts";

export interface FakeWorldOptions {
  readonly commands?: readonly CommandStub[];
  /** By absolute path. */
  readonly files?: Readonly<Record<string, FileStub>>;
  /** Empty folders; `cwd` and `home` are there anyway. */
  readonly folders?: readonly string[];
  readonly beforeReplace?: (disk: FakeDisk, path: string) => void;
  readonly requests?: readonly RequestStub[];
  /** What is run in the person's terminal, in order, such as `aws sso login`, and what comes of it. */
  readonly attended?: readonly { readonly command: string; readonly ok: boolean }[];
  /** Answers to prompts; without them nobody can be asked. */
  readonly answers?: readonly Step[];
  /** What is piped in; without it stdin is a terminal, and reading it fails the test. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** 2026-01-01T00:00:00Z unless said. It only moves while the program sleeps. */
  readonly now?: Date;
  readonly cwd?: string;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  readonly columns?: number;
  /** Stdout is a terminal of this width; a pipe unless said. */
  readonly page?: { readonly colour: boolean; readonly columns: number };
}

export interface FakeWorld extends World {
  /** What went to stderr: one string for each line, spinners' labels not among them. */
  readonly said: readonly string[];
  /** What went to stdout. */
  readonly results: readonly string[];
  /** Labels of spinners. */
  readonly progressed: readonly string[];
  /** Commands in order; secrets in them are still Secrets. */
  readonly ran: readonly Command[];
  readonly requests: readonly SeenRequest[];
  /** Screens of the prompts. */
  readonly screens: readonly string[];
  /** What was put on the clipboard through the terminal. */
  readonly copied: readonly Secret[];
  /** Milliseconds of each sleep. */
  readonly slept: readonly number[];
  readonly disk: FakeDisk;
  /** Fails when a stub was not used, an answer not asked for, or something unexpected was called. */
  done(): void;
}

/** A strict world. Call `done()` at the end of the test. */
export function fakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const { cwd = "/project", home = "/home/user", columns = 80 } = options;
  const commands = fakeExec(options.commands ?? []);
  const network = fakeFetch(options.requests ?? []);
  const disk = fakeFiles(options.files ?? {}, [cwd, home, ...(options.folders ?? [])], options.beforeReplace);
  const prompter: ScriptedPrompter | null = options.answers
    ? scriptedPrompter(options.answers, { columns })
    : null;
  const said: string[] = [];
  const results: string[] = [];
  const progressed: string[] = [];
  const slept: number[] = [];
  const copied: Secret[] = [];
  const attended = [...(options.attended ?? [])];
  const start = (options.now ?? new Date("2026-01-01T00:00:00Z")).getTime();
  return {
    exec: commands.exec,
    attend: async ({ file, args }) => {
      const next = attended.shift();
      const command = [file, ...args].join(" ");
      if (next?.command !== command) throw new Error(`Unexpected in the terminal: ${command}`);
      return next.ok;
    },
    files: disk.files,
    fetch: network.fetch,
    prompter,
    terminal: {
      colour: false,
      columns,
      page: options.page ?? null,
      dim: (text) => text,
      result: async (text) => void results.push(text),
      deliver: async (text) => void results.push(text),
      say: (line = "") => void said.push(line),
      show: (line = "") => void said.push(line),
      takeBack: (lines) => void said.splice(said.length - lines.length),
      copy: (value) => void copied.push(value),
      progress: (label, work) => {
        progressed.push(label);
        return work;
      },
    },
    readStdin: async () => {
      if (options.stdin === undefined) throw new Error("Unexpected read of stdin");
      return new Secret(options.stdin);
    },
    env: options.env ?? {},
    cwd,
    home,
    platform: options.platform ?? "linux",
    uid: 1000,
    now: () => new Date(start + slept.reduce((sum, ms) => sum + ms, 0)),
    sleep: async (ms) => void slept.push(ms),
    said,
    results,
    progressed,
    ran: commands.ran,
    requests: network.requests,
    screens: prompter?.screens ?? [],
    slept,
    copied,
    disk,
    done: () => {
      const complaints = [...commands.complaints(), ...network.complaints()];
      if (complaints.length > 0) throw new Error(complaints.join("; "));
      if (attended.length > 0) throw new Error(`Never run in the terminal: ${attended[0]?.command}`);
      prompter?.done();
    },
  };
}
