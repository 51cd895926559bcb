// Why did a cloud refuse to read or make something? Names the permission, who lacks it, and the way out.
import { explainFailure } from "../programs/explain.ts";
import { CliError } from "../values/errors.ts";
import type { Command, ExecResult } from "../world/types.ts";

/** How a command failed. */
export type Failure = Exclude<ExecResult, { status: "ok" }>;

/** Fragments, in any case, of what a failed command printed. */
export const printed = (result: Failure, fragments: readonly string[]): boolean => {
  if (result.status !== "failed") return false;
  const text = result.stderr.toLowerCase();
  return fragments.some((fragment) => text.includes(fragment.toLowerCase()));
};

const printInstead = "Print it for your cloud team instead: --grant shell or --grant terraform";

/** Policies of an organization that forbid, whoever asks: by a fragment, a sentence and the way out. */
const forbidden: readonly (readonly [fragment: string, message: string, hint: string])[] = [
  [
    "with an explicit deny in a service control policy",
    "A policy of your AWS organization (SCP) forbids this for everybody in the account.",
    `Whoever looks after the organization can allow it, or make it themselves. ${printInstead}`,
  ],
  [
    "with an explicit deny in a permissions boundary",
    "The permissions boundary of your AWS identity forbids this.",
    `Somebody without it can make it. ${printInstead}`,
  ],
  [
    "constraints/iam.disableServiceAccountKeyCreation",
    "Your organization's policy allows no service account keys (iam.disableServiceAccountKeyCreation).",
    "OIDC needs none: --method oidc",
  ],
  [
    "Key creation is not allowed on this service account",
    "Your organization's policy allows no service account keys (iam.disableServiceAccountKeyCreation).",
    "OIDC needs none: --method oidc",
  ],
  [
    "constraints/iam.workloadIdentityPoolProviders",
    "Your organization's policy doesn't allow Baseten as an identity provider (iam.workloadIdentityPoolProviders).",
    "Whoever looks after the organization adds https://oidc.baseten.co to it.",
  ],
  [
    "constraints/iam.disableServiceAccountCreation",
    "Your organization's policy allows no new service accounts here (iam.disableServiceAccountCreation).",
    "Name one that is there: --gcp-service-account <e-mail>",
  ],
  [
    "constraints/iam.allowedPolicyMemberDomains",
    "Your organization's policy allows no members from outside in this project (iam.allowedPolicyMemberDomains).",
    "Whoever looks after the organization makes an exception for the project.",
  ],
];

/**
 * The failure of a command that reads or makes. It holds the permission's name and who lacks it, and nothing else
 * of what was printed.
 */
export function explainDenial(command: Command, result: Failure): CliError {
  const [, message, hint] = forbidden.find(([fragment]) => printed(result, [fragment])) ?? [];
  if (message !== undefined && hint !== undefined) return new CliError("access-denied", message, { hint });
  const known = explainFailure(command, result);
  if (known.code !== "access-denied" || result.status !== "failed") return known;
  const permission = permissionOf(command, result.stderr);
  if (permission === null) return new CliError("access-denied", known.message, { hint: printInstead });
  const who = /\b(?:user|principal):? (arn:[\w:+=,.@/-]+)/i.exec(result.stderr)?.[1] ?? "you";
  return new CliError(
    "access-denied",
    `${clouds[command.file] ?? "The cloud"} denies ${who} ${permission}.`,
    {
      hint: printInstead,
    },
  );
}

const clouds: Readonly<Record<string, string>> = { aws: "AWS", gcloud: "Google", az: "Azure" };

/** `iam:CreateRole`, `iam.roles.create`, `Microsoft.ContainerRegistry/…`: as printed, else made of the command. */
function permissionOf({ file, args }: Command, stderr: string): string | null {
  const told = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(stderr)?.[1];
  if (told !== undefined) return told;
  const google = /permission '?"?([a-z]+(?:\.[a-zA-Z]+){1,3})'?"?/i.exec(stderr)?.[1];
  if (file === "gcloud") return google ?? null;
  if (file === "az") return /perform action '([\w./]+)'/.exec(stderr)?.[1] ?? null;
  const [service = "", verb = ""] = args;
  const operation = /when calling the (\w+) operation/.exec(stderr)?.[1];
  return `${service}:${operation ?? pascal(verb)}`;
}

const pascal = (verb: string): string =>
  verb.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
