// Which service accounts may pull from the repository already?

import type { Target } from "../../registries/types.ts";
import { listAt, parseJson, textAt } from "../../text/json.ts";
import { CliError } from "../../values/errors.ts";
import type { World } from "../../world/types.ts";
import { explainDenial } from "../denial.ts";
import { runnable } from "../read-grant.ts";
import { asJson } from "./google-commands.ts";
import { accountEmail, accountId, googlePlace } from "./google-place.ts";

/** A service account that may read the repository. */
export interface FoundAccount {
  readonly email: string;
  /** Whether it has the name that this tool gives. */
  readonly ours: boolean;
  /** Whether it may do more to the repository than read. */
  readonly writes: boolean;
}

const reading = ["roles/artifactregistry.reader"];
const writing = [
  "roles/artifactregistry.writer",
  "roles/artifactregistry.repoAdmin",
  "roles/artifactregistry.admin",
];

/**
 * The accounts, those that only read first; empty for gcr.io, whose readers are those of the project.
 * @throws CliError `access-denied` where the identity may not look, and as `gcloud` fails
 */
export async function findAccounts(
  target: Target,
  world: Pick<World, "exec">,
): Promise<readonly FoundAccount[]> {
  const place = googlePlace(target);
  const { project, repository } = place;
  if (repository === null) return [];
  const where = [repository.id, `--location=${repository.location}`, `--project=${project}`];
  const command = runnable(asJson("artifacts", "repositories", "get-iam-policy", ...where));
  const result = await world.exec(command);
  if (result.status !== "ok") throw explainDenial(command, result);
  const policy = parseJson(result.stdout);
  if (policy === undefined)
    throw new CliError("cli-failed", "gcloud answered, but not as it is known to.", {
      hint: "Update gcloud.",
    });
  const holders = (roles: readonly string[]): ReadonlySet<string> =>
    new Set(
      listAt(policy, "bindings")
        .filter((one) => roles.includes(textAt(one, "role") ?? ""))
        .flatMap((one) => listAt(one, "members"))
        .flatMap((member) => /^serviceAccount:(.+)$/.exec(String(member))?.[1] ?? []),
    );
  const writers = holders(writing);
  const own = accountEmail(accountId(place), project);
  return [...new Set([...holders(reading), ...writers])]
    .map((email) => ({ email, ours: email === own, writes: writers.has(email) }))
    .sort((a, b) => Number(b.ours) - Number(a.ours) || Number(a.writes) - Number(b.writes));
}
