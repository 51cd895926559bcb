// Which secrets has Baseten already, and since when?
import type { SecretInfo, Team } from "../baseten/api.ts";
import { findApiKey } from "../baseten/api-key.ts";
import { throughCli } from "../baseten/cli-client.ts";
import { createBaseten } from "../baseten/client.ts";
import { apiKeysPage } from "../baseten/pages.ts";
import { pickTeam } from "../baseten/teams.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { onlySignIn } from "./cli-sign-in.ts";

/** Where Baseten is. */
export interface WhichBaseten {
  readonly apiKeyStdin: boolean;
  readonly remote?: string;
  readonly team?: string;
}

/** The secrets that a deployment can use, and the team that they belong to; null where the key sees none. */
export interface Stored {
  readonly team: Team | null;
  readonly secrets: readonly SecretInfo[];
}

/**
 * Asks Baseten which secrets there are; never a person.
 * @throws CliError `missing-flag` (`--remote`), `api-key-missing`, `api-key-rejected`, `team-not-found`, `api-unavailable`.
 */
export async function storedSecrets(which: WhichBaseten, world: World): Promise<Stored> {
  const apiKeyStdin = which.apiKeyStdin ? await world.readStdin() : null;
  const remote = which.remote === undefined ? {} : { remote: which.remote };
  const found = await findApiKey({ apiKeyStdin, ...remote }, world);
  if (found.kind === "choose") throw missingFlag("--remote", `~/.trussrc has ${found.remotes.join(", ")}.`);
  if (found.kind === "none")
    throw new CliError("api-key-missing", "There is no Baseten API key on this machine.", {
      hint: `Set BASETEN_API_KEY (${apiKeysPage}), or leave --online out.`,
    });
  const baseten =
    found.kind === "key" ? createBaseten(found, world) : throughCli(await onlySignIn(found, world), world);
  const wanted = which.team ?? (found.kind === "cli" ? null : found.team);
  const teams = await world.terminal.progress("Asking Baseten for your teams", baseten.teams());
  const picked = pickTeam(teams, wanted);
  const team = picked.kind === "team" ? picked.team : teams.find((candidate) => candidate.default);
  const secrets = await world.terminal.progress("Asking Baseten for its secrets", baseten.secrets(team?.id));
  return { team: team ?? null, secrets };
}
