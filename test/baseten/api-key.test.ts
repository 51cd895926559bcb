// Is the API key found where both Baseten CLIs would look, and in their order?
import { describe, expect, test } from "vitest";
import { type Found, findApiKey } from "../../src/baseten/api-key.ts";
import { apiBaseOf } from "../../src/baseten/remote.ts";
import { CliError } from "../../src/values/errors.ts";
import { Secret } from "../../src/values/secret.ts";
import type { Files } from "../../src/world/types.ts";

const unexpected = (): never => {
  throw new Error("unexpected call");
};
function outside(env: Record<string, string>, texts: Record<string, string> = {}) {
  const files: Files = {
    read: async (path) => (path in texts ? new TextEncoder().encode(texts[path]) : null),
    receive: unexpected,
    kind: unexpected,
    list: unexpected,
    makeFolder: unexpected,
    replace: unexpected,
  };
  return { env, files, home: "/home/me", cwd: "/project", platform: "linux" } as const;
}
/** The key revealed, so that one comparison shows all. */
const shown = (found: Found) => (found.kind === "key" ? { ...found, key: found.key.reveal() } : found);

const one =
  "[baseten]\nremote_provider = baseten\nremote_url = https://app.baseten.co\napi_key = from-file\nteam = ML\n";
const two = `${one}[staging]\nremote_provider = baseten\nremote_url = https://app.staging.baseten.co\napi_key = staged\n`;
const oauth =
  "[work]\nremote_provider = baseten\nremote_url = https://app.baseten.co/\nauth_type = oauth\nteam = ML\n";
const inlineOauth = `${oauth}oauth_access_token = inline\n`;
const rc = (text: string) => ({ "/home/me/.trussrc": text });
const production = "https://api.baseten.co";
const staging = "https://api.staging.baseten.co";
const key = { kind: "key", apiBase: production, authorization: "Api-Key", team: null };
const file = { ...key, key: "from-file", team: "ML", source: "~/.trussrc [baseten]" };
const keyring = {
  kind: "keyring",
  kept: "in the OS keyring",
  remote: "work",
  remoteUrl: "https://app.baseten.co/",
  apiBase: production,
  team: "ML",
};
const trussEnv = {
  BASETEN_TRUSS_AUTH_API_KEY: "truss",
  BASETEN_TRUSS_AUTH_REMOTE_URL: "https://app.staging.baseten.co",
};

type Row = [
  title: string,
  input: { apiKeyStdin?: string; remote?: string },
  env: Record<string, string>,
  files: Record<string, string>,
  expected: object,
];
test.each<Row>([
  [
    "stdin first",
    { apiKeyStdin: "typed\n" },
    { BASETEN_API_KEY: "env", ...trussEnv },
    rc(two),
    { ...key, key: "typed", source: "standard input" },
  ],
  [
    "stdin for a remote",
    { apiKeyStdin: "typed", remote: "staging" },
    {},
    rc(two),
    { ...key, key: "typed", apiBase: staging, source: "standard input" },
  ],
  [
    "stdin for BASETEN_REMOTE_URL",
    { apiKeyStdin: "typed" },
    { BASETEN_REMOTE_URL: "https://app.staging.baseten.co" },
    {},
    { ...key, key: "typed", apiBase: staging, source: "standard input" },
  ],
  [
    "then BASETEN_API_KEY",
    {},
    { BASETEN_API_KEY: "env", ...trussEnv },
    rc(two),
    { ...key, key: "env", source: "BASETEN_API_KEY" },
  ],
  [
    "with its URL",
    {},
    { BASETEN_API_KEY: "env", BASETEN_REMOTE_URL: "https://app.staging.baseten.co/" },
    {},
    { ...key, key: "env", apiBase: staging, source: "BASETEN_API_KEY" },
  ],
  [
    "then Truss's pair, as Bearer",
    {},
    trussEnv,
    rc(two),
    { ...key, key: "truss", apiBase: staging, authorization: "Bearer", source: "BASETEN_TRUSS_AUTH_API_KEY" },
  ],
  [
    "empty variables are unset",
    {},
    { BASETEN_API_KEY: "", BASETEN_TRUSS_AUTH_API_KEY: "", BASETEN_MANAGEMENT_API_URL_OVERRIDE: "" },
    rc(one),
    file,
  ],
  ["then the only remote", {}, {}, rc(one), file],
  ["several: choose", {}, {}, rc(two), { kind: "choose", remotes: ["baseten", "staging"] }],
  [
    "several: the named one",
    { remote: "staging" },
    {},
    rc(two),
    { ...key, key: "staged", apiBase: staging, source: "~/.trussrc [staging]" },
  ],
  [
    "a named one beats the environment",
    { remote: "baseten" },
    { BASETEN_API_KEY: "env", ...trussEnv },
    rc(two),
    file,
  ],
  ["OAuth is in the keyring", {}, {}, rc(oauth), keyring],
  [
    "OAuth tokens in the file are not taken",
    {},
    {},
    rc(inlineOauth),
    { ...keyring, kept: "an OAuth token, which only Baseten's tools renew" },
  ],
  [
    "an API key in the keyring",
    {},
    {},
    rc("[work]\nauth_type = api_key"),
    { ...keyring, remoteUrl: "https://app.baseten.co", team: null },
  ],
  [
    "a section without a key takes BASETEN_API_KEY",
    { remote: "work" },
    { BASETEN_API_KEY: "env" },
    rc("[work]\nteam = T"),
    { ...key, key: "env", team: "T", source: "BASETEN_API_KEY" },
  ],
  ["other providers are none", {}, {}, rc("[x]\nremote_provider = other\napi_key = k"), { kind: "none" }],
  [
    "[DEFAULT] fills in",
    {},
    {},
    rc(`[DEFAULT]\nteam = D\n${one.replace("team = ML\n", "")}`),
    { ...file, team: "D" },
  ],
  [
    "USER_TRUSSRC_PATH",
    {},
    { USER_TRUSSRC_PATH: "~/x/rc" },
    { "/home/me/x/rc": one },
    { ...file, source: "~/x/rc [baseten]" },
  ],
  [
    "USER_TRUSSRC_PATH, relative",
    {},
    { USER_TRUSSRC_PATH: "rc" },
    { "/project/rc": one },
    { ...file, source: "rc [baseten]" },
  ],
  [
    "the override wins",
    {},
    {
      BASETEN_API_KEY: "env",
      BASETEN_REMOTE_URL: "https://app.staging.baseten.co",
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: "http://127.0.0.1:4711/",
    },
    {},
    { ...key, key: "env", apiBase: "http://127.0.0.1:4711", source: "BASETEN_API_KEY" },
  ],
  ["nothing", {}, {}, {}, { kind: "none" }],
  ["an empty file", {}, {}, rc("\n"), { kind: "none" }],
])("%s", async (_, { apiKeyStdin, ...input }, env, files, expected) => {
  const stdin = apiKeyStdin === undefined ? null : new Secret(apiKeyStdin);
  expect(shown(await findApiKey({ apiKeyStdin: stdin, ...input }, outside(env, files)))).toEqual(expected);
});

