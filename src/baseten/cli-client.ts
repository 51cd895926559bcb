// Baseten by way of its own CLI: the same questions as of the API, and the same answers.
import { parseJson } from "../text/json.ts";
import type { Secret } from "../values/secret.ts";
import type { Command, World } from "../world/types.ts";
import { type ApiRequest, listSecrets, listTeams, upsertSecret } from "./api.ts";
import { type CliSignIn, listSecretsCommand, listTeamsCommand, setSecretCommand } from "./baseten-cli.ts";
import { cliRefusal, unreadableCli } from "./cli-refusals.ts";
import type { Baseten } from "./client.ts";

/** Connects nothing yet; each call runs the CLI once, and rejects only with CliError. */
export function throughCli(signIn: CliSignIn, { exec }: Pick<World, "exec">): Baseten {
  const { profile } = signIn;
  const run = async <T>(
    command: Command,
    { read, purpose, value }: ApiRequest<T>,
    silent?: T,
  ): Promise<T> => {
    const asked = { purpose, value, ...signIn };
    const result = await exec(command);
    if (result.status !== "ok") throw cliRefusal(result, asked);
    // Older ones say nothing on stdout when they have stored it.
    if (silent !== undefined && result.stdout.reveal().trim() === "") return silent;
    const answer = read(parseJson(result.stdout));
    if (answer === null) throw unreadableCli(asked);
    return answer;
  };
  return {
    teams: () => run(listTeamsCommand(profile), listTeams()),
    secrets: (team) => run(listSecretsCommand(profile, team), listSecrets(team)),
    upsert: (name: string, value: Secret, team?: string) =>
      run(setSecretCommand(name, value, { team, profile }), upsertSecret(name, value, team), {
        name,
        team: null,
        createdAt: null,
      }),
  };
}
