// Does each program get the secrets of its own service, and no other's?
import { expect, test } from "vitest";
import { childEnv } from "../../src/world/child-env.ts";
import type { Command } from "../../src/world/types.ts";

const secrets = {
  BASETEN_API_KEY: "b",
  BASETEN_TRUSS_AUTH_API_KEY: "b",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "a",
  AWS_SESSION_TOKEN: "a",
  CLOUDSDK_AUTH_ACCESS_TOKEN: "g",
  AZURE_CLIENT_SECRET: "z",
};
const plain = { HOME: "/home/ada", PATH: "/bin", AWS_PROFILE: "prod", HTTPS_PROXY: "http://proxy" };

test.each<[Command["file"], string]>([
  ["aws", "a"],
  ["gcloud", "g"],
  ["az", "z"],
  ["baseten", "b"],
  ["docker-credential-ecr-login", "agz"],
  ["docker-credential-aws", "agz"],
])("%s gets the secrets of %s only", (file, own) => {
  const env = childEnv(file, { ...plain, ...secrets });
  const expected = Object.entries(secrets).filter(([, service]) => own.includes(service));
  const given = Object.entries(env).filter(([name]) => name in secrets);
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(expected));
  expect(env).toMatchObject(plain);
});

test("settings that change what a program prints are undone", () => {
  const env = { AWS_PAGER: "less", AWS_CLI_AUTO_PROMPT: "on", CLOUDSDK_CORE_USER_OUTPUT_ENABLED: "false" };
  expect(childEnv("aws", env)).toMatchInlineSnapshot(`
    {
      "AWS_CLI_AUTO_PROMPT": "off",
      "AWS_PAGER": "",
      "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
      "CLOUDSDK_CORE_USER_OUTPUT_ENABLED": "true",
    }
  `);
});
