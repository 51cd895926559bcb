// Is there always something to paste when the file can't be edited?
import { describe, expect, test } from "vitest";
import { refuse } from "../../src/setup/plan.ts";
import { detect } from "../../src/setup/project.ts";
import { configOf, ecrImage } from "../support/samples.ts";
import { optionsOf } from "../support/setup-run.ts";
import { fakeWorld } from "../support/world.ts";

async function refusalOf(config: string | null, ...argv: string[]) {
  const world = fakeWorld({ files: config === null ? {} : { "/project/config.yaml": config } });
  const options = optionsOf(...argv);
  const situation = await detect(options, world);
  if (situation.refusal === null) throw new Error("Nothing was refused.");
  return refuse(situation.refusal, situation, options);
}

const broken = `${configOf(ecrImage)}a: [\n`;

describe("the block to paste", () => {
  test("of the recommended method, values nobody gave as their flags", async () => {
    const error = await refusalOf(broken);
    expect(error.message).toMatch(/line \d+, column \d+/);
    expect(error.paste).toMatchInlineSnapshot(`
      "base_image:
        image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        docker_auth:
          auth_method: AWS_OIDC
          aws_oidc_role_arn: "<aws-role-arn>"
          aws_oidc_region: us-east-1
          registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
      "
    `);
  });

  test("of the method that was named", async () => {
    expect((await refusalOf(broken, "--method", "token")).paste).toMatchInlineSnapshot(`
      "base_image:
        image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
      secrets:
        DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
      "
    `);
  });

  test("of the method that a flag implies", async () => {
    expect((await refusalOf(broken, "--password-stdin")).paste).toContain("DOCKER_REGISTRY_");
  });

  test("of the names that were given", async () => {
    const { paste } = await refusalOf(broken, "--method", "iam", "--access-key-id-secret", "mine");
    expect(paste).toContain("aws_access_key_id_secret_name: mine");
    expect(paste).toContain("  mine: null\n");
  });

  test("of the image that was named, where there is no file", async () => {
    const error = await refusalOf(null, "--image", "team/whisper:3");
    expect(error).toMatchObject({ code: "config-not-found" });
    expect(error.paste).toMatchInlineSnapshot(`
      "base_image:
        image: team/whisper:3
      secrets:
        DOCKER_REGISTRY_https://index.docker.io/v1/: null
      "
    `);
  });

  test("not without an image: the hint asks for it", async () => {
    const error = await refusalOf("a: [\n");
    expect(error.paste).toBeUndefined();
    expect(error.hint).toContain("Add --image and --method to see the block to paste.");
  });

  test("not for an image that is none", async () => {
    const error = await refusalOf("image: https://x\na: [\n");
    expect(error.paste).toBeUndefined();
  });
});
