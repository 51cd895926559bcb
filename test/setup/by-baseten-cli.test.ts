// Is Baseten the same by its own CLI as by its API, and is it said whose sign-in is used before anything is stored?
import { expect, test } from "vitest";
import { basetenCli, type CliProfileStub, refused, says, trussIs } from "../support/baseten-cli.ts";
import { apiKey, basicValue, configOf, ecrHost, ecrImage, ecrPassword } from "../support/samples.ts";
import { baseten, registry, runSetup } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, ecrTokenConfig, goAhead, method } from "./scenes.ts";

const name = `DOCKER_REGISTRY_${ecrHost}`;
const value = basicValue("AWS", ecrPassword);
const staging = "https://app.staging.baseten.co";
const remote = (url: string, more = "") => ({
  "/home/user/.trussrc": `[work]\nremote_provider = baseten\nremote_url = ${url}\nauth_type = oauth\n${more}`,
});
const start = { config: configOf(ecrImage) };
const byFlags = ["--method", "token", "--aws-profile", "prod", "--yes"];

/** A set-up by flags, through the CLI. */
const setUp = (
  cli: ReturnType<typeof basetenCli>,
  options: Omit<Parameters<typeof runSetup>[1], "commands"> & { readonly truss?: string } = {},
  ...flags: readonly string[]
) =>
  runSetup([...byFlags, ...flags], {
    ...start,
    requests: registry(ecrRepository),
    ...options,
    files: { ...cli.files, ...options.files },
    commands: [ecrToken, cli.stub, trussIs(options.truss ?? null)],
  });

test("signed in with the CLI alone: it is used, and whose it is is said", async () => {
  const cli = basetenCli({ current: "web", profiles: { web: { workspace: "Acme" } } });
  const run = await setUp(cli);
  expect(run.error).toBeNull();
  expect(run.config).toBe(ecrTokenConfig);
  expect(run.said).toContain("Baseten by its CLI: profile web · Acme");
  expect(run.said).toContain("1 secret in team Default · profile web · Acme");
  expect(cli.stored).toEqual([{ profile: "web", team: "Default", name, value }]);
  expect(run.document).toMatchObject({ secrets: [{ stored: "baseten", team: "Default" }] });
});

test("whose it is stands on the screen before the question that stores", async () => {
  const cli = basetenCli({ current: "web", profiles: { web: { workspace: "Acme" } } });
  const run = await runSetup(["-q"], {
    ...start,
    requests: registry(ecrRepository),
    files: cli.files,
    commands: [ecrToken, cli.stub],
    answers: [method("12-hour token"), goAhead],
  });
  expect(run.said).toContain("1 secret in team Default · profile web · Acme");
});

test("a secret that it replaces, and one that it takes for the same, are told as by the API", async () => {
  const secrets = [name, name.replaceAll(".", "-")];
  const cli = basetenCli({ current: "web", profiles: { web: { workspace: "Acme", secrets } } });
  const run = await setUp(cli);
  expect(run.said).toContain(`${name} (replaces the one of 2025-06-01)`);
  expect(run.said).toContain("A new value takes effect at once");
  expect(run.document).toMatchObject({ warnings: [{ code: "secret-name-collides" }] });
});

test("several teams: the default one unasked, another by its name, none by a wrong one", async () => {
  const teams = [
    { id: "t1", name: "Research", default: false },
    { id: "t2", name: "Default", default: true },
  ];
  const cli = basetenCli({ current: "web", profiles: { web: { workspace: "Acme", teams } } });
  await setUp(cli);
  expect((await setUp(cli, {}, "--team", "research")).said).toContain(
    "refresh --aws-profile prod --team Research",
  );
  expect(cli.stored.map(({ team }) => team)).toEqual(["Default", "Research"]);
  const { error } = await setUp(cli, { requests: [] }, "--team", "Nope");
  expect(error).toMatchObject({ code: "team-not-found", hint: "It sees: Research, Default." });
});

test.each([
  "https://app.baseten.co",
  "https://app.baseten.co/",
  "https://APP.baseten.co:443",
  "https://api.baseten.co",
])("a remote written as %s is the CLI's https://app.baseten.co", async (url) => {
  const cli = basetenCli({ current: "web", profiles: { web: { workspace: "Acme" } } });
  const run = await setUp(cli, { files: remote(url), truss: "Acme" });
  expect(run.error).toBeNull();
  expect(cli.stored).toHaveLength(1);
});

