// Are the script and the Terraform the same grant as the plan, laid out to be read, with no secret in them?
import { expect, test } from "vitest";
import { readGrant } from "../../src/grant/read-grant.ts";
import { shellScript } from "../../src/grant/shell-script.ts";
import { terraform } from "../../src/grant/terraform-file.ts";
import { fakeWorld } from "../support/world.ts";
import { allGrants, ecrImage, googleImage, grantOf } from "./grants.ts";

test("a script for ECR by OIDC", () => {
  expect(shellScript(grantOf(ecrImage, "oidc"))).toMatchInlineSnapshot(`
    "#!/usr/bin/env bash
    # Lets Baseten pull a base image. AWS 123456789012. It may run twice: what is there stays as it is.
    set -euo pipefail
    export AWS_PAGER='' AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1

    # Whether reading it fails since it isn't there. Any other failure ends the script.
    missing() {
      local said
      said=$("$@" 2>&1 >/dev/null) && return 1
      case $said in
        *NoSuchEntity*) return 0 ;;
      esac
      printf '%s\\n' "$said" >&2
      exit 1
    }

    stop() {
      printf '%s\\n' "$1" >&2
      exit 1
    }

    [ "$(aws sts get-caller-identity --query Account --output json)" = '"123456789012"' ] ||
      stop 'This is for AWS account 123456789012, and another one is signed in.'

    # identity provider oidc.baseten.co: tells AWS who Baseten is
    if missing aws iam get-open-id-connect-provider \\
      --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co \\
      --output json; then
      aws iam create-open-id-connect-provider \\
        --url https://oidc.baseten.co \\
        --client-id-list oidc.baseten.co \\
        --tags Key=created-by,Value=create-registry-auth \\
        --output json >/dev/null
    else
      [ "$(aws iam get-open-id-connect-provider \\
        --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co \\
        --query "contains(ClientIDList, 'oidc.baseten.co')" \\
        --output json)" = true ] ||
        aws iam add-client-id-to-open-id-connect-provider \\
          --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co \\
          --client-id oidc.baseten.co \\
          --output json >/dev/null
    fi

    # role baseten-ecr-pull-team-whisper: for team Default, image builds only
    if missing aws iam get-role --role-name baseten-ecr-pull-team-whisper --output json; then
      aws iam create-role \\
        --role-name baseten-ecr-pull-team-whisper \\
        --assume-role-policy-document '{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "Baseten",
            "Effect": "Allow",
            "Principal": {
              "Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co"
            },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "StringEquals": {
                "oidc.baseten.co:aud": "oidc.baseten.co"
              },
              "StringLike": {
                "oidc.baseten.co:sub": "v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build"
              }
            }
          }
        ]
      }' \\
        --description 'Lets Baseten pull a base image' \\
        --tags Key=created-by,Value=create-registry-auth \\
        --output json >/dev/null
    else
      [ "$(aws iam get-role \\
        --role-name baseten-ecr-pull-team-whisper \\
        --query "contains(to_string(Role.AssumeRolePolicyDocument), 'org=PJAd5Q0:team=wgeyxoq:')" \\
        --output json)" = true ] ||
        stop 'There is a role baseten-ecr-pull-team-whisper already, with another trust. Nothing of it was changed.'
    fi

    # permission pull team/whisper: us-east-1
    if missing aws iam get-role-policy \\
      --role-name baseten-ecr-pull-team-whisper \\
      --policy-name baseten-ecr-pull-team-whisper \\
      --output json; then
      aws iam put-role-policy \\
        --role-name baseten-ecr-pull-team-whisper \\
        --policy-name baseten-ecr-pull-team-whisper \\
        --policy-document '{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "SignIn",
            "Effect": "Allow",
            "Action": "ecr:GetAuthorizationToken",
            "Resource": "*"
          },
          {
            "Sid": "Pull",
            "Effect": "Allow",
            "Action": [
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchGetImage",
              "ecr:GetDownloadUrlForLayer"
            ],
            "Resource": "arn:aws:ecr:us-east-1:123456789012:repository/team/whisper"
          }
        ]
      }' \\
        --output json >/dev/null
    else
      [ "$(aws iam get-role-policy \\
        --role-name baseten-ecr-pull-team-whisper \\
        --policy-name baseten-ecr-pull-team-whisper \\
        --query "contains(to_string(PolicyDocument), 'arn:aws:ecr:us-east-1:123456789012:repository/team/whisper')" \\
        --output json)" = true ] ||
        stop 'The role baseten-ecr-pull-team-whisper has a policy baseten-ecr-pull-team-whisper already, for something else. Nothing of it was changed.'
    fi

    printf '%s\\n' \\
      'Done. In the project:' \\
      'npx create-registry-auth --method oidc --aws-role-arn arn:aws:iam::123456789012:role/baseten-ecr-pull-team-whisper --aws-region us-east-1'
    "
  `);
});

