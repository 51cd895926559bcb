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
  pin: false,
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
    ["--method OIDC --registry Docker-Hub", { method: "oidc", registry: "docker-hub" }],
    ["./refrsh", { project: "./refrsh" }],
    ["whisper", { project: "whisper" }],
    ["models/whisper", { project: "models/whisper" }],
    ["models.v2/whisper", { project: "models.v2/whisper" }],
    ["./models/whisper:3", { project: "./models/whisper:3" }],
    ["ghcr.io/config.yaml", { project: "ghcr.io/config.yaml" }],
    ["C:/models/whisper", { project: "C:/models/whisper" }],
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

describe("help and version go before all else", () => {
  test.each([
    ["--help", { kind: "help" }],
    ["-h", { kind: "help" }],
    ["model --help", { kind: "help" }],
    ["setup model --help", { kind: "help", command: "setup" }],
    ["refresh -h", { kind: "help", command: "refresh" }],
    ["check --help --recursive --store none", { kind: "help", command: "check" }],
    ["help", { kind: "help" }],
    ["help refresh", { kind: "help", command: "refresh" }],
    ["help help", { kind: "help" }],
    ["--help --version", { kind: "help" }],
    ["--version", { kind: "version" }],
    ["-V", { kind: "version" }],
    ["-v", { kind: "version" }],
    ["-qv", { kind: "version" }],
    ["refresh --version", { kind: "version" }],
  ])("%s", (line, invocation) => {
    expect(readArgs(line.split(" "), "1.2.3")).toEqual(invocation);
  });
});

describe("refresh and check", () => {
  test.each([
    ["refresh", "refresh", { projects: ["."], recursive: false }],
    ["refresh a b -r", "refresh", { projects: ["a", "b"], recursive: true }],
    ["refresh --schedule cron --output x", "refresh", { schedule: "cron", output: "x" }],
    ["refresh --no-verify --dry-run", "refresh", { verify: false, dryRun: true }],
    ["check --online --fix --strict", "check", { online: true, fix: true, strict: true, format: "text" }],
    ["check --format SARIF", "check", { format: "sarif", version: "1.2.3" }],
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
    ["refresh --schedule weekly", '--schedule doesn\'t know "weekly".', "It takes github-actions, gitlab-ci"],
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

  test.each([
    ["refrsh", "There is no command refrsh.", "Did you mean refresh? A folder of that name is ./refrsh."],
    ["chek model -r", "There is no command chek.", "Did you mean check? A folder of that name is ./chek."],
    ["Setup", "There is no command Setup.", "Did you mean setup? A folder of that name is ./Setup."],
    ["login", "There is no command login.", "Did you mean setup? A folder of that name is ./login."],
    ["help refrsh", "There is no command refrsh.", "Did you mean refresh?"],
    ["help model", "There is no command model.", "It takes setup, refresh, check."],
  ])("no command: %s", (line, message, hint) => {
    expect(refusal(...line.split(" "))).toMatchObject({ code: "usage", message, hint });
  });

  test.each([
    "team/whisper:3",
    "ghcr.io/team/whisper",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper",
    "localhost:5000/whisper",
    `team/whisper@sha256:${"0".repeat(64)}`,
  ])("an image where a project belongs: %s", (image) => {
    expect(refusal(image)).toMatchObject({
      code: "usage",
      message: `${image} looks like an image, not a project.`,
      hint: `Name it with --image ${image}`,
    });
    expect(refusal("refresh", image)).toMatchObject({
      message: `${image} looks like an image, not a project.`,
      hint: "refresh reads the image from config.yaml: name its folder.",
    });
  });

  test.each([
    "ada:hunter2@ghcr.io/team/whisper:3",
    "https://ada:hunter2@registry.example/whisper",
    "ada:hun/ter2@registry.example/whisper",
    '{"private_key":"hunter2","auth_uri":"https://example.com/o:3"}',
  ])("a secret where a project belongs is not repeated: %s", (text) => {
    for (const argv of [[text], ["model", text], ["check", text], ["help", text]]) {
      const error = refusal(...argv);
      expect(error.code).toBe("usage");
      expect(`${error.message} ${error.hint}`).not.toMatch(/hunter2|hun\/ter2/);
    }
  });

  test("a slip in capitals is told what was meant", () => {
    expect(refusal("--method", "TOKN").hint).toContain("Did you mean token?");
  });

  test("no error repeats what may be a password", () => {
    for (const line of ["--password hunter2", "--password=hunter2", "-phunter2", "--passwort-stdin=hunter2"])
      expect(JSON.stringify(refusal(...line.split(" ")))).not.toContain("hunter2");
  });
});
