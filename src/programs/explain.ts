// Why did aws, gcloud or az fail, and what is the next command? Told by fragments of what they print.

import { quoted, shellLine } from "../text/shell.ts";
import { CliError, type SignInCommand } from "../values/errors.ts";
import type { Command, ExecResult } from "../world/types.ts";
import { awsFailures } from "./aws/failures.ts";
import { azureFailures } from "./az/failures.ts";
import { googleFailures } from "./gcloud/failures.ts";
import type { FailureFacts, KnownFailure, SigningIn } from "./types.ts";

/** A command as the user would type it; its environment stays out, since secrets travel there. */
export const commandLine = ({ file, args }: Command): string => shellLine([file, ...args]);

/** Milliseconds a command may take unless it says otherwise. */
const defaultTimeoutMs = 30_000;

/** What is said of a program, whatever failed. */
interface Program {
  readonly name: string;
  readonly install: string;
  /** A command that is quick and shows what is wrong. */
  readonly check: (withProfile: string) => string;
  readonly failures: readonly KnownFailure[];
}

const programs: Readonly<Record<string, Program>> = {
  aws: {
    name: "The AWS CLI",
    install: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    check: (withProfile) => `aws sts get-caller-identity${withProfile}`,
    failures: awsFailures,
  },
  gcloud: {
    name: "The Google Cloud CLI (gcloud)",
    install: "https://cloud.google.com/sdk/docs/install",
    check: () => "gcloud auth list",
    failures: googleFailures,
  },
  az: {
    name: "The Azure CLI (az)",
    install: "https://learn.microsoft.com/cli/azure/install-azure-cli",
    check: () => "az account show",
    failures: azureFailures,
  },
  doctl: {
    name: "DigitalOcean's doctl",
    install: "https://docs.digitalocean.com/reference/doctl/how-to/install/",
    check: () => "doctl account get",
    failures: [],
  },
  gh: {
    name: "The GitHub CLI (gh)",
    install: "https://cli.github.com",
    check: () => "gh auth status",
    failures: [],
  },
  baseten: {
    name: "The Baseten CLI",
    install: "https://github.com/basetenlabs/baseten-cli",
    check: () => "baseten auth status",
    failures: [],
  },
};

/** Any other is one of Docker's credential helpers. https://github.com/docker/docker-credential-helpers */
const programOf = (file: Command["file"]): Program =>
  programs[file] ?? {
    name: file,
    install: "https://github.com/docker/docker-credential-helpers",
    check: () => `${file} list`,
    failures: [],
  };

/**
 * The failure of a command, as a sentence and the next command.
 * @param signsIn how aws came by its credentials, for a remedy that fits
 * Of the command it tells the program, its profile and its exit code; of its output, nothing.
 */
export function explainFailure(
  command: Command,
  result: Exclude<ExecResult, { status: "ok" }>,
  signsIn: SigningIn | null = null,
): CliError {
  const cli = programOf(command.file);
  if (result.status === "missing")
    return new CliError("cli-missing", `${cli.name} is not installed, or not on PATH.`, {
      hint: `Install it: ${cli.install}`,
    });
  const facts = factsOf(command, result.status === "failed" ? result.stderr : "", signsIn);
  const check = cli.check(facts.withProfile);
  if (result.status === "timeout") {
    const seconds = (command.timeoutMs ?? defaultTimeoutMs) / 1000;
    return new CliError("cli-timeout", `${cli.name} did not answer within ${seconds} seconds.`, {
      hint: `Check the network and proxy, and see whether this answers: ${check}`,
    });
  }
  const known = cli.failures.find((failure) => matches(failure, result.stderr, result.exitCode));
  if (known !== undefined)
    return new CliError(known.code, known.message(facts), {
      hint: known.hint(facts),
      ...signInOf(command.file, known, facts),
    });
  const code = result.exitCode === null ? "" : ` with exit code ${result.exitCode}`;
  return new CliError("cli-failed", `${cli.name} failed${code}.`, { hint: `See what it says: ${check}` });
}

function signInOf(
  file: Command["file"],
  { signIn }: KnownFailure,
  facts: FailureFacts,
): { readonly signIn?: SignInCommand } {
  const args = signIn?.(facts) ?? null;
  if (args === null || (file !== "aws" && file !== "gcloud" && file !== "az")) return {};
  return { signIn: { file, args } };
}

function matches(failure: KnownFailure, stderr: string, exitCode: number | null): boolean {
  if (failure.exitCode !== undefined && failure.exitCode === exitCode) return true;
  const text = stderr.toLowerCase();
  return failure.fragments.some((fragment) => text.includes(fragment.toLowerCase()));
}

function factsOf(command: Command, stderr: string, signsIn: SigningIn | null): FailureFacts {
  const stated = flagOf(command, "--profile") ?? textOf(command.env?.AWS_PROFILE);
  // AWS_PROFILE may come from the surroundings, and then only aws tells its name.
  const told = /config profile \(([\w.@+ -]{1,64})\)/.exec(stderr)?.[1];
  const profile = stated ?? told ?? null;
  return {
    profile,
    withProfile: withProfile(profile),
    signsIn,
    withSource: withProfile(signsIn?.profile ?? null),
    ownKey: command.env?.AWS_ACCESS_KEY_ID !== undefined,
    action: command.args.slice(0, 2).join(" "),
    serviceAccount: flagOf(command, "--impersonate-service-account") ?? flagOf(command, "--iam-account"),
    project: flagOf(command, "--project"),
    // Of a command about a thing in a registry it is the registry that counts.
    name: flagOf(command, "--registry") ?? flagOf(command, "--name"),
    user: flagOf(command, "--user-name"),
  };
}

const withProfile = (name: string | null): string => (name === null ? "" : ` --profile ${quoted(name)}`);

/** A flag's value, written as `--flag value` or `--flag=value`. */
function flagOf({ args }: Command, flag: string): string | null {
  const index = args.indexOf(flag);
  if (index >= 0) return args[index + 1] ?? null;
  return args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? null;
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