test("a script for Google by OIDC", () => {
  expect(shellScript(grantOf(googleImage, "oidc"))).toMatchInlineSnapshot(`
    "#!/usr/bin/env bash
    # Lets Baseten pull a base image. Google Cloud my-project. It may run twice: what is there stays as it is.
    # Google takes 2 to 7 minutes until this works everywhere; a push before that may be refused.
    set -euo pipefail
    export CLOUDSDK_CORE_DISABLE_PROMPTS=1

    # Whether reading it fails since it isn't there. Any other failure ends the script.
    missing() {
      local said
      said=$("$@" 2>&1 >/dev/null) && return 1
      case $said in
        *NOT_FOUND* | *'Unknown service account'* | *'does not exist'*) return 0 ;;
      esac
      printf '%s\\n' "$said" >&2
      exit 1
    }

    stop() {
      printf '%s\\n' "$1" >&2
      exit 1
    }

    PROJECT_NUMBER=$(gcloud projects describe my-project --format='value(projectNumber)')

    # service account baseten-pull-models: may pull, and nothing else
    if missing gcloud iam service-accounts describe baseten-pull-models@my-project.iam.gserviceaccount.com \\
      --project=my-project \\
      --format=json; then
      gcloud iam service-accounts create baseten-pull-models \\
        --project=my-project \\
        --display-name='Baseten image pull' \\
        --description='Lets Baseten pull a base image; created-by=create-registry-auth' \\
        --format=json >/dev/null
    else
      [ "$(gcloud iam service-accounts describe baseten-pull-models@my-project.iam.gserviceaccount.com \\
        --project=my-project \\
        --format='value(description)')" = 'Lets Baseten pull a base image; created-by=create-registry-auth' ] ||
        stop 'There is a service account baseten-pull-models already, made by somebody else. Nothing of it was changed.'
    fi

    # identity pool baseten-wgeyxoq: for team Default
    if missing gcloud iam workload-identity-pools describe baseten-wgeyxoq \\
      --location=global \\
      --project=my-project \\
      --format=json; then
      gcloud iam workload-identity-pools create baseten-wgeyxoq \\
        --location=global \\
        --project=my-project \\
        --display-name=Baseten \\
        --description=created-by=create-registry-auth \\
        --format=json >/dev/null
    fi

    # provider baseten: image builds only
    if missing gcloud iam workload-identity-pools providers describe baseten \\
      --location=global \\
      --workload-identity-pool=baseten-wgeyxoq \\
      --project=my-project \\
      --format=json; then
      gcloud iam workload-identity-pools providers create-oidc baseten \\
        --location=global \\
        --workload-identity-pool=baseten-wgeyxoq \\
        --project=my-project \\
        --issuer-uri=https://oidc.baseten.co \\
        --allowed-audiences=oidc.baseten.co \\
        --attribute-mapping=google.subject=assertion.sub \\
        --attribute-condition="google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')" \\
        --format=json >/dev/null
    else
      [ "$(gcloud iam workload-identity-pools providers describe baseten \\
        --location=global \\
        --workload-identity-pool=baseten-wgeyxoq \\
        --project=my-project \\
        --format='value(attributeCondition)')" = "google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')" ] ||
        stop 'The provider baseten of pool baseten-wgeyxoq has another condition.'
    fi

    # permission act as baseten-pull-models: for the pool baseten-wgeyxoq
    gcloud iam service-accounts add-iam-policy-binding baseten-pull-models@my-project.iam.gserviceaccount.com \\
      --project=my-project \\
      --role=roles/iam.workloadIdentityUser \\
      --member="principalSet://iam.googleapis.com/projects/\${PROJECT_NUMBER}/locations/global/workloadIdentityPools/baseten-wgeyxoq/*" \\
      --condition=None \\
      --format=json >/dev/null

    # permission pull models: us-west2
    gcloud artifacts repositories add-iam-policy-binding models \\
      --location=us-west2 \\
      --project=my-project \\
      --role=roles/artifactregistry.reader \\
      --member=serviceAccount:baseten-pull-models@my-project.iam.gserviceaccount.com \\
      --condition=None \\
      --format=json >/dev/null

    printf '%s\\n' \\
      'Done. In the project:' \\
      "npx create-registry-auth --method oidc --gcp-service-account baseten-pull-models@my-project.iam.gserviceaccount.com --workload-identity-provider projects/\${PROJECT_NUMBER}/locations/global/workloadIdentityPools/baseten-wgeyxoq/providers/baseten"
    "
  `);
});

