// Does the secret go where it is wanted, and nowhere else?
import { describe, expect, test } from "vitest";
import { basetenCli, trussIs } from "../support/baseten-cli.ts";
import {
  apiKey,
  basicValue,
  configOf,
  ecrHost,
  ecrImage,
  ecrPassword,
  keyId,
  keySecret,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, ecrTokenConfig, env, goAhead, method } from "./scenes.ts";

describe("where the secret goes", () => {
  const start = { config: configOf(ecrImage), commands: [ecrToken] };
  const name = `DOCKER_REGISTRY_${ecrHost}`;
  const trussrc = (text: string) => ({ "/home/user/.trussrc": text });
  const section = (title: string, more: string) =>
    `[${title}]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n${more}\n`;

  test("several remotes: asked which", async () => {
    const run = await runSetup([], {
      ...start,
      files: trussrc(section("old", "api_key = other.key") + section("new", `api_key = ${apiKey}`)),
      requests: [...registry(ecrRepository), ...baseten([name])],
      answers: [
        method("12-hour token"),
        { expect: "Which Baseten remote stores the secret?", pick: "new" },
        goAhead,
      ],
    });
    expect(run.config).toBe(ecrTokenConfig);
  });

  test("several teams: asked which, the default first", async () => {
    const teams = [
      { id: "t1", name: "Research", default: false },
      { id: "t2", name: "Default", default: true },
    ];
    const run = await runSetup([], {
      ...start,
      env,
      requests: [...registry(ecrRepository), ...baseten([name], { teams, team: "t1" })],
      answers: [
        method("12-hour token"),
        { expect: /Which Baseten team[\s\S]*❯ Default/, pick: "Research" },
        goAhead,
      ],
    });
    expect(run.said).toContain("1 secret in team Research");
    expect(run.document).toMatchObject({ secrets: [{ team: "Research" }] });
  });

  test("a secret that is there, and one that Baseten takes for the same name", async () => {
    const run = await runSetup([], {
      ...start,
      env,
      requests: [
        ...registry(ecrRepository),
        ...baseten([name], { existing: [name, name.replaceAll(".", "-")] }),
      ],
      answers: [method("12-hour token"), goAhead],
    });
    expect(run.said).toContain(`${name} (replaces the one of 2025-06-01)`);
    expect(run.said).toContain("A new value takes effect at once");
    expect(run.document).toMatchObject({ warnings: [{ code: "secret-name-collides" }] });
  });

  test("a sign-in in the keyring: the baseten CLI stores it, value on its stdin", async () => {
    const web = { workspace: "Acme", teams: [{ id: "t9", name: "Research", default: true }] };
    const cli = basetenCli({ current: "work", profiles: { work: web } });
    const run = await runSetup([], {
      ...start,
      // Its sign-ins are in no file that this tool knows, so it is asked.
      files: trussrc(section("baseten", "auth_type = oauth\nteam = Research")),
      commands: [ecrToken, cli.stub, trussIs("Acme")],
      requests: registry(ecrRepository),
      answers: [method("12-hour token"), goAhead],
    });
    expect(run.config).toBe(ecrTokenConfig);
    expect(cli.stored).toMatchObject([{ profile: "work", team: "Research", name }]);
    expect(run.document).toMatchObject({ secrets: [{ name, stored: "baseten", team: "Research" }] });
  });

  test("a sign-in in the keyring, of another organization: a key is asked for", async () => {
    const work = { workspace: "Acme", remoteUrl: "https://app.staging.baseten.co" };
    const run = await runSetup([], {
      ...start,
      files: trussrc(section("baseten", "auth_type = oauth")),
      commands: [ecrToken, basetenCli({ current: "work", profiles: { work } }).stub],
      requests: [...registry(ecrRepository), ...baseten([name])],
      answers: [
        method("12-hour token"),
        { expect: "How does the secret get into Baseten?", pick: "With an API key" },
        { expect: "Baseten API key", type: apiKey },
        goAhead,
      ],
    });
    expect(run.config).toBe(ecrTokenConfig);
  });

  test("no key: one is typed", async () => {
    const run = await runSetup([], {
      ...start,
      requests: [...registry(ecrRepository), ...baseten([name])],
      answers: [
        method("12-hour token"),
        { expect: "How does the secret get into Baseten?", pick: "With an API key" },
        { expect: "Baseten API key", type: "two words" },
        { expect: "An API key has no blanks in it", type: apiKey },
        goAhead,
      ],
    });
    expect(storedIn(run)).toEqual({ [name]: basicValue("AWS", ecrPassword) });
  });

  test("a key that Baseten refuses is asked again; nothing else is", async () => {
    const refused = {
      when: "GET https://api.baseten.co/v1/teams",
      reply: { status: 401, json: { message: "No." } },
    };
    const run = await runSetup([], {
      ...start,
      env: { BASETEN_API_KEY: "stale" },
      requests: [refused, ...registry(ecrRepository), ...baseten([name])],
      answers: [
        method("12-hour token"),
        { expect: "How does the secret get into Baseten?", pick: "With an API key" },
        { expect: "Baseten API key", type: apiKey },
        goAhead,
      ],
    });
    expect(run.said).toContain("✖ Baseten does not accept the API key from BASETEN_API_KEY.");
    expect(storedIn(run)).toEqual({ [name]: basicValue("AWS", ecrPassword) });
  });

  const browser = [
    method("12-hour token"),
    { expect: "How does the secret get into Baseten?", pick: "I add it myself" },
    goAhead,
  ] as const;

  test("no key: added by hand, and the value is kept to itself", async () => {
    const run = await runSetup([], {
      ...start,
      requests: registry(ecrRepository),
      answers: [...browser, { expect: "Its value?", pick: "Done" }],
    });
    expect(run.world.results).toEqual([]);
    expect(run.said).toMatchInlineSnapshot(`
      "  config.yaml  123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        registry     Amazon ECR · account 123456789012 · us-east-1

      ✔ team/whisper:3 can be pulled (linux/amd64, 8.1 GB)

        config.yaml
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
          secrets:
            hf_access_token: null
        +   DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null

        Baseten      1 secret, which you add yourself
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com

      ✔ config.yaml written

        Add this secret in Baseten: https://app.baseten.co/settings/secrets
        name   DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com

        Token        expires in 12 h 0 m, at 2026-01-01 12:00
        Renew        create-registry-auth refresh
        Schedule     create-registry-auth refresh --schedule github-actions
        Next         truss push"
    `);
  });

  test("no key: added by hand, the value shown on request, on stdout alone", async () => {
    const run = await runSetup([], {
      ...start,
      requests: registry(ecrRepository),
      answers: [
        ...browser,
        { expect: "Its value?", pick: "Show the value" },
        { expect: "Its value?", pick: "Done" },
      ],
      shows: true,
    });
    expect(run.world.results).toEqual([`${basicValue("AWS", ecrPassword)}\n`]);
  });

  test("--store print", async () => {
    const run = await runSetup(["--store", "print", "--method", "iam", "--no-verify"], {
      config: configOf(ecrImage),
      env: { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: keySecret },
      shows: true,
    });
    expect(run.world.results.join("")).toBe(
      `aws_access_key_id=${keyId}\naws_secret_access_key=${keySecret}\n`,
    );
    expect(run.events).toEqual(["write"]);
  });
});
