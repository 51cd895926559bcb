// Where in AWS are the image and what is made for it? Partition, account, region and ARNs.
import type { Target } from "../../registries/types.ts";
import { CliError } from "../../values/errors.ts";
import type { Wanted } from "../types.ts";

/** Where things are. */
export interface EcrPlace {
  /** The account in which the role or user is made. */
  readonly account: string;
  /** The account that owns the image. */
  readonly owner: string;
  readonly region: string;
  readonly repository: string;
  readonly repositoryArn: string;
  /** Whether the repository's own policy must let the role in too. */
  readonly crossAccount: boolean;
  /** An ARN of IAM in the account: `iamArn("role/x")`. */
  readonly iamArn: (resource: string) => string;
}

/**
 * The partition of a host and region.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(host: string, region: string): string {
  if (/\.cn$/.test(host)) return "aws-cn";
  if (/\.amazonaws\.eu$/.test(host)) return "aws-eusc";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  const isolated: Readonly<Record<string, string>> = {
    "c2s.ic.gov": "aws-iso",
    "sc2s.sgov.gov": "aws-iso-b",
    "cloud.adc-e.uk": "aws-iso-e",
    "csp.hci.ic.gov": "aws-iso-f",
  };
  return Object.entries(isolated).find(([domain]) => host.endsWith(`.${domain}`))?.[1] ?? "aws";
}

/**
 * Accounts of AWS's own that let any AWS identity pull: deep learning containers, SageMaker, the marketplace.
 * https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 */
const awsOwned = new Set([
  "763104351884",
  "709825985650",
  "602401143452",
  "683313688378",
  "246618743249",
  "520713654638",
  "871362719292",
  "217643126080",
  "727897471807",
  "446045086412",
  "442386744353",
  "692866216735",
]);

/** Whether an account is AWS's own, so that nobody needs its leave. */
export const isAwsOwned = (account: string): boolean => awsOwned.has(account);

/** @throws CliError `not-signed-in` where only the person's own account could be meant, and it isn't known. */
export function ecrPlace(
  { account: owner = "", region = "", host, image }: Target,
  wanted: Wanted,
): EcrPlace {
  const account = wanted.account ?? (isAwsOwned(owner) ? undefined : owner);
  if (account === undefined)
    throw new CliError(
      "not-signed-in",
      `Account ${owner} is AWS's own, so what lets Baseten pull goes into yours, which isn't known.`,
      { hint: "Sign in to your account with aws; this shows it: aws sts get-caller-identity" },
    );
  const partition = partitionOf(host, region);
  const { repository } = image;
  return {
    account,
    owner,
    region,
    repository,
    repositoryArn: `arn:${partition}:ecr:${region}:${owner}:repository/${repository}`,
    crossAccount: account !== owner && !isAwsOwned(owner),
    iamArn: (resource) => `arn:${partition}:iam::${account}:${resource}`,
  };
}