test("Terraform for ECR by OIDC", () => {
  expect(terraform(grantOf(ecrImage, "oidc"))).toMatchInlineSnapshot(`
    "# Lets Baseten pull a base image. AWS 123456789012.
    terraform {
      required_providers {
        aws = {
          source = "hashicorp/aws"
        }
      }
    }

    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["123456789012"]
    }

    resource "aws_iam_openid_connect_provider" "baseten" {
      url            = "https://oidc.baseten.co"
      client_id_list = ["oidc.baseten.co"]
      tags = {
        created-by = "create-registry-auth"
      }
    }

    resource "aws_iam_role" "baseten" {
      name        = "baseten-ecr-pull-team-whisper"
      description = "Lets Baseten pull a base image"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid    = "Baseten"
            Effect = "Allow"
            Principal = {
              Federated = "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co"
            }
            Action = "sts:AssumeRoleWithWebIdentity"
            Condition = {
              StringEquals = {
                "oidc.baseten.co:aud" = "oidc.baseten.co"
              }
              StringLike = {
                "oidc.baseten.co:sub" = "v=1:org=PJAd5Q0:team=wgeyxoq:*:type=model_build"
              }
            }
          },
        ]
      })
      tags = {
        created-by = "create-registry-auth"
      }

      depends_on = [aws_iam_openid_connect_provider.baseten]
    }

    resource "aws_iam_role_policy" "pull" {
      name = "baseten-ecr-pull-team-whisper"
      role = aws_iam_role.baseten.name
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid      = "SignIn"
            Effect   = "Allow"
            Action   = "ecr:GetAuthorizationToken"
            Resource = "*"
          },
          {
            Sid    = "Pull"
            Effect = "Allow"
            Action = [
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchGetImage",
              "ecr:GetDownloadUrlForLayer",
            ]
            Resource = "arn:aws:ecr:us-east-1:123456789012:repository/team/whisper"
          },
        ]
      })
    }

    # For --aws-role-arn
    output "aws_role_arn" {
      value = "arn:aws:iam::123456789012:role/baseten-ecr-pull-team-whisper"
    }

    # For --aws-region
    output "aws_region" {
      value = "us-east-1"
    }
    "
  `);
});

