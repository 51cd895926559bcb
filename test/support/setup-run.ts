// How does a test run the wizard in process, and see what it did, in which order, and whether it told a secret?
import { inspect } from "node:util";
import { expect } from "vitest";
import { readArgs } from "../../src/command-line/args.ts";
import type { SetupOptions } from "../../src/flow.ts";
import { setUp } from "../../src/run.ts";
import type { SetupOutcome } from "../../src/setup/setup.ts";
import { CliError } from "../../src/values/errors.ts";
import type { World } from "../../src/world/types.ts";
import { type CommandStub, commandLine } from "./fake-exec.ts";
import type { RequestStub } from "./fake-fetch.ts";
import { apiKey, everySecret } from "./samples.ts";
import { type FakeWorld, type FakeWorldOptions, fakeWorld } from "./world.ts";

/** The options of `setup` with these arguments. */
export function optionsOf(...argv: readonly string[]): SetupOptions {
  const invocation = readArgs(argv, "1.2.3");
  if (invocation.kind !== "setup") throw new Error(`These are the arguments of ${invocation.kind}.`);
  return invocation.options;
}

export interface Run {
  readonly world: FakeWorld;
  readonly document: Record<string, unknown> | null;
  /** What somebody chose to have checked. */
  readonly check: SetupOutcome["check"];
  readonly error: CliError | null;
  /** Programs, requests and writes, in order: `run aws …`, `POST https://…`, `write`. */
  readonly events: readonly string[];
  /** config.yaml afterwards. */
  readonly config: string | null;
  /** stderr. */
  readonly said: string;
}

/** Programs that may be asked who is who and what is there, and needn't be here. */
const notHere: readonly CommandStub[] = ["aws ", "gcloud ", "doctl ", "gh ", "truss whoami"].map((when) => ({
  when,
  reply: "missing",
  optional: true,
}));

/** Baseten may be asked for the organization's id, and needn't tell it. */
const untold: RequestStub = {
  when: "POST https://app.baseten.co/graphql/",
  reply: { status: 404 },
  optional: true,
};

/** The narration, times and places of this machine left out. */
const stable = (text: string): string => text.replace(/, at .*\.$/m, ", at <local time>.");

/**
 * Runs `setup` in /project. Fails when a stub or an answer is left over, or a secret shows where it must not.
 * `shows`: this run may put secrets on stdout, because it was asked to; `shown`: values typed in the clear.
 */
export async function runSetup(
  argv: readonly string[],
  options: FakeWorldOptions & {
    readonly config?: string | null;
    readonly shows?: boolean;
    readonly shown?: readonly string[];
  },
): Promise<Run> {
  const { config, shows = false, shown = [], ...rest } = options;
  const events: string[] = [];
  const world = fakeWorld({
    ...rest,
    commands: [...(rest.commands ?? []), ...notHere],
    requests: [...(rest.requests ?? []), untold],
    files: { ...(config == null ? {} : { "/project/config.yaml": config }), ...rest.files },
    beforeReplace: (disk, path) => {
      events.push("write");
      rest.beforeReplace?.(disk, path);
    },
  });
  const watched: World = {
    ...world,
    exec: (command) => {
      events.push(`run ${commandLine(command)}`);
      return world.exec(command);
    },
    fetch: (input, init) => {
      events.push(`${init?.method ?? "GET"} ${input}`);
      return world.fetch(input, init);
    },
  };
  let document: Run["document"] = null;
  let check: Run["check"];
  let error: CliError | null = null;
  try {
    const outcome = await setUp(optionsOf(...argv), watched, Promise.resolve());
    document = outcome.document as Run["document"];
    check = outcome.check;
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    error = thrown;
  }
  world.done();
  const run = { world, document, check, error, events, config: world.disk.text("/project/config.yaml") };
  expectNoSecret(run, shows, shown);
  return { ...run, said: stable(world.said.join("\n")) };
}

/** A secret is in no argument, message, error, prompt's screen or config.yaml. */
function expectNoSecret(run: Omit<Run, "said">, shows: boolean, typed: readonly string[]): void {
  const { world, document, error, events, config } = run;
  const everything = [
    ...[world.said, world.progressed, world.screens, events, shows ? [] : world.results].map((texts) =>
      texts.join("\n"),
    ),
    world.ran.map(({ args }) => args.join(" ")).join("\n"),
    config ?? "",
    shows ? "" : JSON.stringify(document),
    error === null ? "" : `${inspect(error, { depth: 9 })} ${error.message} ${error.hint} ${error.paste}`,
    world.requests.map(({ url }) => url).join("\n"),
  ].join("\n");
  for (const secret of everySecret) if (!typed.includes(secret)) expect(everything).not.toContain(secret);
}

