// Is a project that is set up noticed, is it said how, and what is offered?
import { describe, expect, test } from "vitest";
import {
  awsCredentials,
  basicValue,
  configOf,
  ecrHost,
  ecrImage,
  ecrPassword,
  hubImage,
  hubSecret,
  hubToken,
  roleArn,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { ecrRepository, ecrToken, ecrTokenConfig, env, hub, iamConfig, iamNames } from "./scenes.ts";

const menu = (pick: string) => ({ expect: "This project is set up. What now?", pick });
const name = `DOCKER_REGISTRY_${ecrHost}`;
const oidcConfig = `base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_OIDC
    registry: ${ecrHost}
    aws_oidc_role_arn: ${roleArn}
    aws_oidc_region: us-east-1
`;
const told = (existing: readonly string[]) => baseten([], { existing });

describe("a project that is set up", () => {
  test("a token: two Enters renew it", async () => {
    const run = await runSetup([], {
      env,
      config: ecrTokenConfig,
      commands: [ecrToken],
      requests: [...told([name]), ...registry(ecrRepository), ...baseten([name], { existing: [name] })],
      answers: [{ expect: /❯ Renew the token/ }, { expect: "Replace 1 secret? (Y/n)" }],
    });
    expect(run.said).toContain("  set up       12-hour token · stored 2025-06-01 in team Default");
    expect(storedIn(run)).toEqual({ [name]: basicValue("AWS", ecrPassword) });
    expect(run.config).toBe(ecrTokenConfig);
  });

  test.each([
    ["OIDC", oidcConfig, {}, [], "  set up       OIDC role"],
    [
      "a key",
      iamConfig,
      env,
      told(iamNames),
      "  set up       IAM access key · stored 2025-06-01 in team Default",
    ],
    ["a key that isn't there", iamConfig, env, told([]), "! not stored in team Default"],
    ["a token, without a Baseten key", ecrTokenConfig, {}, [], "  set up       12-hour token"],
  ])("%s: left as it is, nothing is asked of anybody", async (_, config, surroundings, requests, said) => {
    const run = await runSetup([], {
      env: surroundings,
      config,
      requests,
      answers: [menu("Leave it")],
    });
    expect(run.said).toContain(said);
    expect(run.config).toBe(config);
  });

  test.each([
    ["where Baseten can be asked", env, told([name]), true, "is all there"],
    ["where it can't", {}, [], false, "is config.yaml right?"],
  ])("a check is handed on, %s", async (_, surroundings, requests, online, words) => {
    const run = await runSetup([], {
      env: surroundings,
      config: ecrTokenConfig,
      requests,
      answers: [menu("Check it")],
    });
    expect(run.world.screens.join("\n")).toContain(words);
    expect(run.check).toEqual({ projects: ["."], online, awsProfiles: new Map() });
  });

  test("a check is handed on with the profile that the header shows", async () => {
    const run = await runSetup([], {
      config: oidcConfig,
      files: { "/home/user/.aws/credentials": awsCredentials("prod") },
      answers: [menu("Check it")],
    });
    expect(run.said).toContain("  aws          profile prod");
    expect([...(run.check?.awsProfiles ?? [])]).toEqual([["*", "prod"]]);
  });

  test("a token that is typed is asked for", async () => {
    const config = `${configOf(hubImage)}  ${hubSecret}: null\n`;
    const run = await runSetup([], {
      env,
      config,
      requests: [...told([hubSecret]), ...registry(hub), ...baseten([hubSecret], { existing: [hubSecret] })],
      answers: [
        menu("Store a new token"),
        { expect: "Docker Hub user", type: "ada" },
        { expect: "Docker Hub access token", type: hubToken },
        { expect: "Replace 1 secret?" },
      ],
    });
    expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
  });

  test.each([
    ["another image", ["--image", ecrImage.replace(":3", ":4")], ecrTokenConfig],
    ["a method named", ["--method", "oidc"], oidcConfig],
    ["half of a recipe", [], oidcConfig.replace(/ {4}aws_oidc_region.*\n/, "")],
    ["another region's registry", [], oidcConfig.replace(`registry: ${ecrHost}`, "registry: elsewhere")],
  ])("isn't one, with %s", async (_, argv, config) => {
    const run = await runSetup(argv, {
      config,
      answers: argv.includes("oidc") ? [] : [{ expect: "How should Baseten sign in", keys: ["ctrl+c"] }],
    });
    expect(run.world.screens.join("\n")).not.toContain("What now?");
  });
});

test("the method in use is the first choice where it is changed", async () => {
  const run = await runSetup([], {
    config: oidcConfig,
    answers: [menu("Change the method"), { expect: /❯ OIDC role .*set now/ }],
  });
  expect(run.config).toBe(oidcConfig);
});
