// Does the wizard set Docker Hub up, and what if the token is refused?
import { describe, expect, test } from "vitest";
import { basicValue, configOf, hubImage, hubSecret, hubToken } from "../support/samples.ts";
import { baseten, registry, runSetup, shut, storedIn } from "../support/setup-run.ts";
import { env, goAhead, hub, withSecret } from "./scenes.ts";

describe("Docker Hub", () => {
  const typed = [
    { expect: "Docker Hub user", type: "ada" },
    { expect: "Docker Hub access token", type: hubToken },
  ];
  const hubConfig = withSecret(hubImage, hubSecret);

  test("a typed token", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(hubImage),
      requests: [...shut(hub), ...registry(hub), ...baseten([hubSecret])],
      answers: [...typed, goAhead],
    });
    expect(run.config).toBe(hubConfig);
    expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
    expect(run.events.slice(6)).toEqual([
      "GET https://registry-1.docker.io/v2/",
      expect.stringContaining("GET https://auth.docker.io/token"),
      "HEAD https://registry-1.docker.io/v2/team/whisper/manifests/3",
      "GET https://registry-1.docker.io/v2/team/whisper/manifests/3",
      expect.stringContaining("/manifests/sha256:aaa"),
      "POST https://api.baseten.co/v1/teams/t1/secrets",
      "write",
    ]);
  });

  test("an image that anyone may pull: said, and nothing is asked", async () => {
    const open = registry({ ...hub, user: "", password: "" });
    const run = await runSetup([], { config: configOf(hubImage), requests: open, answers: [] });
    expect(run.said).toContain(`✔ Anyone can pull ${hubImage}. Nothing to set up.`);
    expect(run.document).toMatchObject({ method: null, secrets: [], verdict: { status: "public" } });
    expect(run.config).toBe(configOf(hubImage));
  });

  test("a registry that can't be reached says nothing of who may pull", async () => {
    const run = await runSetup(["--store", "none"], {
      config: configOf(hubImage),
      requests: [{ when: "GET https://registry-1.docker.io/v2/", reply: "unreachable" }, ...registry(hub)],
      answers: [...typed, goAhead, { expect: "Its value?", pick: "Done" }],
    });
    expect(run.config).toBe(hubConfig);
  });

  const docker = {
    "/home/user/.docker/config.json": JSON.stringify({
      auths: { "https://index.docker.io/v1/": { auth: basicValue("ada", hubToken) } },
    }),
  };

  test("what docker login stored is offered", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(hubImage),
      files: docker,
      requests: [...shut(hub), ...registry(hub), ...baseten([hubSecret])],
      answers: [{ expect: "Use the credential of ada from ~/.docker/config.json?" }, goAhead],
    });
    expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
  });

  test("what docker login stored is not taken without a yes", async () => {
    const run = await runSetup(["--store", "none"], {
      config: configOf(hubImage),
      files: docker,
      requests: [...shut(hub), ...registry(hub)],
      answers: [
        { expect: "Use the credential of ada", type: "n" },
        ...typed,
        goAhead,
        { expect: "Its value?", pick: "Done" },
      ],
    });
    expect(run.config).toBe(hubConfig);
    expect(run.world.results).toEqual([]);
  });

  test("--from-docker takes a helper's without a question", async () => {
    const run = await runSetup(["--from-docker"], {
      env,
      config: configOf(hubImage),
      files: { "/home/user/.docker/config.json": '{"credsStore":"desktop"}' },
      commands: [
        {
          when: "docker-credential-desktop get",
          reply: (command) => {
            expect(String(command.input).trim()).toBe("https://index.docker.io/v1/");
            return { stdout: JSON.stringify({ ServerURL: "x", Username: "ada", Secret: hubToken }) };
          },
        },
      ],
      requests: [...registry(hub), ...baseten([hubSecret])],
      answers: [goAhead],
    });
    expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
  });

  test("a refused token: another one, and the first is stored nowhere", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(hubImage),
      requests: [...shut(hub), ...registry({ ...hub, refuses: 1 }), ...baseten([hubSecret])],
      answers: [
        { expect: "Docker Hub user", type: "ada" },
        { expect: "Docker Hub access token", type: "dckr_pat_revoked" },
        { expect: "What now?", pick: "Type a token" },
        { expect: "Docker Hub access token, for ada", type: hubToken },
        goAhead,
      ],
    });
    expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
    expect(run.said).toContain("Docker Hub doesn't accept this user and password.");
    expect(run.config).toBe(hubConfig);
  });

  test("a refused token: stop, and nothing is stored or written", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(hubImage),
      requests: [...shut(hub), ...registry({ ...hub, refuses: 1 }).slice(0, 2), ...baseten([])],
      answers: [...typed, { expect: "What now?", pick: "Stop" }],
    });
    expect(run.error).toMatchObject({
      code: "pull-denied",
      message: "Stopped. Nothing was stored or written.",
    });
    expect(run.config).toBe(configOf(hubImage));
    expect(run.world.disk.written).toEqual([]);
  });

  test("a refused token: go on anyway", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(hubImage),
      requests: [...shut(hub), ...registry({ ...hub, refuses: 1 }).slice(0, 2), ...baseten([hubSecret])],
      answers: [...typed, { expect: "What now?", pick: "Go on anyway" }, goAhead],
    });
    expect(run.document).toMatchObject({ verdict: { status: "denied" } });
    expect(run.config).toBe(hubConfig);
  });

  test("a no to the plan ends it, quietly", async () => {
    const run = await runSetup(["--store", "none"], {
      config: configOf(hubImage),
      requests: [...shut(hub), ...registry(hub)],
      answers: [...typed, { ...goAhead, type: "n" }],
    });
    expect(run.error).toMatchObject({ code: "interrupted", message: "Stopped. Nothing was changed." });
    expect(run.world.disk.written).toEqual([]);
  });

  test.each([
    ["the user", []],
    ["the token", typed.slice(0, 1)],
    ["the plan", typed],
  ])("Ctrl+C at %s", async (_, before) => {
    const run = await runSetup(["--store", "none"], {
      config: configOf(hubImage),
      requests: [...shut(hub), ...(before === typed ? registry(hub) : [])],
      answers: [...before, { expect: "", keys: ["ctrl+c"] }],
    });
    expect(run.error).toMatchObject({ code: "interrupted" });
    expect(run.world.disk.written).toEqual([]);
  });
});
