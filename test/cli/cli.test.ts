// Does the built bin keep its promises on exit codes, stdout, secrets and being stopped?
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aws, basetenWith, expectNoSecret, once, plus, reach } from "../support/bin-run.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";
import { basicValue, configOf, ecrImage, hubImage, hubToken } from "../support/samples.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry({
    auth: "basic",
    users: { ada: hubToken },
    images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64", "linux/arm64"] }],
  });
});

afterAll(() => registry.close());

describe("a registry that answers", () => {
  const args = ["--username", "ada", "--password-stdin"];
  const local = () => configOf(`${registry.host}/team/whisper:3`);
  const secret = () => `DOCKER_REGISTRY_${registry.host}`;
  const stable = (text: string) => text.replaceAll(registry.host, "localhost:PORT");

  test("a pull that works: verified, stored, written", async () => {
    const baseten = await basetenWith({ teams: [{ id: "t1", name: "Research" }] });
    const run = await once([...args, "--json"], { config: local(), input: hubToken, env: reach(baseten) });
    expect(run.code).toBe(0);
    expect(baseten.valueOf(secret(), "t1")).toBe(basicValue("ada", hubToken));
    expect(run.config).toBe(plus(`${registry.host}/team/whisper:3`, secret()));
    expect(JSON.parse(stable(run.stdout))).toMatchInlineSnapshot(`
      {
        "config": {
          "changed": true,
          "diff": "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: localhost:PORT/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_localhost:PORT: null
      ",
          "path": "config.yaml",
        },
        "grant": [],
        "host": "localhost:PORT",
        "identity": "ada",
        "image": "localhost:PORT/team/whisper:3",
        "method": "token",
        "python": null,
        "registry": "other",
        "secrets": [
          {
            "expiresAt": null,
            "name": "DOCKER_REGISTRY_localhost:PORT",
            "stored": "baseten",
            "team": "Research",
          },
        ],
        "verdict": {
          "platforms": [
            "linux/amd64",
            "linux/arm64",
          ],
          "reason": null,
          "status": "pulled",
        },
        "warnings": [],
      }
    `);
    await expectNoSecret(run.on, run);
  });

  test("a pull that is denied: exit 3, nothing stored, nothing written", async () => {
    const baseten = await basetenWith();
    const run = await once([...args, "--json"], { config: local(), input: "wrong", env: reach(baseten) });
    expect(run.code).toBe(3);
    expect(run.config).toBe(local());
    expect(baseten.requests.filter(({ method }) => method === "POST")).toEqual([]);
    expect(JSON.parse(stable(run.stdout))).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "pull-denied",
          "hint": "Nothing was stored or written. --no-verify skips this check.",
          "message": "localhost:PORT doesn't accept this user with the password on standard input. Check both, or make a new token.",
        },
      }
    `);
  });

  test("in words", async () => {
    const run = await once([...args, "--store", "none"], { config: local(), input: hubToken });
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(stable(run.stderr)).toMatchInlineSnapshot(`
      "  config.yaml  localhost:PORT/team/whisper:3
        registry     Another registry
      ✔ team/whisper:3 can be pulled (linux/amd64, 1.1 kB)

        config.yaml
            image: localhost:PORT/team/whisper:3
          secrets:
            hf_access_token: null
        +   DOCKER_REGISTRY_localhost:PORT: null

        Baseten      1 secret, which you add yourself
                     DOCKER_REGISTRY_localhost:PORT
        credential   ada · from standard input

      ✔ config.yaml written

        Add this secret in Baseten: https://app.baseten.co/settings/secrets
        name   DOCKER_REGISTRY_localhost:PORT

        Next         truss push
      "
    `);
    expect(run.stderr).not.toContain("\u001b");
  });

  test("--quiet says nothing when all is well", async () => {
    const run = await once([...args, "--store", "none", "-q"], { config: local(), input: hubToken });
    expect(run).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("--store print: the value alone on stdout", async () => {
    const run = await once([...args, "--store", "print"], { config: local(), input: hubToken });
    expect(run).toMatchObject({ code: 0, stdout: basicValue("ada", hubToken) });
    await expectNoSecret(run.on, run, true);
  });

  test("--store print --json: one document, with the value in it", async () => {
    const run = await once([...args, "--store", "print", "--json"], { config: local(), input: hubToken });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      secrets: [{ name: secret(), stored: "printed", value: basicValue("ada", hubToken) }],
    });
  });

  test("Baseten refuses the key: exit 3, nothing written", async () => {
    const baseten = await basetenWith({ apiKey: "another" });
    const run = await once(args, { config: local(), input: hubToken, env: reach(baseten) });
    expect(run).toMatchObject({ code: 3, config: local() });
    expect(run.stderr).toContain("Baseten does not accept the API key from BASETEN_API_KEY.");
    await expectNoSecret(run.on, run);
  });

  test("a secret that is there is replaced only with --yes", async () => {
    const baseten = await basetenWith({ secrets: [{ name: secret() }] });
    const options = { config: local(), input: hubToken, env: reach(baseten) };
    const refused = await once(args, options);
    expect(refused).toMatchObject({ code: 2, config: local() });
    expect(refused.stderr).toContain("Add --yes to replace it");
    expect(baseten.valueOf(secret())).toBe("seeded");
    expect((await once([...args, "-y"], options)).code).toBe(0);
    expect(baseten.valueOf(secret())).toBe(basicValue("ada", hubToken));
  });
});

describe("--dry-run", () => {
  const options = { config: configOf(ecrImage), programs: { aws } };

  test("prints the diff and what would be stored; fetches nothing", async () => {
    const run = await once(["--method", "token", "--dry-run"], options);
    expect(run).toMatchObject({ code: 0, calls: [], config: options.config });
    expect(run.stdout).toMatchInlineSnapshot(`
      "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
        Baseten      1 secret
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
        would run    aws ecr get-authorization-token --region us-east-1 --output json
      "
    `);
  });

  test("--json: one document", async () => {
    const run = await once(["--method", "token", "--dry-run", "--json"], options);
    expect(run).toMatchObject({ code: 0, calls: [], config: options.config });
    expect(JSON.parse(run.stdout)).toMatchInlineSnapshot(`
      {
        "config": {
          "changed": true,
          "diff": "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
      ",
          "path": "config.yaml",
        },
        "grant": [],
        "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "identity": null,
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
        "method": "token",
        "python": null,
        "registry": "ecr",
        "secrets": [
          {
            "expiresAt": null,
            "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
            "stored": "no",
            "team": null,
          },
        ],
        "verdict": {
          "platforms": [],
          "reason": null,
          "status": "skipped",
        },
        "warnings": [],
      }
    `);
  });

  test("names no command that would not run", async () => {
    const run = await once(["--password-stdin", "--dry-run"], options);
    expect(run).toMatchObject({ code: 0, calls: [] });
    expect(run.stdout).not.toContain("would run");
  });
});

describe("nobody to ask", () => {
  test.each([
    ["no terminal", [], {}],
    ["CI", [], { CI: "true" }],
    ["--json", ["--json"], {}],
  ])("%s: fails at once, naming the flag", async (_, args, env) => {
    const run = await once(args, { config: configOf(ecrImage), env });
    expect(run.code).toBe(2);
    expect(run.stderr + run.stdout).toContain("--method");
    expect(run.stderr + run.stdout).not.toContain("?25l");
  });

  test("colour is where it is asked for, and nowhere with NO_COLOR", async () => {
    const options = { config: configOf(hubImage) };
    const args = ["--username", "ada", "--password-stdin", "--store", "none", "--no-verify"];
    const input = hubToken;
    const coloured = await once(args, { ...options, input, env: { FORCE_COLOR: "1" } });
    expect(coloured.stderr).toContain("\u001b[32m");
    const plain = await once(args, { ...options, input, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(plain.stderr).not.toContain("\u001b[");
    const flagged = await once([...args, "--no-color"], { ...options, input, env: { FORCE_COLOR: "1" } });
    expect(flagged.stderr).not.toContain("\u001b[");
  });
});

describe("stopped on the way", () => {
  // With --yes the program is started before the set-up is loaded.
  test.each([
    ["SIGINT", []],
    ["SIGTERM", []],
    ["SIGINT", ["--yes"]],
    ["SIGTERM", ["--yes"]],
  ] as const)("%s, %j: exit 130, everything as it was", async (signal, flags) => {
    const config = configOf(ecrImage);
    const run = await once(["--method", "token", "--store", "print", "--no-verify", ...flags], {
      config,
      programs: { aws: { ...aws, sleeps: 5 } },
      interruptWith: signal,
    });
    expect(run).toMatchObject({ code: 130, stdout: "", config });
    expect(run.stderr).not.toContain("✖");
    expect(await run.on.names()).toEqual(["config.yaml"]);
  });
});

test("--version", async () => {
  const run = await once(["--version"], {});
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
