// The service account that pulls, what it may do, and its key. https://cloud.google.com/iam/docs/service-accounts-create
import { gcloud } from "../../programs/gcloud/commands.ts";
import { at, textAt } from "../../text/json.ts";
import { terraformText } from "../../text/terraform.ts";
import { createdBy } from "../names.ts";
import type { Resource } from "../types.ts";
import { asJson, binding, notThere } from "./google-commands.ts";
import { accountEmail, type GooglePlace } from "./google-place.ts";

/** The account. One of that name that isn't ours is left alone: it may do more than pull. */
export function serviceAccount(id: string, project: string): Resource {
  const email = accountEmail(id, project);
  const read = asJson("iam", "service-accounts", "describe", email, `--project=${project}`);
  return {
    kind: "service-account",
    name: id,
    note: "may pull, and nothing else",
    read,
    absent: notThere,
    compare: (reply) => {
      if (!(textAt(reply, "description") ?? "").includes(createdBy))
        return {
          state: "blocked",
          why: `There is a service account ${id} already that this tool didn't make.`,
          hint: "It may do more than pull. Give the new one another name; that one stays as it is.",
        };
      if (at(reply, "disabled") !== true) return { state: "there" };
      const mend = asJson("iam", "service-accounts", "enable", email, `--project=${project}`);
      return { state: "differs", what: "is switched off", mend };
    },
    make: asJson(
      "iam",
      "service-accounts",
      "create",
      id,
      `--project=${project}`,
      "--display-name=Baseten image pull",
      `--description=${description}`,
    ),
    shell: {
      form: "make",
      check: {
        command: gcloud(
          "iam",
          "service-accounts",
          "describe",
          email,
          `--project=${project}`,
          "--format=value(description)",
        ),
        prints: description,
        otherwise: `There is a service account ${id} already, made by somebody else. Nothing of it was changed.`,
      },
    },
    terraform: () => `resource "google_service_account" "baseten" {
  account_id   = ${terraformText(id)}
  display_name = "Baseten image pull"
  description  = ${terraformText(description)}
}`,
  };
}

const description = `Lets Baseten pull a base image; created-by=${createdBy}`;
const reader = "roles/artifactregistry.reader";

/** May read this repository; for gcr.io, whose repositories have no policy of their own to rely on, the project. */
export function readerBinding(id: string, { project, repository, pulled }: GooglePlace): Resource {
  const member = `serviceAccount:${accountEmail(id, project)}`;
  const shared = { kind: "permission", name: `pull ${pulled}`, role: reader, member, absent: [] } as const;
  if (repository === null)
    return binding({
      ...shared,
      note: "the whole project: gcr.io has no narrower one",
      group: ["projects"],
      on: [project],
      terraform: (there) => `resource "google_project_iam_member" "pull" {
  project = ${terraformText(project)}
  role    = "${reader}"
  member  = ${memberIn(there, member)}
}`,
    });
  return binding({
    ...shared,
    note: repository.location,
    group: ["artifacts", "repositories"],
    on: [repository.id, `--location=${repository.location}`, `--project=${project}`],
    terraform: (there) => `resource "google_artifact_registry_repository_iam_member" "pull" {
  location   = ${terraformText(repository.location)}
  repository = ${terraformText(repository.id)}
  role       = "${reader}"
  member     = ${memberIn(there, member)}
}`,
  });
}

const memberIn = (there: ReadonlySet<Resource["kind"]>, member: string): string =>
  there.has("service-account") ? terraformText(member) : "google_service_account.baseten.member";

/** A JSON key. gcloud prints it where the file is `-`, so that it never lies in one. */
export function serviceAccountKey(id: string, project: string): Resource {
  const email = accountEmail(id, project);
  const create = (file: string) =>
    gcloud(
      "iam",
      "service-accounts",
      "keys",
      "create",
      file,
      `--iam-account=${email}`,
      `--project=${project}`,
    );
  return {
    kind: "service-account-key",
    name: id,
    note: "goes to Baseten and nowhere else",
    read: asJson(
      "iam",
      "service-accounts",
      "keys",
      "list",
      `--iam-account=${email}`,
      `--project=${project}`,
      "--managed-by=user",
    ),
    absent: notThere,
    compare: (reply) => {
      const count = Array.isArray(reply) ? reply.length : 0;
      if (count === 0) return { state: "missing" };
      // https://cloud.google.com/iam/quotas
      if (count >= 10)
        return {
          state: "blocked",
          why: `The service account ${id} has ten keys already, and Google allows no more.`,
          hint: `See which can go: gcloud iam service-accounts keys list --iam-account=${email}`,
        };
      return {
        state: "differs",
        what: "has one already, which goes on until it is deleted",
        mend: create("-"),
      };
    },
    make: create("-"),
    gives: (json) => ({ kind: "service-account-key", json }),
    shell: {
      form: "by-hand",
      why: [
        "The key; delete the file when it is stored:",
        `gcloud iam service-accounts keys create key.json --iam-account=${email}`,
      ],
    },
    terraform: () => `# Terraform would keep the key in its state, so make it by hand:
#   gcloud iam service-accounts keys create key.json --iam-account=${email}`,
  };
}
