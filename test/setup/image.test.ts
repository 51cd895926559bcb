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
import { goAhead, method } from "./scenes.ts";

describe("a project without an image", () => {
  const bare = "model_name: whisper\n";
  const which = (pick: string) => ({ expect: "Which registry is the image on?", pick });
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
        { expect: `${ecrHost}/team/whisper:latest` },
        method("OIDC role"),
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrHost}/team/whisper:latest`);
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
        { expect: `${ecrHost}/a:latest` },
        method("OIDC role"),
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrHost}/a:latest`);
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
        { expect: `${googleHost}/my-project/models/`, type: "whisper:3" },
        method("OIDC service account"),
        { expect: "E-mail of the service account", type: serviceAccount },
        { expect: "workload identity provider", type: provider },
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${googleImage}`);
  });

  test("a signed-out CLI lists nothing: the image is typed, and must be on the registry chosen", async () => {
    const run = await runSetup([], {
      env: { AWS_REGION: "us-east-1" },
      config: bare,
      commands: [
        { when: "aws ecr describe-repositories", reply: { stderr: "Unable to locate credentials" } },
      ],
      answers: [
        which("Amazon ECR"),
        { expect: "Which image?", type: "nginx" },
        { expect: "nginx is on Docker Hub", keys: Array.from({ length: 5 }, () => "backspace") },
        { expect: "Which image?", type: ecrImage },
        method("OIDC role"),
        role,
        goAhead,
      ],
    });
    expect(run.config).toContain(`image: ${ecrImage}`);
  });

  test("no config.yaml at all: made on a yes", async () => {
    const run = await runSetup(["--image", ecrImage], {
      config: null,
      answers: [{ expect: "There is no config.yaml. Create it?" }, method("OIDC role"), role, goAhead],
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
      answers: [{ expect: "Create it?", type: "n" }],
    });
    expect(run.error).toMatchObject({ code: "interrupted" });
    expect(run.config).toBeNull();
  });
});
