// Is a Chain's or a training job's image set up without a config.yaml, and is the right Python printed?
import { describe, expect, test } from "vitest";
import { pythonText } from "../../src/setup/python.ts";
import { answersOf } from "../support/plan-samples.ts";
import {
  basicValue,
  configOf,
  ecrHost,
  ecrImage,
  ecrPassword,
  googleImage,
  hubImage,
  hubToken,
  provider,
  roleArn,
  serviceAccount,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, env, hub, method } from "./scenes.ts";

const chain = { "/project/chain.py": "import truss_chains as chains\n" };
const training = { "/project/config.py": "# ours\nfrom truss_train import definitions\n" };
const oidc = ["--image", ecrImage, "--method", "oidc", "--aws-role-arn", roleArn];
const byToken = ["--username", "ada", "--password-stdin", "--image", hubImage];

describe("a Chain", () => {
  test("by a role: nothing is stored, nothing is written, nothing is confirmed", async () => {
    const run = await runSetup(oidc, { config: null, files: chain, answers: [] });
    expect(run.said).toContain("chain.py is a Truss Chain: Python names the image");
    expect(run.events.filter((event) => !event.startsWith("run "))).toEqual([]);
    expect(run.config).toBeNull();
    expect(run.said).not.toContain("config.yaml");
    expect(run.said).toMatch(/Next +truss chains push chain.py$/);
    expect(run.world.results.join("")).toMatchInlineSnapshot(`
      "import truss_chains as chains
      from truss.base import truss_config

      remote_config = chains.RemoteConfig(
          docker_image=chains.DockerImage(
              base_image=chains.CustomImage(
                  image="123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
                  docker_auth=truss_config.DockerAuthSettings(
                      auth_method=truss_config.DockerAuthType.AWS_OIDC,
                      aws_oidc_role_arn="arn:aws:iam::123456789012:role/baseten-ecr-access",
                      aws_oidc_region="us-east-1",
                      registry="123456789012.dkr.ecr.us-east-1.amazonaws.com",
                  ),
              ),
          ),
      )

      "
    `);
    expect(run.document).toMatchObject({ python: run.world.results.join("").trimEnd().concat("\n") });
  });

  test("asked from the start: the image first, which Python names", async () => {
    const name = `DOCKER_REGISTRY_${ecrHost}`;
    const run = await runSetup([], {
      config: null,
      files: { ...chain, "/project/models/a/config.yaml": configOf(hubImage) },
      env,
      commands: [ecrToken],
      requests: [...registry(ecrRepository), ...baseten([name])],
      answers: [
        { expect: "Which image?", type: ecrImage },
        method("12-hour token"),
        { expect: "? Store 1 secret? (Y/n)" },
      ],
    });
    expect(run.said).not.toContain("so Truss takes its own");
    expect(storedIn(run)).toEqual({ [name]: basicValue("AWS", ecrPassword) });
    expect(run.said).toContain(`create-registry-auth --image ${ecrImage} --method token --yes\n`);
    expect(run.said).not.toMatch(/Schedule|refresh/);
    expect(run.world.results.join("")).toContain(`secret_keys=["${name}"]`);
    expect(run.config).toBeNull();
  });

  test("with --json and no terminal", async () => {
    const run = await runSetup([...oidc, "--json"], { config: null, files: chain });
    expect(run.error).toBeNull();
    expect(run.document).toMatchObject({
      python: expect.stringContaining("chains.RemoteConfig("),
      config: { changed: false, diff: "" },
    });
  });

  test("without a terminal the image is missing", async () => {
    const run = await runSetup(["--yes"], { config: null, files: chain });
    expect(run.error).toMatchObject({
      code: "missing-flag",
      message: expect.stringContaining("Python names"),
    });
  });

  test("in a folder that is named: what comes next names its file", async () => {
    const files = { "/project/flow/chain.py": "from truss_chains import x\n" };
    const run = await runSetup(["flow", ...oidc], { config: null, files, answers: [] });
    expect(run.said).toMatch(/Next +truss chains push flow\/chain.py$/);
  });

  test("a public image needs nothing, and no config.yaml is made for it", async () => {
    const run = await runSetup(["--image", "public.ecr.aws/nginx/nginx:1", "--yes"], {
      config: null,
      files: chain,
    });
    expect(run.config).toBeNull();
    expect(run.document).toMatchObject({
      verdict: { status: "public" },
      config: { changed: false },
      python: null,
    });
  });

  test("a dry run prints it too", async () => {
    const run = await runSetup([...oidc, "--dry-run"], { config: null, files: chain });
    expect(run.world.results.join("")).toContain("chains.RemoteConfig(");
  });

  test("beside --store print it stays off standard output", async () => {
    const run = await runSetup([...byToken, "--store", "print", "--yes"], {
      config: null,
      files: chain,
      stdin: hubToken,
      requests: registry(hub),
      shows: true,
    });
    expect(run.world.results.join("")).not.toContain("chains");
    expect(run.said).toContain("chains.RemoteConfig(");
  });
});

