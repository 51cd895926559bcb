// What AWS must allow, for each way in which Baseten signs in to ECR.
import { awsCommand } from "../../programs/aws/commands.ts";
import type { MethodId, Target } from "../../registries/types.ts";
import { terraformText } from "../../text/terraform.ts";
import { missingFlag } from "../../values/errors.ts";
import { audience } from "../issuer.ts";
import { nameFor, nameLimits } from "../names.ts";
import type { Grant, Resource, Wanted } from "../types.ts";
import { type EcrPlace, ecrPlace } from "./ecr-place.ts";
import { iamRole } from "./iam-role.ts";
import { accessKey, iamUser } from "./iam-user.ts";
import { identityProvider, providerArn } from "./identity-provider.ts";
import { pullPermission } from "./pull-permission.ts";
import { repositoryPolicy } from "./repository-policy.ts";
import type { RoleNeeds } from "./role-fit.ts";
import { assumeRoleTrust, oidcTrust } from "./trust.ts";

/** The name of the role or user, and of the policy, for a repository. */
export const ecrName = (repository: string): string =>
  nameFor("baseten-ecr-pull", repository, nameLimits.iam);

/** What a role needs, for the ways to sign in that take one. */
interface EcrRole extends RoleNeeds {
  readonly method: MethodId;
  readonly note: string;
  /** What a role that has to do with it has in its trust, for finding them. */
  readonly mark: string;
  /** The same for one that lets this very team in. */
  readonly ownMark: string;
}

/**
 * What a role must be for OIDC or for Baseten's own role.
 * @throws CliError `missing-flag` without what the trust has to name
 */
export function roleNeeds(method: MethodId, target: Target, wanted: Wanted): EcrRole {
  const place = ecrPlace(target, wanted);
  const { pullThrough = false } = wanted;
  return {
    method,
    place,
    pullThrough,
    ...(method === "oidc" ? oidcRole(place, wanted) : assumedRole(wanted)),
  };
}

type Trusting = Pick<EcrRole, "trust" | "note" | "mark" | "ownMark">;

function oidcRole(place: EcrPlace, { organization, team, containers = false }: Wanted): Trusting {
  if (organization === undefined) throw missingFlag("--organization", "the role trusts that one alone.");
  if (team === undefined) throw missingFlag("--team", "the role trusts that one alone.");
  return {
    trust: oidcTrust({ organization, team: team.id, containers }, providerArn(place)),
    note: `for team ${team.name}, ${containers ? "builds and running models" : "image builds only"}`,
    mark: audience,
    ownMark: `org=${organization}:team=${team.id}:`,
  };
}

function assumedRole({ assumedBy }: Wanted): Trusting {
  if (assumedBy === undefined)
    throw missingFlag("--aws-role-arn", "Baseten's own role, which a new one would trust, isn't known.");
  const { roleArn, externalId } = assumedBy;
  return {
    trust: assumeRoleTrust(roleArn, externalId),
    note: "for your organization on Baseten",
    mark: roleArn,
    ownMark: externalId,
  };
}

/** @throws CliError as `roleNeeds` */
export function ecrOidc(target: Target, wanted: Wanted): Grant {
  const role = roleNeeds("oidc", target, wanted);
  return roleGrant(role, wanted, [identityProvider(role.place)]);
}

/** @throws CliError as `roleNeeds` */
export const ecrAssumeRole = (target: Target, wanted: Wanted): Grant =>
  roleGrant(roleNeeds("assume-role", target, wanted), wanted, []);

function roleGrant(
  { method, place, trust, note, ownMark }: EcrRole,
  wanted: Wanted,
  before: readonly Resource[],
): Grant {
  const name = wanted.name ?? ecrName(place.repository);
  const arn = place.iamArn(`role/${name}`);
  return awsGrant(place, wanted, {
    method,
    arn,
    values: { awsRoleArn: arn, awsRegion: place.region },
    resources: [...before, iamRole({ name, trust, note, mark: ownMark })],
    holder: { kind: "role", name },
  });
}

/** A user that may pull and no more, with an access key. */
export function ecrIam(target: Target, wanted: Wanted): Grant {
  const place = ecrPlace(target, wanted);
  const name = wanted.name ?? ecrName(place.repository);
  const grant = awsGrant(place, wanted, {
    method: "iam",
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
  parts: Pick<Grant, "method" | "values" | "resources"> & {
    readonly arn: string;
    readonly holder: { readonly kind: "role" | "user"; readonly name: string };
  },
): Grant {
  const { account, owner, repository, region, crossAccount } = place;
  const { holder } = parts;
  return {
    method: parts.method,
    cloud: "aws",
    place: `AWS ${account}`,
    env: { AWS_PAGER: "", AWS_REGION: region, AWS_DEFAULT_REGION: region },
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
