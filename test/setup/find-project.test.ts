// Where there is no config.yaml: are the Trusses above and below found, and is one made only on a yes?
import { describe, expect, test } from "vitest";
import {
  basicValue,
  configOf,
  ecrHost,
  ecrImage,
  ecrPassword,
  hubImage,
  hubSecret,
  roleArn,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, env, goAhead, method, namesRole } from "./scenes.ts";

const whisper = configOf(ecrImage);
const llama = `${configOf(hubImage)}  ${hubSecret}: null\n`;
const role = { expect: "ARN of the role", type: roleArn };
const which = (pick: string) => ({ expect: "Which Truss?", pick });
const textAt = (run: Awaited<ReturnType<typeof runSetup>>, path: string) => run.world.disk.text(path);

describe("below", () => {
  const files = {
    "/project/models/whisper/config.yaml": whisper,
    "/project/models/llama/config.yaml": llama,
    "/project/node_modules/x/config.yaml": whisper,
    "/project/deploy/config.yaml": "apiVersion: v1\n",
  };

  test("each is named with its state", async () => {
    const run = await runSetup([], {
      config: null,
      files,
      answers: [which("models/whisper"), method("OIDC role"), namesRole, role, goAhead],
    });
    expect(run.said).toContain("  No config.yaml in this folder; 2 Trusses below.");
    const [screen] = run.world.screens;
    expect(screen).toMatch(/models\/llama +Docker Hub · set up/);
    expect(screen).toMatch(/models\/whisper +Amazon ECR · not set up/);
    expect(screen).toMatch(/All of them/);
    expect(textAt(run, "/project/models/whisper/config.yaml")).toContain("auth_method: AWS_OIDC");
    expect(run.said).toContain("truss push models/whisper");
  });

  test("all of them: what is asked once holds for the next", async () => {
    const name = `DOCKER_REGISTRY_${ecrHost}`;
    const run = await runSetup([], {
      env,
      config: null,
      files: { "/project/a/config.yaml": whisper, "/project/b/config.yaml": whisper },
      commands: [ecrToken],
      requests: [
        ...registry(ecrRepository),
        ...baseten([name]),
        ...registry(ecrRepository),
        ...baseten([], { existing: [name] }),
      ],
      answers: [
        which("All of them"),
        method("12-hour token"),
        { expect: "Store 1 secret and change a/config.yaml?" },
        { expect: "? Change b/config.yaml?" },
      ],
    });
    expect(storedIn(run)).toEqual({ [name]: basicValue("AWS", ecrPassword) });
    for (const at of ["a", "b"]) expect(textAt(run, `/project/${at}/config.yaml`)).toContain(name);
  });

  test("a new one here", async () => {
    const run = await runSetup(["--image", ecrImage], {
      config: null,
      files,
      answers: [which("A new one here"), method("OIDC role"), namesRole, role, goAhead],
    });
    expect(run.config).toContain("auth_method: AWS_OIDC");
  });
});

describe("above", () => {
  const config = "/repo/models/whisper/config.yaml";
  const start = { config: null, cwd: "/repo/models/whisper/model", folders: ["/repo/models/whisper/model"] };

  test("the nearest, in the same repository", async () => {
    const run = await runSetup([], {
      ...start,
      files: { [config]: whisper, "/repo/config.yaml": llama },
      folders: [...start.folders, "/repo/.git"],
      answers: [which(".."), method("OIDC role"), namesRole, role, goAhead],
    });
    expect(run.said).toContain("No config.yaml in this folder; 1 Truss above.");
    expect(textAt(run, config)).toContain("auth_method: AWS_OIDC");
  });

  test("nothing outside of one", async () => {
    const run = await runSetup([], {
      ...start,
      files: { [config]: whisper },
      answers: [{ expect: "nor below. Make one? (y/N)" }],
    });
    expect(run.error).toMatchObject({ code: "interrupted" });
  });
});

test("without a terminal nothing is looked for", async () => {
  const run = await runSetup([], { config: null, files: { "/project/a/config.yaml": whisper } });
  expect(run.error).toMatchObject({ code: "config-not-found" });
});