describe("a training job", () => {
  test("a registry's secret is user and password in plain, under a name of its own", async () => {
    const name = "training_registry_docker.io";
    const run = await runSetup([...byToken, "--yes"], {
      config: null,
      files: training,
      env,
      stdin: hubToken,
      requests: [...registry(hub), ...baseten([name])],
    });
    expect(storedIn(run)).toEqual({ [name]: `ada:${hubToken}` });
    expect(run.said).toMatch(/Next +truss train push config.py$/);
    expect(run.world.results.join("")).toMatchInlineSnapshot(`
      "from truss.base import truss_config
      from truss_train import definitions

      image = definitions.Image(
          base_image="team/whisper:3",
          docker_auth=definitions.DockerAuth(
              auth_method=truss_config.DockerAuthType.REGISTRY_SECRET,
              registry="docker.io",
              registry_secret_docker_auth=definitions.RegistrySecretDockerAuth(
                  secret_ref=definitions.SecretReference(name="training_registry_docker.io"),
              ),
          ),
      )

      "
    `);
  });

  test("beside a config.yaml both are set up, each with its own secret", async () => {
    const names = ["DOCKER_REGISTRY_https://index.docker.io/v1/", "training_registry_docker.io"];
    const run = await runSetup([...byToken, "--yes"], {
      config: configOf(hubImage),
      files: training,
      env,
      stdin: hubToken,
      requests: [...registry(hub), ...baseten(names)],
    });
    expect(storedIn(run)).toEqual({
      [names[0] ?? ""]: basicValue("ada", hubToken),
      [names[1] ?? ""]: `ada:${hubToken}`,
    });
    expect(run.config).toContain(`${names[0]}: null`);
    expect(run.config).not.toContain("training_registry");
    expect(run.said).toMatch(/Next +truss push$/);
    expect(run.world.results.join("")).toContain('name="training_registry_docker.io"');
  });
});

test("a Chain and a training job in one folder have both", async () => {
  const names = ["DOCKER_REGISTRY_https://index.docker.io/v1/", "training_registry_docker.io"];
  const run = await runSetup([...byToken, "--yes"], {
    config: null,
    files: { ...chain, ...training },
    env,
    stdin: hubToken,
    requests: [...registry(hub), ...baseten(names)],
  });
  expect(Object.keys(storedIn(run))).toEqual(names);
  expect(run.world.results.join("")).toMatch(/chains\.RemoteConfig[\s\S]*definitions\.Image/);
});

test("other Python isn't looked at twice", async () => {
  const files = { "/project/model.py": "# import truss_chains\nimport truss\n" };
  const run = await runSetup(oidc, { config: null, files, answers: [{ expect: "Make one?" }] });
  expect(run.error).toMatchObject({ code: "interrupted" });
});

const values = { gcpServiceAccount: serviceAccount, workloadIdentityProvider: provider };
const own = { accessKeyIdSecret: 'a"\\', secretAccessKeySecret: "ecr_key" };

test.each([
  [
    "iam",
    answersOf(ecrImage, "iam", own),
    'access_key_secret_ref=definitions.SecretReference(name="a\\"\\\\")',
  ],
  ["iam by default", answersOf(ecrImage, "iam"), 'definitions.SecretReference(name="aws_access_key_id")'],
  ["oidc", answersOf(ecrImage, "oidc", { awsRoleArn: roleArn }), `AWSOIDCDockerAuth(role_arn="${roleArn}"`],
  ["assume", answersOf(ecrImage, "assume-role", { awsRoleArn: roleArn }), "AWSAssumeRoleDockerAuth("],
  ["google", answersOf(googleImage, "oidc", values), `workload_identity_provider="${provider}"`],
  ["a key", answersOf(googleImage, "service-account"), "service_account_json_secret_ref="],
])("training, %s", (_, answers, said) => {
  const text = pythonText([{ kind: "training", name: "config.py" }], answers) ?? "";
  expect(text.replace(/\n\s+/g, "")).toContain(said);
  expect(text).toContain(`registry="${answers.target.host}"`);
});