test("Terraform for Google by OIDC", () => {
  expect(terraform(grantOf(googleImage, "oidc"))).toMatchInlineSnapshot(`
    "# Lets Baseten pull a base image. Google Cloud my-project.
    # Google takes 2 to 7 minutes until this works everywhere; a push before that may be refused.
    terraform {
      required_providers {
        google = {
          source = "hashicorp/google"
        }
      }
    }

    provider "google" {
      project = "my-project"
    }

    data "google_project" "this" {
      project_id = "my-project"
    }

    locals {
      project_number = data.google_project.this.number
    }

    resource "google_service_account" "baseten" {
      account_id   = "baseten-pull-models"
      display_name = "Baseten image pull"
      description  = "Lets Baseten pull a base image; created-by=create-registry-auth"
    }

    resource "google_iam_workload_identity_pool" "baseten" {
      workload_identity_pool_id = "baseten-wgeyxoq"
      description               = "created-by=create-registry-auth"
    }

    resource "google_iam_workload_identity_pool_provider" "baseten" {
      workload_identity_pool_id          = google_iam_workload_identity_pool.baseten.workload_identity_pool_id
      workload_identity_pool_provider_id = "baseten"
      attribute_condition                = "google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')"
      attribute_mapping = {
        "google.subject" = "assertion.sub"
      }
      oidc {
        issuer_uri        = "https://oidc.baseten.co"
        allowed_audiences = ["oidc.baseten.co"]
      }
    }

    resource "google_service_account_iam_member" "baseten" {
      service_account_id = google_service_account.baseten.name
      role               = "roles/iam.workloadIdentityUser"
      member             = "principalSet://iam.googleapis.com/projects/\${local.project_number}/locations/global/workloadIdentityPools/baseten-wgeyxoq/*"

      depends_on = [google_iam_workload_identity_pool.baseten]
    }

    resource "google_artifact_registry_repository_iam_member" "pull" {
      location   = "us-west2"
      repository = "models"
      role       = "roles/artifactregistry.reader"
      member     = google_service_account.baseten.member
    }

    # For --gcp-service-account
    output "gcp_service_account" {
      value = "baseten-pull-models@my-project.iam.gserviceaccount.com"
    }

    # For --workload-identity-provider
    output "workload_identity_provider" {
      value = "projects/\${local.project_number}/locations/global/workloadIdentityPools/baseten-wgeyxoq/providers/baseten"
    }
    "
  `);
});

test("what is there gets no block, since Terraform would take it over", async () => {
  const reply = { stdout: JSON.stringify({ ClientIDList: ["oidc.baseten.co"] }) };
  const absent = { stderr: "NoSuchEntity" };
  const world = fakeWorld({
    commands: [
      { when: "aws iam get-open-id-connect-provider", reply },
      { when: "aws iam get-role", reply: absent, times: 2 },
    ],
  });
  const grant = grantOf(ecrImage, "oidc");
  const text = terraform(grant, await readGrant(grant, world));
  expect(text).toContain("# The identity provider oidc.baseten.co is there already.");
  expect(text).not.toMatch(/aws_iam_openid_connect_provider|depends_on/);
  expect(text).toContain('resource "aws_iam_role" "baseten"');
});

test.each(allGrants)("%s: nothing makes a secret by itself, neither script nor Terraform", (_, grant) => {
  // What is to be done by hand is only said.
  const commands = shellScript(grant).replace(/^ *'.*$/gm, "");
  expect(commands).not.toMatch(/create-access-key|keys create|credential generate/);
  const blocks = terraform(grant).replace(/^ *#.*$/gm, "");
  expect(blocks).not.toMatch(/access_key|service_account_key|token_password/);
});

test.each(allGrants)("%s: every thing of the plan is in both", (_, grant) => {
  for (const text of [shellScript(grant), terraform(grant)])
    for (const { kind, name } of grant.resources)
      if (kind !== "permission" && kind !== "impersonation") expect(text).toContain(name);
});
