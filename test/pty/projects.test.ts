// Does the wizard see what is there: a public image, a project that is set up, no config.yaml, no image?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answer, choose, goAhead, method, plan } from "./acts.ts";
import { type Cast, configOf, dockerLogin, ecrHost, images, startCast } from "./cast.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

async function set(files: StageOptions["files"], options: StageOptions = {}): Promise<void> {
  stage = await setStage({ ...cast.stage, ...options, files: { ...options.files, ...files } });
}
const ecrSecret = `DOCKER_REGISTRY_${ecrHost}`;
const iamConfig = `${configOf(images.ecr)}  docker_auth:
    auth_method: AWS_IAM
    registry: ${ecrHost}
secrets:
  aws_access_key_id: null
  aws_secret_access_key: null
`;
const oidcConfig = `${configOf(images.ecr)}  docker_auth:
    auth_method: AWS_OIDC
    registry: ${ecrHost}
    aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr
    aws_oidc_region: us-east-1
`;
const bare = "model_name: whisper\n";

describe.each([80, 120])("at %d columns", (columns) => {
  test("9: a public image needs nothing, and is asked for nothing", async () => {
    await set({ "truss/config.yaml": configOf(images.open) });
    const terminal = await stage.open({ columns });
    expect(await terminal.end()).toMatch(/^✔ Anyone can pull python:3\.11\. Nothing to set up\.$/m);
    expect(await terminal.exitCode()).toBe(0);
    expect(await stage.read("truss/config.yaml")).toBe(configOf(images.open));
  });

  test("10: a project on OIDC is set up: checked, and nothing is asked again", async () => {
    await set({ "truss/config.yaml": oidcConfig });
    const terminal = await stage.open({ columns });
    expect(await terminal.shows(/This project is set up\. What now\?/)).toMatch(/set up {7}OIDC role/);
    await terminal.pick("Leave it");
    expect(await terminal.exitCode()).toBe(0);
    expect(stage.stored()).toEqual([]);
    expect(await stage.read("truss/config.yaml")).toBe(oidcConfig);
  });

  test("10: the method is changed from there, and the one in use is marked", async () => {
    const aws = cast.aws("prod");
    await set({ "truss/config.yaml": iamConfig }, aws);
    const terminal = await stage.open({ columns });
    await choose(terminal, /This project is set up\. What now\?/, "Change the method");
    await terminal.shows(/❯ IAM access key .*set now/);
    await method(terminal, "12-hour token");
    await goAhead(terminal);
    expect(await terminal.exitCode()).toBe(0);
    expect(await stage.read("truss/config.yaml")).toBe(
      `${configOf(images.ecr)}secrets:\n  ${ecrSecret}: null\n`,
    );
  });

  test("10: --yes takes the method in use", async () => {
    await set(
      { "truss/config.yaml": `${configOf(images.ecr)}secrets:\n  ${ecrSecret}: null\n` },
      cast.aws("prod"),
    );
    const terminal = await stage.open({ columns, args: ["--yes"] });
    expect(await terminal.end()).toMatch(/✔ config\.yaml was right already/);
    expect(stage.stored()).toEqual([ecrSecret]);
  });

  test("11: in a folder of a Truss, the one above", async () => {
    await set({
      "truss/config.yaml": configOf(images.hub),
      "truss/.git/HEAD": "",
      "truss/packages/a.py": "",
      ...dockerLogin,
    });
    const terminal = await stage.open({ columns, folder: "truss/packages" });
    expect(await terminal.shows(/Which Truss\?/)).toMatch(
      /^ {2}No config\.yaml in this folder; 1 Truss above\.$/m,
    );
    await terminal.pick("..");
    await terminal.shows(/Use the credential of ada/);
    await terminal.press("Enter");
    await goAhead(terminal);
    expect(await terminal.end()).toMatch(/Next +truss push \.\.$/);
  });

  test("11: in a folder of several, each with its registry and whether it is set up", async () => {
    await set({
      "work/models/whisper/config.yaml": configOf(images.ecr),
      "work/models/llama/config.yaml": `${configOf(images.hub)}secrets:\n  DOCKER_REGISTRY_https://index.docker.io/v1/: null\n`,
      "work/other/config.yaml": "a: file of another program\n",
    });
    const terminal = await stage.open({ columns, folder: "work" });
    const shown = await terminal.shows(/Which Truss\?/);
    expect(shown).toMatch(/No config\.yaml in this folder; 2 Trusses below\./);
    expect(shown).toMatch(/models\/llama +Docker Hub · set up/);
    expect(shown).toMatch(/models\/whisper +Amazon ECR · not set up/);
    await terminal.pick("models/whisper");
    await terminal.shows(/How should Baseten sign in to Amazon ECR\?/);
  });

  test("11: a Chain's folder is told, and no config.yaml is made with an Enter", async () => {
    await set({ "chain/main.py": "import truss_chains as chains\n" });
    const terminal = await stage.open({ columns, folder: "chain" });
    expect(await terminal.shows(/Which image\?/)).toMatch(
      /main\.py is a Truss Chain: Python names the image/,
    );
    await terminal.press("Enter");
    expect(await terminal.exitCode()).toBe(0);
    await expect(stage.read("chain/config.yaml")).rejects.toThrow();
  });

  test("12: without an image nothing has to be set up, which is told before it is asked", async () => {
    await set({ "truss/config.yaml": bare });
    const terminal = await stage.open({ columns });
    expect(await terminal.shows(/Which image\?/)).toMatch(/names no image, so Truss takes its own/);
    await terminal.pick("None");
    expect(await terminal.exitCode()).toBe(0);
    expect(await stage.read("truss/config.yaml")).toBe(bare);
  });

  test("12: the image alone tells the registry, whatever was thought before", async () => {
    await set({ "truss/config.yaml": bare }, cast.aws("prod"));
    const terminal = await stage.open({ columns, args: ["--registry", "docker-hub"] });
    const asked = await terminal.shows(/Which image\?/);
    expect(asked).not.toMatch(/:latest/);
    await answer(terminal, /Which image\?/, images.ecr);
    await method(terminal, "12-hour token");
    await goAhead(terminal);
    expect(await terminal.exitCode()).toBe(0);
    expect(await stage.read("truss/config.yaml")).toBe(
      `${configOf(images.ecr)}secrets:\n  ${ecrSecret}: null\n`,
    );
  });

  test("12: one of mine on Amazon ECR", async () => {
    await set(
      { "truss/config.yaml": bare },
      {
        ...cast.aws("prod"),
        files: { ...cast.aws("prod").files, ".aws/config": "[profile prod]\nregion = us-east-1\n" },
      },
    );
    await cast.moto.aws("ecr create-repository --repository-name team/whisper").catch(() => null);
    const terminal = await stage.open({ columns });
    await choose(terminal, /Which image\?/, "One of mine on Amazon ECR");
    await choose(terminal, /Which repository\?/, `${ecrHost}/team/whisper`);
    await answer(terminal, /Which tag of team\/whisper\?/, "3");
    await method(terminal, "12-hour token");
    await terminal.shows(plan);
  });
});
