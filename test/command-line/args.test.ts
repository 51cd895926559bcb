// Does every command line become options, or an error that says what was meant?
import { describe, expect, test } from "vitest";
import { readArgs } from "../../src/command-line/args.ts";
import { CliError } from "../../src/values/errors.ts";

const defaults = {
  project: ".",
  version: "1.2.3",
  passwordStdin: false,
  fromDocker: false,
  apiKeyStdin: false,
  verify: true,
  dryRun: false,
  json: false,
  yes: false,
  quiet: false,
};

function refusal(...argv: string[]): CliError {
  try {
    readArgs(argv, "1.2.3");
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("setup", () => {
  test.each<[string, object]>([
    ["", {}],
    ["setup", {}],
    ["setup model", { project: "model" }],
    ["model/config.yaml", { project: "model/config.yaml" }],
    ["--image team/whisper:3", { image: "team/whisper:3" }],
    ["--image=team/whisper:3 model", { image: "team/whisper:3", project: "model" }],
    ["model --method token", { method: "token", project: "model" }],
    ["--registry artifact-registry --method oidc", { registry: "artifact-registry", method: "oidc" }],
    ["--aws-profile prod", { awsProfile: "prod" }],
    ["--aws-profile 123456789012=prod", { awsProfile: "123456789012=prod" }],
    [
      "--access-key-id-secret a --secret-access-key-secret b --secret-name c",
      { accessKeyIdSecret: "a", secretAccessKeySecret: "b", secretName: "c" },
    ],
    ["--aws-role-arn a --aws-region b", { awsRoleArn: "a", awsRegion: "b" }],
    [
      "--gcp-service-account a --workload-identity-provider b --impersonate-service-account c",
      { gcpServiceAccount: "a", workloadIdentityProvider: "b", impersonateServiceAccount: "c" },
    ],
    ["--service-account-key -", { serviceAccountKey: "-" }],
    ["--service-account-key=-", { serviceAccountKey: "-" }],
    ["--username $oauthtoken --password-stdin", { username: "$oauthtoken", passwordStdin: true }],
    ["--from-docker", { fromDocker: true }],
    ["--store print", { store: "print" }],
    [
      "--team Research --remote work --api-key-stdin",
      { team: "Research", remote: "work", apiKeyStdin: true },
    ],
    ["--no-verify --dry-run", { verify: false, dryRun: true }],
    ["--json --yes --quiet", { json: true, yes: true, quiet: true }],
    ["-yq", { yes: true, quiet: true }],
    ["-- --odd-folder", { project: "--odd-folder" }],
    ["--no-color", {}],
  ])("%s", (line, options) => {
    const argv = line.split(" ").filter((word) => word !== "");
    expect(readArgs(argv, "1.2.3")).toEqual({ kind: "setup", options: { ...defaults, ...options } });
  });
});

describe("help and version go before all else that is right", () => {
  test.each([
    ["--help", "help"],
    ["-h", "help"],
    ["setup model --help", "help"],
    ["--help --version", "help"],
    ["--version", "version"],
    ["-V", "version"],
    ["refresh --version", "version"],
  ])("%s", (line, kind) => {
    expect(readArgs(line.split(" "), "1.2.3")).toEqual({ kind });
  });
});

describe("refresh and check", () => {
  test.each([
    ["refresh", "refresh", { projects: ["."], recursive: false }],
    ["refresh a b -r", "refresh", { projects: ["a", "b"], recursive: true }],
    ["refresh --schedule cron --output x", "refresh", { schedule: "cron", output: "x" }],
    ["refresh --no-verify --dry-run", "refresh", { verify: false, dryRun: true }],
    ["check --online --fix --strict", "check", { online: true, fix: true, strict: true, format: "text" }],
    ["check --format sarif", "check", { format: "sarif", version: "1.2.3" }],
  ])("%s", (line, kind, options) => {
    expect(readArgs(line.split(" "), "1.2.3")).toMatchObject({ kind, options });
  });

  test("an AWS profile for each account", () => {
    const invocation = readArgs(
      ["refresh", "--aws-profile", "prod", "--aws-profile", "123456789012=other"],
      "1.2.3",
    );
    if (invocation.kind !== "refresh") throw new Error("Another command was read.");
    expect(Object.fromEntries(invocation.options.awsProfiles)).toEqual({
      "*": "prod",
      "123456789012": "other",
    });
  });
});

describe("refused", () => {
  test.each<[string, string, string]>([
    ["--metod iam", "There is no flag --metod.", "Did you mean --method?"],
    ["--passwort-stdin", "There is no flag --passwort-stdin.", "Did you mean --password-stdin?"],
    ["--method tokn", '--method doesn\'t know "tokn".', "Did you mean token?"],
    ["--registry erc", '--registry doesn\'t know "erc".', "Did you mean ecr?"],
    ["--registry dockerhub", '--registry doesn\'t know "dockerhub".', "Did you mean docker-hub?"],
    ["--store file", '--store doesn\'t know "file".', "It takes baseten, print, none."],
    ["--image", "--image needs a value: --image <reference>", "--help"],
    ["--image=", "--image needs a value: --image <reference>", "--help"],
    ["--image --yes", "--image needs a value: --image <reference>", "--help"],
    ["--method token --method token", "--method is given twice.", "--help"],
    ["--aws-profile a --aws-profile b", "--aws-profile is given twice.", "--help"],
    ["refresh --aws-profile a --aws-profile b", "two profiles for the same account", "--help"],
    ["--yes=no", "--yes takes no value.", "--help"],
    ["a b", 'setup takes one project, not "a" and "b".', "--help"],
    ["setup a b", 'setup takes one project, not "a" and "b".', "--help"],
    ["--recursive", "--recursive doesn't go with setup.", "It goes with: refresh, check."],
    ["check --store none", "--store doesn't go with check.", "It goes with: setup."],
    ["refresh --schedule weekly", '--schedule doesn\'t know "weekly".', "It takes github-actions, cron"],
    ["--password-stdin --from-docker", "--password-stdin and --from-docker don't go together.", "one source"],
    [
      "--from-docker --service-account-key k",
      "--from-docker and --service-account-key don't go together.",
      "one source",
    ],
    [
      "--password-stdin --api-key-stdin",
      "--password-stdin and --api-key-stdin both read standard input.",
      "BASETEN_API_KEY",
    ],
    [
      "--service-account-key - --api-key-stdin",
      "--api-key-stdin and --service-account-key - both read standard input.",
      "BASETEN_API_KEY",
    ],
  ])("%s", (line, message, hint) => {
    const error = refusal(...line.split(" "));
    expect(error).toMatchObject({ code: "usage" });
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  test("no error repeats what may be a password", () => {
    for (const line of ["--password hunter2", "--password=hunter2", "-phunter2", "--passwort-stdin=hunter2"])
      expect(JSON.stringify(refusal(...line.split(" ")))).not.toContain("hunter2");
  });
});
