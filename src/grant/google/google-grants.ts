// What Google must allow, for each way in which Baseten signs in to Artifact Registry.
import type { MethodId, Target } from "../../registries/types.ts";
import { terraformText } from "../../text/terraform.ts";
import { missingFlag } from "../../values/errors.ts";
import { nameFor, nameLimits } from "../names.ts";
import type { Grant, Wanted } from "../types.ts";
import { projectNumber } from "./google-commands.ts";
import { accountEmail, accountId, type GooglePlace, googlePlace } from "./google-place.ts";
import { identityPool, impersonation, type PoolSubject, poolProvider, providerId } from "./identity-pool.ts";
import { readerBinding, serviceAccount, serviceAccountKey } from "./service-account.ts";

/** Whom the provider lets in. @throws CliError `missing-flag` without the ids of organization and team */
export function poolSubject({ organization, team, containers = false }: Wanted): PoolSubject {
  if (organization === undefined) throw missingFlag("--organization", "the provider trusts that one alone.");
  if (team === undefined) throw missingFlag("--team", "the provider trusts that one alone.");
  return { organization, team, containers };
}

/** @throws CliError as `poolSubject` */
export function googleOidc(target: Target, wanted: Wanted): Grant {
  const place = googlePlace(target);
  const { project } = place;
  const subject = poolSubject(wanted);
  const account = wanted.name ?? accountId(place);
  const pool = nameFor("baseten", subject.team.id, nameLimits.identityPool);
  const provider = `projects/\${PROJECT_NUMBER}/locations/global/workloadIdentityPools/${pool}/providers/${providerId}`;
  return {
    ...googleGrant("oidc", place),
    variables: [projectNumber(project)],
    resources: [
      serviceAccount(account, project),
      identityPool(pool, project, subject),
      poolProvider(pool, project, subject),
      impersonation(account, pool, project),
      readerBinding(account, place),
    ],
    values: { gcpServiceAccount: accountEmail(account, project), workloadIdentityProvider: provider },
    notes: [
      "Google takes 2 to 7 minutes until this works everywhere; a push before that may be refused.",
      ...(subject.containers
        ? ["A deployment's environment name over 32 characters makes a subject that is too long for Google."]
        : []),
    ],
    terraform: `${header(project)}

data "google_project" "this" {
  project_id = ${terraformText(project)}
}

locals {
  project_number = data.google_project.this.number
}`,
  };
}

/** A service account that may pull and no more, with a JSON key. */
export function googleServiceAccount(target: Target, wanted: Wanted): Grant {
  const place = googlePlace(target);
  const account = wanted.name ?? accountId(place);
  return {
    ...googleGrant("service-account", place),
    resources: [
      serviceAccount(account, place.project),
      readerBinding(account, place),
      // The key comes last: what fails before it leaves no secret behind.
      serviceAccountKey(account, place.project),
    ],
  };
}

const googleGrant = (method: MethodId, { project }: GooglePlace): Grant => ({
  method,
  cloud: "google",
  place: `Google Cloud ${project}`,
  env: { CLOUDSDK_CORE_DISABLE_PROMPTS: "1" },
  variables: [],
  resources: [],
  values: {},
  notes: ["Google takes 2 to 7 minutes until this works everywhere."],
  terraform: header(project),
});

const header = (project: string): string => `terraform {
  required_providers {
    google = {
      source = "hashicorp/google"
    }
  }
}

provider "google" {
  project = ${terraformText(project)}
}`;
