// The workload identity pool and its provider: one pool a team, since all in it may act as the service account.
// https://cloud.google.com/iam/docs/workload-identity-federation-with-other-providers
import { gcloud } from "../../programs/gcloud/commands.ts";
import { at, listAt, textAt } from "../../text/json.ts";
import { terraformText } from "../../text/terraform.ts";
import { audience, issuer } from "../issuer.ts";
import type { Found, Resource } from "../types.ts";
import { asJson, binding, notThere } from "./google-commands.ts";
import { accountEmail } from "./google-place.ts";

const mapping = "google.subject=assertion.sub";
/** The provider's id in its pool. */
export const providerId = "baseten";

/** Whom the provider lets in. */
export interface PoolSubject {
  readonly organization: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly containers: boolean;
}

const prefixOf = ({ organization, team }: PoolSubject): string => `v=1:org=${organization}:team=${team.id}:`;

/** The condition in Google's language: builds of the team, or all of it. */
export const conditionFor = (subject: PoolSubject): string =>
  [
    `google.subject.startsWith('${prefixOf(subject)}')`,
    ...(subject.containers ? [] : ["google.subject.endsWith(':type=model_build')"]),
  ].join(" && ");

/** The pool. A deleted one keeps its id for 30 days, and comes back as it was. */
export function identityPool(id: string, project: string, { team }: PoolSubject): Resource {
  const on = [id, "--location=global", `--project=${project}`];
  const pools = (verb: string, ...more: readonly string[]) =>
    asJson("iam", "workload-identity-pools", verb, ...on, ...more);
  return {
    kind: "identity-pool",
    name: id,
    note: `for team ${team.name}`,
    read: pools("describe"),
    absent: notThere,
    compare: (reply) =>
      standing(reply, pools("undelete"), pools("update", "--no-disabled")) ?? { state: "there" },
    make: pools("create", "--display-name=Baseten", "--description=created-by=create-registry-auth"),
    shell: { form: "make" },
    terraform: () => `resource "google_iam_workload_identity_pool" "baseten" {
  workload_identity_pool_id = ${terraformText(id)}
  description               = "created-by=create-registry-auth"
}`,
  };
}

/** Deleted or switched off; null when it is neither. */
function standing(reply: unknown, undelete: Resource["make"], enable: Resource["make"]): Found | null {
  if (textAt(reply, "state") === "DELETED") return { state: "differs", what: "was deleted", mend: undelete };
  return at(reply, "disabled") === true ? { state: "differs", what: "is switched off", mend: enable } : null;
}

