// The aws commands this tool runs, and how their output is read, in versions 1 and 2.

import { hoursAfter } from "../../text/clock.ts";
import { at, listAt, parseJson, textAt } from "../../text/json.ts";
import { type BasicCredential, decodeBasic, type Secret } from "../../values/secret.ts";
import { dateOf, isOneLine, laterThan, tokenLine } from "../../values/token-shape.ts";
import type { Command } from "../../world/types.ts";
import type { Attempt, Listing, ListingValues, Probe } from "../types.ts";

/** Hours that an ECR token lasts. https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const ecrTokenHours = 12;

interface AwsSettings {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly env?: Readonly<Record<string, string | Secret>>;
}

/** An aws command that never pages, with its region stated: a profile's own region may be another. */
export function awsCommand(args: readonly string[], settings: AwsSettings = {}): Command {
  const { region, profile, env } = settings;
  return {
    file: "aws",
    args: [
      ...args,
      ...(region === undefined ? [] : ["--region", region]),
      "--output",
      "json",
      ...(profile === undefined ? [] : ["--profile", profile]),
    ],
    env: { AWS_PAGER: "", ...env },
  };
}

/** Fetches an ECR token together with its expiry. */
export const authorizationToken = (settings: AwsSettings): Attempt => ({
  command: awsCommand(["ecr", "get-authorization-token"], settings),
  read: readAuthorizationToken,
});

/** Fetches the password alone, without its expiry: what is left when the other's output can't be read. */
export const loginPassword = (settings: AwsSettings): Attempt => ({
  command: awsCommand(["ecr", "get-login-password"], settings),
  read: (stdout, now) => {
    const password = tokenLine(stdout);
    if (password === null) return null;
    return { kind: "basic", username: "AWS", password, expiresAt: hoursAfter(now, ecrTokenHours) };
  },
});

function readAuthorizationToken(stdout: Secret, now: Date): BasicCredential | null {
  const output = parseJson(stdout);
  const token = textAt(output, "authorizationData", 0, "authorizationToken");
  if (token === null) return null;
  const basic = decodeBasic(stdout.map(() => token));
  if (basic === null || !isOneLine(basic.password.reveal()) || !isOneLine(basic.username)) return null;
  const expiresAt = readTime(at(output, "authorizationData", 0, "expiresAt"));
  const endpoint = textAt(output, "authorizationData", 0, "proxyEndpoint") ?? "";
  const account = /^https:\/\/(\d{12})\./.exec(endpoint)?.[1];
  const end = laterThan(now, expiresAt) ?? hoursAfter(now, ecrTokenHours);
  return { kind: "basic", ...basic, expiresAt: end, ...(account === undefined ? {} : { account }) };
}

/** A time as an epoch in seconds (version 1) or ISO 8601 (version 2). */
function readTime(value: unknown): Date | null {
  if (typeof value === "number") return dateOf(value * 1000);
  return typeof value === "string" ? dateOf(value) : null;
}

/** Who is signed in to AWS. */
export interface AwsIdentity {
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks AWS who is signed in; a second or so. The region picks the partition: China's keys work only there.
 * @param env a key to ask with, instead of the machine's own sign-in
 */
export const awsIdentity = (
  values: Omit<ListingValues, "project"> = {},
  env: NonNullable<AwsSettings["env"]> = {},
): Probe<AwsIdentity> => ({
  command: awsCommand(["sts", "get-caller-identity"], {
    region: values.region,
    profile: values.awsProfile,
    env,
  }),
  read: (stdout) => {
    const output = parseJson(stdout);
    const account = textAt(output, "Account");
    const arn = textAt(output, "Arn");
    return account === null || arn === null ? null : { account, arn };
  },
});

/** The repositories of the account that is signed in, in one region. */
export const ecrListing: Listing = {
  suffix: ":",
  command: ({ region, awsProfile }) =>
    region === undefined
      ? null
      : awsCommand(["ecr", "describe-repositories"], { region, profile: awsProfile }),
  read: (stdout) =>
    listAt(parseJson(stdout), "repositories").flatMap(
      (repository) => textAt(repository, "repositoryUri") ?? [],
    ),
};
