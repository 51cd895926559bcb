// Does the service account that config.yaml names let Baseten pull? Read back: provider, impersonation, reader.
import type { Target } from "../../registries/types.ts";
import { CliError } from "../../values/errors.ts";
import type { World } from "../../world/types.ts";
import { differenceOf } from "../read-back.ts";
import { readAll } from "../read-grant.ts";
import type { Looked, Wanted } from "../types.ts";
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
  const principals = `iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/${pool}/`;
  const { repository, project } = place;
  const where =
    repository === null
      ? ["projects", "get-iam-policy", project]
      : [
          "artifacts",
          "repositories",
          "get-iam-policy",
          repository.id,
          `--location=${repository.location}`,
          `--project=${project}`,
        ];
  const looks: readonly Looked[] = [
    poolProvider(pool, number, subject, id),
    look(
      { kind: "impersonation", name: `act as ${serviceAccount}` },
      ["iam", "service-accounts", "get-iam-policy", serviceAccount],
      (role) => role === "roles/iam.workloadIdentityUser",
      (member) =>
        member.startsWith(`principalSet://${principals}`) || member.startsWith(`principal://${principals}`),
    ),
    look(
      { kind: "permission", name: `pull ${place.pulled}` },
      where,
      (role) =>
        /^roles\/(?:artifactregistry\.(?:reader|writer|repoAdmin|admin)|viewer|editor|owner)$/.test(role),
      (member) => member === `serviceAccount:${serviceAccount}`,
    ),
  ];
  const planned = await readAll(looks, world);
  for (const { found } of planned) if (found.state === "unreadable") throw found.error;
  const differs = planned.flatMap(differenceOf);
  return { granted: differs.length === 0, differs };
}

/** A binding that is only looked for, whatever it is called there. */
const look = (
  { kind, name }: Pick<Looked, "kind" | "name">,
  read: readonly string[],
  role: (role: string) => boolean,
  member: (member: string) => boolean,
): Looked => ({
  kind,
  name,
  read: asJson(...read),
  absent: notThere,
  compare: (reply) => ({ state: holds(reply, role, member) ? "there" : "missing" }),
});