/** The provider: Baseten's issuer, its audience, and the team. */
export function poolProvider(
  pool: string,
  project: string,
  subject: PoolSubject,
  id: string = providerId,
): Resource {
  const condition = conditionFor(subject);
  const on = [id, "--location=global", `--workload-identity-pool=${pool}`, `--project=${project}`];
  const providers = (verb: string, ...more: readonly string[]) =>
    asJson("iam", "workload-identity-pools", "providers", verb, ...on, ...more);
  const settings = [
    `--issuer-uri=${issuer}`,
    `--allowed-audiences=${audience}`,
    `--attribute-mapping=${mapping}`,
    `--attribute-condition=${condition}`,
  ];
  const compare = (reply: unknown): Found => {
    if (textAt(reply, "oidc", "issuerUri") !== issuer)
      return {
        state: "blocked",
        why: `The pool ${pool} has a provider ${id} already, of another issuer.`,
        hint: "It stays as it is. Name your own with --workload-identity-provider.",
      };
    const found = textAt(reply, "attributeCondition") ?? "";
    const other = /org=([^:']*):team=([^:']*):/.exec(found);
    if (other !== null && !found.includes(prefixOf(subject)))
      return {
        state: "blocked",
        why: `The provider ${id} of pool ${pool} is for another team (${other[2]}).`,
        hint: "It stays as it is. Name your own with --workload-identity-provider.",
      };
    const gone = standing(reply, providers("undelete"), providers("update-oidc", "--no-disabled"));
    if (gone !== null) return gone;
    const reach = reachOf(found, subject);
    const problems = [
      ...(listAt(reply, "oidc", "allowedAudiences").includes(audience)
        ? []
        : [`lacks the audience ${audience}`]),
      ...(at(reply, "attributeMapping", "google.subject") === "assertion.sub"
        ? []
        : ["maps another subject"]),
      ...(reach === null ? [whatElse(found)] : []),
    ];
    if (problems.length > 0)
      return { state: "differs", what: problems.join(", "), mend: providers("update-oidc", ...settings) };
    const wider = reach === "all" && !subject.containers;
    return wider ? { state: "there", note: "running models too" } : { state: "there" };
  };
  return {
    kind: "pool-provider",
    name: id,
    note: subject.containers ? "builds and running models" : "image builds only",
    read: providers("describe"),
    absent: notThere,
    compare,
    make: providers("create-oidc", ...settings),
    shell: {
      form: "make",
      check: {
        command: gcloud(
          "iam",
          "workload-identity-pools",
          "providers",
          "describe",
          ...on,
          "--format=value(attributeCondition)",
        ),
        prints: condition,
        otherwise: `The provider ${id} of pool ${pool} has another condition.`,
      },
    },
    terraform: (there) => `resource "google_iam_workload_identity_pool_provider" "baseten" {
  workload_identity_pool_id          = ${there.has("identity-pool") ? terraformText(pool) : "google_iam_workload_identity_pool.baseten.workload_identity_pool_id"}
  workload_identity_pool_provider_id = ${terraformText(id)}
  attribute_condition                = ${terraformText(condition)}
  attribute_mapping = {
    "google.subject" = "assertion.sub"
  }
  oidc {
    issuer_uri        = ${terraformText(issuer)}
    allowed_audiences = [${terraformText(audience)}]
  }
}`,
  };
}

const whatElse = (condition: string): string =>
  condition === "" ? "has no condition, so all of Baseten gets in" : "has another condition";

/** Whether a condition lets this team in and no other, and if so whether running models too; null when it doesn't. */
function reachOf(condition: string, subject: PoolSubject): "builds" | "all" | null {
  const subjects = String.raw`(?:google\.subject|assertion\.sub)`;
  const parts = condition.split("&&").map((part) => part.trim());
  const starts = new RegExp(`^${subjects}\\.startsWith\\(['"](.*)['"]\\)$`);
  const ends = new RegExp(`^${subjects}\\.endsWith\\(['"]:?type=model_build['"]\\)$`);
  const [first = "", second, ...more] = parts;
  if (starts.exec(first)?.[1] !== prefixOf(subject) || more.length > 0) return null;
  if (second === undefined) return "all";
  return ends.test(second) && !subject.containers ? "builds" : null;
}

/** Lets the pool's subjects act as the service account. */
export function impersonation(accountId: string, pool: string, project: string): Resource {
  const principals = `workloadIdentityPools/${pool}/*`;
  const role = "roles/iam.workloadIdentityUser";
  return binding({
    kind: "impersonation",
    name: `act as ${accountId}`,
    note: `for the pool ${pool}`,
    group: ["iam", "service-accounts"],
    on: [accountEmail(accountId, project), `--project=${project}`],
    absent: notThere,
    role,
    member: `principalSet://iam.googleapis.com/projects/\${PROJECT_NUMBER}/locations/global/${principals}`,
    terraform: (there) => `resource "google_service_account_iam_member" "baseten" {
  service_account_id = ${
    there.has("service-account")
      ? terraformText(`projects/${project}/serviceAccounts/${accountEmail(accountId, project)}`)
      : "google_service_account.baseten.name"
  }
  role               = "${role}"
  member             = "principalSet://iam.googleapis.com/projects/\${local.project_number}/locations/global/${principals}"
${there.has("identity-pool") ? "" : "\n  depends_on = [google_iam_workload_identity_pool.baseten]\n"}}`,
  });
}
