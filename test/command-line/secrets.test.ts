// Is a secret that stands in the wrong place of the command line refused, and never repeated?
import { expect, test } from "vitest";
import { readArgs } from "../../src/command-line/args.ts";
import { CliError } from "../../src/values/errors.ts";

const token = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
const key = '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\n"}';

function refusal(argv: readonly string[]): CliError {
  try {
    readArgs(argv, "1.0.0");
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("It was taken.");
}

test.each<[string, readonly string[]]>([
  ["as a project", [token]],
  ["as a second project", ["models", token]],
  ["behind a switch", ["--password-stdin", token]],
  ["as a flag", [`--${token}`]],
  ["as a flag with a value", [`--${token}=x`]],
  ["as a registry", ["--registry", token]],
  ["as a team", ["--team", token]],
  ["as a key's path", ["--service-account-key", key]],
  ["JSON as a project", [key]],
  ["in an image", ["--image", `https://me:${token}@ghcr.io/o/i`]],
  ["in an image without a scheme", ["--image", `me:${token}@ghcr.io/o/i`]],
  ["as a command", ["help", token]],
])("%s", (_, argv) => {
  const error = refusal(argv);
  expect(error.code).toBe("usage");
  const said = `${error.message} ${error.hint}`;
  expect(said).not.toContain("ghp_");
  expect(said).not.toContain("PRIVATE");
});

test("a JSON key as the path of one says how it goes in", () => {
  expect(refusal(["--service-account-key", key])).toMatchObject({
    message:
      "--service-account-key takes the key's path, not the key: others on this machine can read a command line.",
    hint: 'It is not repeated. Pipe it in: printf %s "$KEY" | create-registry-auth --service-account-key -',
  });
});

test("a registry's user may look like anything", () => {
  expect(readArgs(["--username", "AKIAIOSFODNN7EXAMPLE"], "1.0.0")).toMatchObject({ kind: "setup" });
});
