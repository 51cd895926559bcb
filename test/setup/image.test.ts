// What does the wizard do where no image, or no file, is there yet?
import { describe, expect, test } from "vitest";
import {
  ecrHost,
  ecrImage,
  googleHost,
  googleImage,
  provider,
  roleArn,
  serviceAccount,
} from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";
import { goAhead, method, namesAccount, namesRole } from "./scenes.ts";

describe("a project without an image", () => {
  const bare = "model_name: whisper\n";
  const which = (title: string) => ({ expect: "Which image?", pick: `One of mine on ${title}` });
  const role = { expect: "ARN of the role", type: roleArn };

  test("the repositories of ECR are offered", async () => {
    const run = await runSetup([], {
      config: bare,
      files: { "/home/user/.aws/config": "[default]\nregion = us-east-1\n" },
      commands: [
        {
          when: "aws ecr describe-repositories --region us-east-1",
          reply: {
            stdout: JSON.stringify({ repositories: [{ repositoryUri: `${ecrHost}/team/whisper` }] }),
          },
        },
      ],
      answers: [
        which("Amazon ECR"),
        { expect: "Which repository?", pick: `${ecrHost}/team/whisper` },
        { expect: "Which tag of team/whisper?", type: "3" },
        method("OIDC role"),
        namesRole,
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrImage}`);
  });

  test("the only AWS profile's region and name are used to list", async () => {
    const run = await runSetup([], {
      config: bare,
      files: { "/home/user/.aws/config": "[profile prod]\nregion = us-east-1\nsso_session = x\n" },
      commands: [
        {
          when: "aws ecr describe-repositories --region us-east-1 --output json --profile prod",
          reply: { stdout: JSON.stringify({ repositories: [{ repositoryUri: `${ecrHost}/a` }] }) },
        },
      ],
      answers: [
        which("Amazon ECR"),
        { expect: "Which repository?", pick: `${ecrHost}/a` },
        { expect: "Which tag of a?", type: "1.0" },
        method("OIDC role"),
        namesRole,
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrHost}/a:1.0`);
  });

  test("the repositories of Artifact Registry are offered, and the image's name is added", async () => {
    const name = "projects/my-project/locations/us-west2/repositories/models";
    const run = await runSetup([], {
      config: bare,
      commands: [
        { when: "gcloud config get project", reply: { stdout: "my-project\n" } },
        {
          when: "gcloud artifacts repositories list --project=my-project",
          reply: { stdout: JSON.stringify([{ name, format: "DOCKER" }]) },
        },
      ],
      answers: [
        which("Google Artifact Registry"),
        { expect: "Which repository?", pick: `${googleHost}/my-project/models` },
        { expect: "Which image in my-project/models, with its tag?", type: "whisper:3" },
        method("OIDC service account"),
        namesAccount,
        { expect: "E-mail of the service account", type: serviceAccount },
        { expect: "workload identity provider", type: provider },
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${googleImage}`);
  });

  test("a signed-out CLI lists nothing: the image is typed", async () => {
    const run = await runSetup([], {
      env: { AWS_REGION: "us-east-1" },
      config: bare,
      commands: [
        { when: "aws ecr describe-repositories", reply: { stderr: "Unable to locate credentials" } },
      ],
      answers: [
        which("Amazon ECR"),
        { expect: "Which image?", type: "not an image" },
        { expect: "not an image", keys: Array.from({ length: 12 }, () => "backspace") },
        { expect: "Which image?", type: ecrImage },
        method("OIDC role"),
        namesRole,
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrImage}`);
  });

  test("the image alone tells the registry", async () => {
    const run = await runSetup([], {
      config: bare,
      answers: [
        { expect: "Which image?", type: ecrImage, pick: `Use "${ecrImage}"` },
        method("OIDC role"),
        namesRole,
        role,
        goAhead,
      ],
    });
    expect(run.said).toContain(
      "config.yaml names no image, so Truss takes its own: nothing has to be set up.",
    );
    expect(run.config).toContain(`image: ${ecrImage}`);
  });

  test("an image of another registry than --registry switches, and is no error", async () => {
    const run = await runSetup(["--registry", "docker-hub"], {
      config: bare,
      answers: [{ expect: "Which image?", type: ecrImage }, method("OIDC role"), namesRole, role, goAhead],
    });
    expect(run.config).toContain(`image: ${ecrImage}`);
  });

  test("no private image: nothing to set up", async () => {
    const run = await runSetup([], { config: bare, answers: [{ expect: "Which image?", pick: "None" }] });
    expect(run.said).toContain("✔ No private image. Nothing to set up.");
    expect([run.config, run.document]).toMatchObject([bare, { image: null, secrets: [] }]);
  });

  test("no config.yaml at all: made on a yes", async () => {
    const run = await runSetup(["--image", ecrImage], {
      config: null,
      answers: [
        { expect: "No config.yaml in this folder, nor below. Make one?", type: "y" },
        method("OIDC role"),
        namesRole,
        role,
        goAhead,
      ],
    });
    expect(run.config).toMatchInlineSnapshot(`
      "model_name: "project"
      base_image:
        image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        docker_auth:
          auth_method: AWS_OIDC
          aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access
          aws_oidc_region: us-east-1
          registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
      "
    `);
  });

  test("no config.yaml at all: left alone on a no", async () => {
    const run = await runSetup(["--image", ecrImage], {
      config: null,
      answers: [{ expect: "Make one? (y/N)" }],
    });
    expect(run.error).toMatchObject({ code: "interrupted" });
    expect(run.config).toBeNull();
  });
});