test.each<
  [string, { apiKeyStdin?: string; remote?: string }, Record<string, string>, string, string, RegExp]
>([
  [
    "half of Truss's pair",
    {},
    { BASETEN_TRUSS_AUTH_API_KEY: "truss-key-1" },
    "",
    "usage",
    /REMOTE_URL is not/,
  ],
  [
    "the other half",
    {},
    { BASETEN_TRUSS_AUTH_REMOTE_URL: "https://app.baseten.co" },
    "",
    "usage",
    /API_KEY is not/,
  ],
  [
    "an unknown remote",
    { remote: "prod" },
    { BASETEN_API_KEY: "env-key-123" },
    two,
    "config-not-found",
    /no remote named prod.*baseten, staging/,
  ],
  ["an unknown remote, no file", { remote: "prod" }, {}, "", "config-not-found", /truss login/],
  ["an empty stdin", { apiKeyStdin: "\n" }, {}, "", "api-key-missing", /standard input/],
  ["a key no header carries", { apiKeyStdin: "ab\r\ncd-secret" }, {}, "", "invalid-credential", /one word/],
  [
    "a key with an em dash",
    {},
    { BASETEN_API_KEY: "key—secret" },
    "",
    "invalid-credential",
    /BASETEN_API_KEY/,
  ],
  [
    "plain http",
    {},
    { BASETEN_API_KEY: "env-key-123", BASETEN_REMOTE_URL: "http://app.baseten.co" },
    "",
    "invalid-value",
    /beside BASETEN_API_KEY must begin with https/,
  ],
  [
    "an override in plain http",
    {},
    { BASETEN_API_KEY: "env-key-123", BASETEN_MANAGEMENT_API_URL_OVERRIDE: "http://10.0.0.1" },
    "",
    "invalid-value",
    /OVERRIDE must begin with https/,
  ],
  [
    "an override that is no URL",
    {},
    { BASETEN_API_KEY: "env-key-123", BASETEN_MANAGEMENT_API_URL_OVERRIDE: "nowhere" },
    "",
    "invalid-value",
    /no URL/,
  ],
])("refuses %s", async (_, { apiKeyStdin, ...input }, env, text, code, words) => {
  const stdin = apiKeyStdin === undefined ? null : new Secret(apiKeyStdin);
  const finding = findApiKey({ apiKeyStdin: stdin, ...input }, outside(env, text ? rc(text) : {}));
  const error = await finding.then(unexpected, (thrown: unknown) => thrown as CliError);
  expect(error).toBeInstanceOf(CliError);
  expect(error.code).toBe(code);
  expect(`${error.message} ${error.hint}`).toMatch(words);
  expect(`${error.message} ${error.hint}`).not.toMatch(/truss-key-1|env-key-123|secret/);
});

describe("apiBaseOf", () => {
  test.each([
    ["https://app.baseten.co", production],
    ["https://app.baseten.co/", production],
    ["https://app.staging.baseten.co", staging],
    ["https://app.dev.baseten.co", "https://api.mc-dev.baseten.co"],
    ["http://localhost:8000", "http://api.localhost:8000"],
    ["https://app.example.com:8443", "https://api.example.com:8443"],
    ["https://baseten.example.com", "https://api.baseten.example.com"],
    ["http://127.0.0.1:4711", "http://127.0.0.1:4711"],
    ["http://[::1]:4711", "http://[::1]:4711"],
  ])("%s → %s", (remote, base) => {
    expect(apiBaseOf(remote)).toBe(base);
  });

  test.each([
    "",
    "app.baseten.co",
    "ftp://localhost",
    "http://localhost.evil.com",
    "https://u:pw@app.baseten.co",
    "https://app.baseten.co/x",
    "https://app.baseten.co?x",
    "http://127.0.0.1.evil.com",
    "file:///etc",
  ])("refuses %j", (remote) => {
    expect(() => apiBaseOf(remote)).toThrow(CliError);
  });
});
