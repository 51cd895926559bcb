// What AWS must allow, for each way in which Baseten signs in to ECR.
import { awsCommand } from "../../programs/aws/commands.ts";
import type { Target } from "../../registries/types.ts";
import { terraformText } from "../../text/terraform.ts";
import { missingFlag } from "../../values/errors.ts";
import { nameFor, nameLimits } from "../names.ts";
import type { Grant, Resource, Wanted } from "../types.ts";
import { type EcrPlace, ecrPlace } from "./ecr-place.ts";
import { iamRole } from "./iam-role.ts";
import { accessKey, iamUser } from "./iam-user.ts";
import { identityProvider, providerArn } from "./identity-provider.ts";
import { pullPermission } from "./pull-permission.ts";
import { repositoryPolicy } from "./repository-policy.ts";
import { assumeRoleTrust, oidcTrust, type Trust } from "./trust.ts";

/** The name of the role or user, and of the policy, for a repository. */
export const ecrName = (repository: string): string =>
  nameFor("baseten-ecr-pull", repository, nameLimits.iam);

/** @throws CliError `missing-flag` without the ids of organization and team */
export function ecrOidc(target: Target, wanted: Wanted): Grant {
  const place = ecrPlace(target, wanted);
  const { organization, team, containers = false } = wanted;
  if (organization === undefined) throw missingFlag("--organization", "the role trusts that one alone.");
  if (team === undefined) throw missingFlag("--team", "the role trusts that one alone.");
  const trust = oidcTrust({ organization, team: team.id, containers }, providerArn(place));
  const note = `for team ${team.name}, ${containers ? "builds and running models" : "image builds only"}`;
  const role = { trust, note, mark: `org=${organization}:team=${team.id}:` };
  return roleGrant(place, wanted, role, [identityProvider(place)]);
}

/** @throws CliError `missing-flag` without Baseten's role and the external id */
export function ecrAssumeRole(target: Target, wanted: Wanted): Grant {
  const place = ecrPlace(target, wanted);
  if (wanted.assumedBy === undefined)
    throw missingFlag("--aws-role-arn", "Baseten's own role, which a new one would trust, isn't known.");
  const { roleArn, externalId } = wanted.assumedBy;
  const trust = assumeRoleTrust(roleArn, externalId);
  return roleGrant(place, wanted, { trust, note: "for your organization on Baseten", mark: externalId }, []);
}

function roleGrant(
  place: EcrPlace,
  wanted: Wanted,
  options: { readonly trust: Trust; readonly note: string; readonly mark: string },
  before: readonly Resource[],
): Grant {
  const name = wanted.name ?? ecrName(place.repository);
  const arn = place.iamArn(`role/${name}`);
  return awsGrant(place, wanted, {
    arn,
    values: { awsRoleArn: arn, awsRegion: place.region },
    resources: [...before, iamRole({ name, ...options })],
    holder: { kind: "role", name },
  });
}

/** A user that may pull and no more, with an access key. */
export function ecrIam(target: Target, wanted: Wanted): Grant {
  const place = ecrPlace(target, wanted);
  const name = wanted.name ?? ecrName(place.repository);
  const grant = awsGrant(place, wanted, {
    arn: place.iamArn(`user/${name}`),
    values: {},
    resources: [iamUser(name)],
    holder: { kind: "user", name },
  });
  // The key comes last: what fails before it leaves no secret behind.
  return { ...grant, resources: [...grant.resources, accessKey(name)] };
}

function awsGrant(
  place: EcrPlace,
  { pullThrough = false }: Wanted,
  parts: Pick<Grant, "values" | "resources"> & {
    readonly arn: string;
    readonly holder: { readonly kind: "role" | "user"; readonly name: string };
  },
): Grant {
  const { account, owner, repository, region, crossAccount } = place;
  const { holder } = parts;
  return {
    cloud: "aws",
    place: `AWS ${account}`,
    variables: [],
    resources: [
      ...parts.resources,
      pullPermission({ holder, name: ecrName(repository), place, pullThrough }),
      ...(crossAccount ? [repositoryPolicy(place, parts.arn)] : []),
    ],
    values: parts.values,
    notes: crossAccount
      ? [`The image is in account ${owner}, the ${holder.kind} in ${account}: both must allow the pull.`]
      : [],
    guard: {
      command: awsCommand(["sts", "get-caller-identity", "--query", "Account"]),
      prints: `"${account}"`,
      otherwise: `This is for AWS account ${account}, and another one is signed in.`,
    },
    terraform: `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region              = ${terraformText(region)}
  allowed_account_ids = [${terraformText(account)}]
}`,
  };
}
