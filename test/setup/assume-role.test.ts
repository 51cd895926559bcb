// Is a role that Baseten assumes set up by flags and by prompts, kept, and switched to and from?
import { describe, expect, test } from "vitest";
import { configOf, ecrHost, ecrImage, roleArn } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";
import { ecrTokenConfig, goAhead, method, namesRole } from "./scenes.ts";

const block = `  docker_auth:
    auth_method: AWS_ASSUME_ROLE
    aws_assume_role_arn: ${roleArn}
    aws_assume_role_region: us-east-1
    registry: ${ecrHost}
`;
const fresh = `model_name: a\nbase_image:\n  image: ${ecrImage}\n`;
const flags = ["--method", "assume-role", "--aws-role-arn", roleArn];

describe("a project is set up", () => {
  test("by flags", async () => {
    const run = await runSetup(flags, { config: fresh });
    expect(run.config).toBe(fresh + block);
    expect(run.document).toMatchObject({ method: "assume-role", secrets: [], warnings: [] });
  });

  test("by prompts: one question, the role", async () => {
    const run = await runSetup([], {
      config: fresh,
      answers: [method("Assumed role"), namesRole, { expect: "ARN of the role", type: roleArn }, goAhead],
    });
    expect(run.config).toBe(fresh + block);
  });

  test("again: nothing is asked for, and no byte changes", async () => {
    const run = await runSetup([], {
      config: fresh + block,
      answers: [{ expect: "This project is set up. What now?", pick: "Leave it" }],
    });
    expect(run.config).toBe(fresh + block);
    expect(run.events).toEqual([]);
  });
});

describe("switched", () => {
  test("from a token to the role, and back", async () => {
    const there = await runSetup(flags, { config: ecrTokenConfig });
    expect(there.config).toContain(block);
    expect(there.config).not.toContain("DOCKER_REGISTRY_");
    const back = await runSetup(["--method", "token", "--store", "none", "--no-verify"], {
      config: there.config ?? "",
    });
    expect(back.config).not.toContain("docker_auth");
    expect(back.config).toContain(`DOCKER_REGISTRY_${ecrHost}: null`);
  });

  test.each([
    ["oidc", "AWS_OIDC", "aws_oidc"],
    ["assume-role", "AWS_ASSUME_ROLE", "aws_assume_role"],
  ])("to %s leaves no field of the other", async (id, authMethod, prefix) => {
    const other = id === "oidc" ? "assume-role" : "oidc";
    const before = await runSetup(["--method", other, "--aws-role-arn", roleArn], { config: fresh });
    const after = await runSetup(["--method", id, "--aws-role-arn", roleArn], {
      config: before.config ?? "",
    });
    const keys = [...(after.config ?? "").matchAll(/^ {4}(\w+):/gm)].map(([, key]) => key);
    expect(after.config).toContain(`auth_method: ${authMethod}\n`);
    expect(keys.filter((key) => key?.startsWith("aws_"))).toEqual(
      prefix === "aws_oidc"
        ? ["aws_oidc_role_arn", "aws_oidc_region"]
        : ["aws_assume_role_arn", "aws_assume_role_region"],
    );
  });
});

test("a pinned Truss that doesn't know it is a warning", async () => {
  const run = await runSetup(flags, {
    config: fresh,
    files: { "/project/requirements.txt": "truss==0.18.26\n" },
  });
  const message =
    "AWS_ASSUME_ROLE needs truss 0.18.27 or newer; the project has truss==0.18.26 in requirements.txt.";
  expect(run.document).toMatchObject({ warnings: [{ code: "truss-too-old", message }] });
});

test("a role alone implies OIDC, the first method that takes one", async () => {
  const run = await runSetup(["--aws-role-arn", roleArn], { config: fresh });
  expect(run.document).toMatchObject({ method: "oidc" });
});

describe("REGISTRY_SECRET", () => {
  const config = `base_image:
  image: ghcr.io/acme/student:1
  docker_auth:
    auth_method: REGISTRY_SECRET
    registry: ghcr.io
    secret_name: DOCKER_REGISTRY_ghcr.io
secrets:
  DOCKER_REGISTRY_ghcr.io: null
`;

  test("that is right stays as it is", async () => {
    const run = await runSetup(["--store", "none", "--no-verify"], { config });
    expect(run.config).toBe(config);
    expect(run.document).toMatchObject({ method: "token", config: { changed: false } });
  });

  test("whose secret isn't listed gets it listed", async () => {
    const run = await runSetup(["--store", "none", "--no-verify"], {
      config: config.replace(/secrets:\n.*\n/, ""),
    });
    expect(run.config).toBe(config);
  });

  test("goes when another method is taken", async () => {
    const ecr = config.replaceAll("ghcr.io/acme/student:1", ecrImage).replaceAll("ghcr.io", ecrHost);
    const run = await runSetup(flags, { config: ecr });
    expect(run.config).toContain("AWS_ASSUME_ROLE");
    expect(run.config).not.toMatch(/REGISTRY/);
  });
});

test("a value of another registry's method is refused by its name", async () => {
  const flags = ["--gcp-service-account", "a@p.iam.gserviceaccount.com"];
  const { error } = await runSetup(flags, { config: configOf(ecrImage) });
  expect(error).toMatchObject({
    code: "usage",
    message: "--gcp-service-account doesn't go with Amazon ECR, --method oidc.",
  });
});