test("a profile that isn't current is taken where the current one is elsewhere", async () => {
  const profiles = { prod: { workspace: "Acme" }, stage: { workspace: "Acme staging", remoteUrl: staging } };
  const cli = basetenCli({ current: "prod", profiles });
  const run = await setUp(cli, { files: remote(`${staging}/`) });
  expect(cli.stored).toMatchObject([{ profile: "stage" }]);
  expect(run.said).toContain("profile stage · Acme staging");
});

const two: Readonly<Record<string, CliProfileStub>> = {
  acme: { workspace: "Acme" },
  beta: { workspace: "Beta" },
};

test("several would do and none is current: a flag is asked for, and takes one", async () => {
  const cli = basetenCli({ profiles: two });
  const { error } = await setUp(cli, { requests: [] });
  expect(error).toMatchObject({
    code: "missing-flag",
    message: "--remote is missing: the baseten CLI has the profiles acme, beta.",
  });
  const run = await setUp(cli, {}, "--remote", "beta");
  expect(cli.stored).toMatchObject([{ profile: "beta" }]);
  expect(run.said).toContain("refresh --aws-profile prod --remote beta");
});

test("several would do: a person is asked, and what is printed for later says it", async () => {
  const cli = basetenCli({ profiles: two });
  const run = await runSetup(["--aws-profile", "prod"], {
    ...start,
    requests: registry(ecrRepository),
    files: cli.files,
    commands: [ecrToken, cli.stub],
    answers: [
      method("12-hour token"),
      { expect: "Which profile of the baseten CLI?", pick: "beta" },
      goAhead,
    ],
  });
  expect(cli.stored).toMatchObject([{ profile: "beta" }]);
  expect(run.said).toContain("refresh --aws-profile prod --remote beta");
});

test("BASETEN_PROFILE goes before ~/.trussrc, as before `current`", async () => {
  const cli = basetenCli({ current: "acme", profiles: two });
  const run = await setUp(cli, { files: remote("https://app.baseten.co"), env: { BASETEN_PROFILE: "beta" } });
  expect(cli.stored).toMatchObject([{ profile: "beta" }]);
  expect(run.said).toContain("--remote beta");
  const wrong = await setUp(cli, { requests: [], env: { BASETEN_PROFILE: "gamma" } });
  expect(wrong.error).toMatchObject({ code: "config-not-found", hint: "It has: acme, beta." });
});

test("Truss and the CLI are signed in to different workspaces: nothing is stored unasked", async () => {
  const cli = basetenCli({ current: "bot", profiles: { bot: { workspace: "Beta" } } });
  const { error } = await setUp(cli, {
    files: remote("https://app.baseten.co"),
    truss: "Acme",
    requests: [],
  });
  expect(error).toMatchObject({
    code: "api-key-missing",
    message: "~/.trussrc [work] is Acme, and the baseten CLI is signed in to Beta.",
    hint: "To use Beta, add --remote bot. For Acme, set BASETEN_API_KEY.",
  });
  expect(cli.stored).toEqual([]);
});

test.each([
  ["To Beta", 1],
  ["Another way", 0],
] as const)("different workspaces, asked: %s", async (pick, count) => {
  const cli = basetenCli({ current: "bot", profiles: { bot: { workspace: "Beta" } } });
  const key = [
    { expect: "How does the secret get into Baseten?", pick: "With an API key" },
    { expect: "Baseten API key", type: apiKey },
  ];
  await runSetup([], {
    ...start,
    requests: [...registry(ecrRepository), ...(count === 0 ? baseten([name]) : [])],
    files: { ...cli.files, ...remote("https://app.baseten.co") },
    commands: [ecrToken, cli.stub, trussIs("Acme")],
    answers: [
      method("12-hour token"),
      { expect: /Where does the secret go[\s\S]*is Acme, and the baseten CLI is signed in to Beta/, pick },
      ...(count === 0 ? key : []),
      goAhead,
    ],
  });
  expect(cli.stored).toHaveLength(count);
});

test("signed in elsewhere alone: the hint signs in where it is needed", async () => {
  const cli = basetenCli({ current: "prod", profiles: { prod: { workspace: "Acme" } } });
  const { error } = await setUp(cli, { files: remote(`${staging}/`), requests: [] });
  expect(error?.message).toContain("The baseten CLI is signed in elsewhere: prod at https://app.baseten.co.");
  expect(error?.hint).toBe(
    `Set BASETEN_API_KEY, or sign in with: baseten auth login --remote-url ${staging}/`,
  );
});

