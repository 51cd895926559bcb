// Does the service account that config.yaml names let Baseten pull? Read back: provider, impersonation, reader.
import type { Target } from "../../registries/types.ts";
import { CliError } from "../../values/errors.ts";
import type { World } from "../../world/types.ts";
import { differenceOf } from "../read-back.ts";
import { readAll } from "../read-grant.ts";
import type { Found, Looked, Wanted } from "../types.ts";
import { asJson, holds, notThere } from "./google-commands.ts";
import { poolSubject } from "./google-grants.ts";
import { googlePlace } from "./google-place.ts";
import { poolProvider } from "./identity-pool.ts";

/** What config.yaml says. */
export interface NamedAccount {
  /** `gcp_oidc_service_account` */
  readonly serviceAccount: string;
  /** `gcp_oidc_workload_id_provider` */
  readonly provider: string;
}

/**
 * Proves it by reading back. `granted` means that all of it fits.
 * @throws CliError `access-denied` where the identity may not look, `invalid-value` for names that can't be right
 */
export async function proveAccount(
  { serviceAccount, provider }: NamedAccount,
  target: Target,
  wanted: Wanted,
  world: Pick<World, "exec">,
): Promise<{ readonly granted: boolean; readonly differs: readonly string[] }> {
  const place = googlePlace(target);
  const [, number = "", pool = "", id = ""] =
    /^projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([\w-]+)\/providers\/([\w-]+)$/.exec(
      provider,
    ) ?? [];
  if (id === "")
    throw new CliError("invalid-value", "This is no provider's resource name.", {
      hint: "One looks like projects/123456789/locations/global/workloadIdentityPools/pool/providers/baseten.",
    });
  const subject = poolSubject(wanted);
  const everybodyInPool = `principalSet://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/${pool}/*`;
  const { repository, project } = place;
  const ofProject = asJson("projects", "get-iam-policy", project);
  const ofRepository =
    repository === null
      ? ofProject
      : asJson(
          "artifacts",
          "repositories",
          "get-iam-policy",
          repository.id,
          `--location=${repository.location}`,
          `--project=${project}`,
        );
  const mayRead = (policy: unknown): boolean =>
    holds(
      policy,
      (role) => readers.has(role),
      (member) => member === `serviceAccount:${serviceAccount}`,
    );
  const looks: readonly Looked[] = [
    poolProvider(pool, number, subject, id),
    {
      kind: "impersonation",
      name: `act as ${serviceAccount}`,
      read: asJson("iam", "service-accounts", "get-iam-policy", serviceAccount),
      absent: notThere,
      // A part of the pool may or may not be Baseten's builds, so only the whole of it is a proof.
      compare: (policy) =>
        found(
          holds(
            policy,
            (role) => role === "roles/iam.workloadIdentityUser",
            (member) => member === everybodyInPool,
          ),
        ),
    },
    {
      kind: "permission",
      name: `pull ${place.pulled}`,
      read: ofRepository,
      absent: notThere,
      more: () => [ofProject],
      compare: (policy, [projects]) => found(mayRead(policy) || mayRead(projects)),
    },
  ];
  const planned = await readAll(looks, world);
  for (const { found: state } of planned) if (state.state === "unreadable") throw state.error;
  const differs = planned.flatMap(differenceOf);
  return { granted: differs.length === 0, differs };
}

const found = (there: boolean): Found => ({ state: there ? "there" : "missing" });

/** Roles that hold the permission to read images. https://cloud.google.com/artifact-registry/docs/access-control */
const readers = new Set([
  "roles/artifactregistry.reader",
  "roles/artifactregistry.writer",
  "roles/artifactregistry.repoAdmin",
  "roles/artifactregistry.admin",
  "roles/viewer",
  "roles/editor",
  "roles/owner",
]);
