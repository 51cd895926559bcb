// Does doctl give its read-only token, and gh its own only to somebody who chooses it, with a warning?
import { expect, test } from "vitest";
import type { CommandStub } from "../support/fake-exec.ts";
import { base64, basicValue, configOf } from "../support/samples.ts";
import { baseten, registry, runSetup, shut, storedIn } from "../support/setup-run.ts";
import { env, goAhead, withSecret } from "./scenes.ts";

const doHost = "registry.digitalocean.com";
const doImage = `${doHost}/acme/whisper:3`;
const doSecret = `DOCKER_REGISTRY_${doHost}`;
const doToken = "dop_v1_read_only";
const digitalOcean = {
  apiHost: doHost,
  repository: "acme/whisper",
  user: doToken,
  password: doToken,
  realm: `https://${doHost}/token`,
};
const doctl: readonly CommandStub[] = [
  { when: "doctl version", reply: { stdout: "doctl version 1.151.0" } },
  {
    when: "doctl registries docker-config acme",
    reply: { stdout: JSON.stringify({ auths: { [doHost]: { auth: base64(`${doToken}:${doToken}`) } } }) },
  },
];

test("doctl's read-only token is the first choice, and its user is never shown", async () => {
  const run = await runSetup([], {
    env,
    config: configOf(doImage),
    commands: doctl,
    requests: [...registry(digitalOcean), ...baseten([doSecret])],
    answers: [{ expect: /Which token may Baseten have\?\n❯ One that doctl gives +read-only/ }, goAhead],
  });
  expect(storedIn(run)).toEqual({ [doSecret]: basicValue(doToken, doToken) });
  expect(run.config).toBe(withSecret(doImage, doSecret));
  expect(run.said + JSON.stringify(run.document)).not.toContain(doToken);
});

test("--yes takes doctl's", async () => {
  const run = await runSetup(["--yes"], {
    env,
    config: configOf(doImage),
    commands: doctl,
    requests: [...registry(digitalOcean), ...baseten([doSecret])],
  });
  expect(storedIn(run)).toEqual({ [doSecret]: basicValue(doToken, doToken) });
});

test("without doctl, or with a user by flag, the token is typed", async () => {
  for (const argv of [["--yes"], ["--yes", "--username", "ada"]]) {
    const run = await runSetup(argv, { env, config: configOf(doImage), requests: baseten([]) });
    expect(run.error).toMatchObject({ code: "missing-flag" });
  }
});

const ghImage = "ghcr.io/team/whisper:3";
const ghSecret = "DOCKER_REGISTRY_ghcr.io";
const ghToken = "gho_of_gh_itself";
const github = {
  apiHost: "ghcr.io",
  repository: "team/whisper",
  user: "ada",
  password: ghToken,
  realm: "https://ghcr.io/token",
};
const gh: readonly CommandStub[] = [
  { when: "gh --version", reply: { stdout: "gh version 2.80.0" } },
  { when: "gh api user --hostname github.com --jq .login", reply: { stdout: "ada\n" } },
  { when: "gh auth token --hostname github.com", reply: { stdout: `${ghToken}\n` } },
];

test("gh's own token stands last, and says what it gives away", async () => {
  const run = await runSetup([], {
    env,
    config: configOf(ghImage),
    commands: gh,
    requests: [...shut(github), ...registry(github), ...baseten([ghSecret])],
    answers: [{ expect: /❯ Type a token[\s\S]*gh's own +may do more than pull/, pick: "gh's own" }, goAhead],
  });
  expect(storedIn(run)).toEqual({ [ghSecret]: basicValue("ada", ghToken) });
  const warning = "This is gh's own token: Baseten and the model could do whatever gh may.";
  expect(run.said.replace(/\s+/g, " ")).toContain(warning);
  expect(run.document).toMatchObject({ warnings: [{ code: "gh-token" }] });
  expect(run.said + JSON.stringify(run.document)).not.toContain(ghToken);
});

test("--yes never takes gh's", async () => {
  const run = await runSetup(["--yes"], {
    env,
    config: configOf(ghImage),
    requests: [...shut(github), ...baseten([])],
  });
  expect(run.error).toMatchObject({ code: "missing-flag" });
  expect(run.events.filter((event) => event.startsWith("run gh"))).toEqual([]);
});

test("who isn't signed in to gh is told, with the command, and types a token", async () => {
  const run = await runSetup([], {
    env,
    config: configOf(ghImage),
    commands: [
      gh[0] as CommandStub,
      { when: "gh api user", reply: { stderr: "gh auth login", exitCode: 4 } },
    ],
    requests: [...shut(github), ...baseten([])],
    answers: [
      { expect: "Which token may Baseten have?", pick: "gh's own" },
      { expect: "GitHub user", keys: ["ctrl+c"] },
    ],
  });
  expect(run.error).toMatchObject({ code: "interrupted" });
  expect(run.said).toContain("✖ gh doesn't say who is signed in.\n  Run: gh auth login");
});