/** Baseten's API with one team or several; each secret named may be stored once. */
export function baseten(
  stores: readonly string[],
  {
    teams = [{ id: "t1", name: "Default", default: true }],
    team = "t1",
    existing = [],
  }: {
    readonly teams?: readonly { id: string; name: string; default: boolean }[];
    readonly team?: string;
    readonly existing?: readonly string[];
  } = {},
): readonly RequestStub[] {
  const api = "https://api.baseten.co/v1/teams";
  const named = (name: string) => ({ name, created_at: "2025-06-01T00:00:00Z", team_name: teamName });
  const teamName = teams.find(({ id }) => id === team)?.name ?? "";
  return [
    { when: `GET ${api}`, reply: { json: { teams } } },
    { when: `GET ${api}/${team}/secrets`, reply: { json: { secrets: existing.map(named) } } },
    ...stores.map((name) => ({
      when: `POST ${api}/${team}/secrets`,
      reply: ({ body, headers }: { body: string | null; headers: Readonly<Record<string, string>> }) => {
        expect(JSON.parse(body ?? "").name).toBe(name);
        expect(headers.authorization).toBe(`Api-Key ${apiKey}`);
        return { json: named(name) };
      },
    })),
  ];
}

/** The names and values that Baseten was sent. */
export const storedIn = ({ world }: Run): Record<string, string> =>
  Object.fromEntries(
    world.requests
      .filter(({ method, url }) => method === "POST" && url.startsWith("https://api.baseten.co/"))
      .map(({ body }) => JSON.parse(body ?? "{}") as { name: string; value: string })
      .map(({ name, value }) => [name, value]),
  );

const index = {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [
    { digest: `sha256:${"a".repeat(64)}`, size: 500, platform: { os: "linux", architecture: "amd64" } },
  ],
};
const manifest = {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { digest: `sha256:${"b".repeat(64)}`, size: 100 },
  layers: [{ digest: `sha256:${"c".repeat(64)}`, size: 8_100_000_000 }],
};

export interface RegistryStub {
  readonly apiHost: string;
  readonly repository: string;
  readonly user: string;
  readonly password: string;
  /** The token service; without one the registry takes the password itself. */
  readonly realm?: string;
  /** Passwords that are refused before the right one comes. */
  readonly refuses?: number;
}

/** The registry's answers to somebody who doesn't sign in: nobody may pull. */
export function shut({ apiHost, repository, realm = "" }: RegistryStub): readonly RequestStub[] {
  const challenge = `Bearer realm="${realm}",service="test"`;
  const manifest = `https://${apiHost}/v2/${repository}/manifests/3`;
  return [
    {
      when: `GET https://${apiHost}/v2/`,
      reply: { status: 401, headers: { "www-authenticate": challenge } },
    },
    {
      when: `GET ${realm}?service=test&scope=${encodeURIComponent(`repository:${repository}:pull`)}`,
      reply: { json: { token: "anybody" } },
    },
    { when: `HEAD ${manifest}`, reply: { status: 401 } },
    { when: `GET ${manifest}`, reply: { status: 401 } },
  ];
}

/** A registry that lets one user pull `…:3`, after so many refusals. */
export function registry({
  apiHost,
  repository,
  user,
  password,
  realm,
  refuses = 0,
}: RegistryStub): readonly RequestStub[] {
  const at = `https://${apiHost}/v2/`;
  const type = { "content-type": index.mediaType, "docker-content-digest": `sha256:${"d".repeat(64)}` };
  const challenge = realm === undefined ? `Basic realm="${at}"` : `Bearer realm="${realm}",service="test"`;
  const right =
    realm === undefined ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : "Bearer ok";
  const guarded = (reply: object) => (request: { headers: Readonly<Record<string, string>> }) =>
    request.headers.authorization === right ? reply : { status: 401 };
  const door = { when: `GET ${at}`, reply: { status: 401, headers: { "www-authenticate": challenge } } };
  const tokens = (status: number): RequestStub[] =>
    realm === undefined
      ? []
      : [
          {
            when: `GET ${realm}?service=test&scope=${encodeURIComponent(`repository:${repository}:pull`)}`,
            reply: status === 200 ? { json: { token: "ok" } } : { status },
          },
        ];
  const manifests = `${at}${repository}/manifests`;
  const refusals = Array.from({ length: refuses }, () => [
    door,
    ...(realm === undefined
      ? [
          { when: `HEAD ${manifests}/3`, reply: { status: 401 } },
          { when: `GET ${manifests}/3`, reply: { status: 401 } },
        ]
      : tokens(401)),
  ]).flat();
  return [
    ...refusals,
    door,
    ...tokens(200),
    { when: `HEAD ${manifests}/3`, reply: guarded({ headers: type }) },
    { when: `GET ${manifests}/3`, reply: guarded({ headers: type, json: index }) },
    { when: `GET ${manifests}/${index.manifests[0]?.digest}`, reply: { headers: type, json: manifest } },
  ];
}
