// What does the wizard do in a project that is set up already?
import { describe, expect, test } from "vitest";
import { ecrHost, ecrImage, roleArn } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";
import { ecrTokenConfig, goAhead, iamConfig, method, namesRole } from "./scenes.ts";

const menu = "This project is set up. What now?";
const change = { expect: menu, pick: "Change the method" };

describe("again", () => {
  test("a second run changes no byte", async () => {
    const run = await runSetup(["--method", "token", "--store", "none", "--no-verify"], {
      config: ecrTokenConfig,
    });
    expect(run.events).toEqual([]);
    expect(run.document).toMatchObject({ config: { changed: false, diff: "" } });
  });

  test("what is set now is named, and its values aren't asked again", async () => {
    const config = `base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: aws_oidc
    aws_oidc_role_arn: ${roleArn}
    aws_oidc_region: us-east-1
    registry: ${ecrHost}
`;
    const run = await runSetup([], {
      config,
      answers: [
        { expect: "This project is set up. What now?", pick: "Change the method" },
        { expect: /❯ OIDC role .*set now/ },
      ],
    });
    expect(run.config).toBe(config);
    expect(run.said).toContain("already right, stays as it is");
  });

  test("an image in another region: the role stays, the region goes along", async () => {
    const config = `base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_OIDC
    aws_oidc_role_arn: ${roleArn}
    aws_oidc_region: us-east-1
    registry: ${ecrHost}
`;
    const image = ecrImage.replace("us-east-1", "eu-west-1");
    const run = await runSetup(["--method", "oidc", "--image", image], { config });
    expect(run.config).toBe(config.replaceAll("us-east-1", "eu-west-1"));
  });

  test("from a key to OIDC: the key's lines go, and its secrets unless the code uses them", async () => {
    const run = await runSetup([], {
      config: iamConfig,
      files: { "/project/model/model.py": 'secrets["aws_access_key_id"]' },
      answers: [
        change,
        method("OIDC role"),
        namesRole,
        { expect: "ARN of the role", type: roleArn },
        goAhead,
      ],
    });
    expect(run.config).toBe(`model_name: whisper # ours
base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_OIDC
    registry: ${ecrHost}
    aws_oidc_role_arn: ${roleArn}
    aws_oidc_region: us-east-1
secrets:
  hf_access_token: null
  aws_access_key_id: null
`);
    expect(run.document).toMatchObject({ warnings: [{ code: "secret-removed" }, { code: "secret-kept" }] });
  });
});
