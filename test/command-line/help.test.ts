// What does --help say, and does it fit on the screen?
import { expect, test } from "vitest";
import { commandNames } from "../../src/command-line/flags.ts";
import { helpText } from "../../src/command-line/help.ts";

test("--help", () => {
  expect(helpText()).toMatchInlineSnapshot(`
    "Set a Truss project up to pull a private base image on Baseten.

    Usage:
      create-registry-auth [setup] [project]    the wizard
      create-registry-auth refresh [project…]   renew short-lived tokens; never asks
      create-registry-auth check [project…]     say what would break, and why

    A project is a folder that holds config.yaml, or the file itself (default: .)
    On a terminal it asks for what it can't find out. Every question has a flag.

    <command> --help lists the flags that it takes.

    What to set up:
          --registry <id>               where the image is: ecr, artifact-registry,
                                        docker-hub, ghcr, ngc, acr, gitlab, quay,
                                        digitalocean, ibm, oracle, red-hat, jfrog,
                                        other
          --method <id>                 how Baseten signs in: oidc, assume-role,
                                        iam, service-account, token
          --image <reference>           set base_image.image
          --pin                         write the image's digest in place of its tag
          --grant <how>                 make the missing role, user or account, or
                                        print how: create, shell, terraform
          --organization <id>           Baseten's, for a role's trust

    Amazon ECR:
          --aws-profile <name>          the AWS profile to use
                                        refresh, check: the AWS profile, or
                                        <account>=<name> for each
          --access-key-id-secret <name>
                                        name of the access key id's secret
          --secret-access-key-secret <name>
                                        name of the secret access key's secret
          --aws-role-arn <arn>          the role that Baseten assumes
          --aws-region <region>         the registry's region; default: the image's

    Google Artifact Registry:
          --service-account-key <file>  the JSON key; - is standard input
          --secret-name <name>          name of the service account key's secret
          --gcp-service-account <email>
                                        the service account (OIDC)
          --workload-identity-provider <resource>
                                        projects/…/providers/… (OIDC)
          --impersonate-service-account <email>
                                        passed to gcloud

    A user and a token:
          --username <name>             the registry user
          --password-stdin              read the token from standard input
          --from-docker                 use what \`docker login\` stored

    Where the secret goes:
          --store <where>               in Baseten, on standard output, nowhere:
                                        baseten, print, none
          --team <name>                 Baseten team
          --remote <name>               remote of ~/.trussrc or the baseten CLI
          --api-key-stdin               read the Baseten API key from standard input

    Refreshing and checking:
      -r, --recursive                   every Truss config.yaml below
          --schedule <kind>             print a schedule that renews:
                                        github-actions, gitlab-ci, cron, kubernetes
          --online                      also ask Baseten and the registry
          --fix                         apply the fixes that edit config.yaml
          --strict                      warnings fail too
          --format <kind>               what the findings are printed as: text,
                                        github, sarif
          --output <file>               write the schedule or SARIF there

    How to run:
          --no-verify                   skip the pull check
          --dry-run                     only show what would be done
          --json                        one JSON document on standard output; no
                                        prompts
      -y, --yes                         take every default
      -q, --quiet                       only the result
          --no-color                    no colour; NO_COLOR works too
      -V, --version                     print the version
      -h, --help                        print this help

    Examples:
      create-registry-auth                         the wizard
      create-registry-auth --method token --yes    no questions
      create-registry-auth --method iam --aws-profile prod --dry-run
      create-registry-auth --service-account-key key.json
      pass show hub | create-registry-auth --username me --password-stdin
      create-registry-auth refresh -r .            every project below
      create-registry-auth refresh --aws-profile 123456789012=prod
      create-registry-auth check -r . --strict     as in CI

    Exit codes: 0 ok, 1 failed, 2 usage, 3 sign-in, 4 not found, 5 invalid,
                6 server, 130 interrupted
    "
  `);
});

test("refresh --help", () => {
  expect(helpText("refresh")).toMatchInlineSnapshot(`
    "Set a Truss project up to pull a private base image on Baseten.

    Usage:
      create-registry-auth refresh [project…]   renew short-lived tokens; never asks

    A project is a folder that holds config.yaml, or the file itself (default: .)

    Amazon ECR:
          --aws-profile <name>          the AWS profile, or <account>=<name> for
                                        each

    Google Artifact Registry:
          --impersonate-service-account <email>
                                        passed to gcloud

    Where the secret goes:
          --team <name>                 Baseten team
          --remote <name>               remote of ~/.trussrc or the baseten CLI
          --api-key-stdin               read the Baseten API key from standard input

    Refreshing and checking:
      -r, --recursive                   every Truss config.yaml below
          --schedule <kind>             print a schedule that renews:
                                        github-actions, gitlab-ci, cron, kubernetes
          --output <file>               write the schedule or SARIF there

    How to run:
          --no-verify                   skip the pull check
          --dry-run                     only show what would be done
          --json                        one JSON document on standard output; no
                                        prompts
      -y, --yes                         take every default
      -q, --quiet                       only the result
          --no-color                    no colour; NO_COLOR works too
      -V, --version                     print the version
      -h, --help                        print this help

    Examples:
      create-registry-auth refresh -r .            every project below
      create-registry-auth refresh --aws-profile 123456789012=prod

    Exit codes: 0 ok, 1 failed, 2 usage, 3 sign-in, 4 not found, 5 invalid,
                6 server, 130 interrupted
    "
  `);
});

test("a command's help lists the flags that it takes, and no other", () => {
  expect(helpText("check")).toContain("--online");
  expect(helpText("check")).not.toContain("--store");
  expect(helpText("setup")).toContain("--store");
  expect(helpText("setup")).not.toContain("--recursive");
  expect(helpText("setup")).not.toContain("<account>=");
});

test.each([
  undefined,
  ...commandNames,
])("no line of %s is wider than 80 columns, and none ends in a space", (command) => {
  for (const line of helpText(command).split("\n")) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe(line.trimEnd());
  }
});