const ended = says(
  'token expired and refresh failed: oauth2: "invalid_grant" (run `baseten auth login` to re-authenticate)',
);
test.each([
  [
    "403",
    refused(403, "You lack permission."),
    "api-key-rejected",
    "Profile web of the baseten CLI may not store",
    "It says: You lack permission.",
  ],
  [
    "401",
    refused(401, "No."),
    "not-signed-in",
    "does not accept the sign-in of profile web",
    "baseten auth login --profile web",
  ],
  ["404", refused(404, "Gone."), "api-not-found", "app.baseten.co could not store", "It says: Gone."],
  [
    "400",
    refused(400, `Bad value ${value}`),
    "api-refused",
    "Baseten did not store",
    "It says: Bad value [secret]",
  ],
  ["429", refused(429, "Slow down."), "api-unavailable", "takes no more requests", "Wait a few minutes"],
  ["500", refused(500, "Oops."), "api-unavailable", "app.baseten.co could not store", "It says: Oops."],
  [
    "refresh failed",
    ended,
    "not-signed-in",
    "The sign-in of profile web of the baseten CLI has ended.",
    "baseten auth login --profile web",
  ],
  [
    "signed out",
    says("not logged in; run `baseten auth login`"),
    "not-signed-in",
    "no profile web",
    "baseten auth login --profile web",
  ],
  [
    "no such team",
    says('no team matched "Nope"'),
    "team-not-found",
    "no team of that name",
    "baseten org team list --profile web",
  ],
  [
    "unreachable",
    says("Post: dial tcp 1.2.3.4:443: connect: connection refused"),
    "api-unavailable",
    "can't reach Baseten",
    "HTTPS_PROXY",
  ],
  [
    "a foreign certificate",
    says("tls: failed to verify certificate: x509: unknown authority"),
    "api-unavailable",
    "certificate",
    "SSL_CERT_FILE",
  ],
  ["an old one", { stderr: "unknown flag", exitCode: 2 }, "cli-failed", "too old", "baseten-cli"],
  ["anything else", says(`panic ${value}`), "cli-failed", "(exit code 1)", "baseten whoami --profile web"],
  ["silence", "timeout", "cli-timeout", "in time", "network"],
  ["nothing there", "missing", "cli-missing", "not installed", "BASETEN_API_KEY"],
  ["no JSON", { stdout: "Set secret" }, "cli-failed", "could not be read", "Update it"],
  ["another secret's answer", { stdout: '{"name":"other"}' }, "cli-failed", "could not be read", "Update it"],
] as const)("storing fails with %s", async (_, reply, code, message, hint) => {
  const web = { workspace: "Acme", fails: { "org secret set": reply } };
  const { error, config } = await setUp(basetenCli({ current: "web", profiles: { web } }));
  expect(error?.code).toBe(code);
  expect(`${error?.message} ${error?.hint}`).toContain(message);
  expect(`${error?.message} ${error?.hint}`).toContain(hint);
  expect(config).toBe(configOf(ecrImage));
});

test("a sign-in that has ended is found out before the plan, and a key may be typed instead", async () => {
  const web = { workspace: "Acme", fails: { whoami: ended } };
  const cli = basetenCli({ current: "web", profiles: { web } });
  const run = await runSetup([], {
    ...start,
    requests: [...registry(ecrRepository), ...baseten([name])],
    files: cli.files,
    commands: [ecrToken, cli.stub],
    answers: [
      method("12-hour token"),
      {
        expect: /How does the secret get into Baseten\?[\s\S]*baseten auth login --profile web/,
        pick: "With an API key",
      },
      { expect: "Baseten API key", type: apiKey },
      goAhead,
    ],
  });
  expect(run.said).toContain("✖ The sign-in of profile web of the baseten CLI has ended.");
  expect(run.config).toBe(ecrTokenConfig);
});

test("a CLI too old for whoami stores all the same, and one that answers nothing on stdout", async () => {
  const web = {
    workspace: "Acme",
    fails: { whoami: { stderr: "unknown command", exitCode: 2 }, "org secret set": { stdout: "" } },
  };
  const run = await setUp(basetenCli({ current: "web", profiles: { web } }));
  expect(run.document).toMatchObject({ secrets: [{ stored: "baseten", team: "Default" }] });
});
