// Settles where the secret goes: Baseten by API key or by its own CLI, standard output, or nowhere.

import type { Team } from "../baseten/api.ts";
import { type FoundKey, findApiKey } from "../baseten/api-key.ts";
import type { CliSignIn } from "../baseten/baseten-cli.ts";
import { throughCli } from "../baseten/cli-client.ts";
import { type Baseten, createBaseten } from "../baseten/client.ts";
import { apiKeysPage } from "../baseten/pages.ts";
import { pickTeam } from "../baseten/teams.ts";
import type { Destination, SetupOptions } from "../flow.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { because } from "./ask.ts";
import { askSignIn } from "./ask-sign-in.ts";
import { type FoundSignIn, findSignIn, signInAs, signInText } from "./cli-sign-in.ts";

/** What the destination depends on; `refresh` has these too. */
type DestinationOptions = Pick<SetupOptions, "store" | "dryRun" | "apiKeyStdin" | "remote" | "team">;

/**
 * Settles the destination; a dry run asks nothing and contacts nobody.
 * @throws CliError `missing-flag` (`--store`), `api-key-missing`, `api-key-rejected`, `team-not-found`, `api-unavailable`.
 */
export async function askDestination(options: DestinationOptions, world: World): Promise<Destination> {
  if (options.store === "print" || options.store === "none") return { where: options.store };
  if (options.dryRun) return { where: "baseten-dry", team: options.team ?? null };
  const apiKeyStdin = options.apiKeyStdin ? await world.readStdin() : null;
  const look = (remote?: string) =>
    findApiKey({ apiKeyStdin, ...(remote === undefined ? {} : { remote }) }, world);
  let remote = options.remote ?? null;
  let found = await look(options.remote);
  if (found.kind === "choose") {
    remote = await chooseRemote(found.remotes, world);
    found = await look(remote);
  }
  if (found.kind === "key") return orAskAgain(byApi(found, remote, options, world), options, world);
  if (found.kind !== "none" && found.kind !== "choose")
    return orAskAgain(byCli(found, remote, options, world), options, world);
  return withoutKey(
    options,
    world,
    "There is no Baseten API key on this machine (BASETEN_API_KEY, ~/.trussrc).",
  );
}

/** Failures of a key or of the way to Baseten, which another key or adding the secret by hand gets around. */
const mendable = new Set([
  ...["api-key-rejected", "api-unavailable", "api-not-found", "api-refused"],
  ...["api-key-missing", "not-signed-in", "cli-missing", "cli-failed", "cli-timeout"],
]);

/** A wrong key, or a Baseten that doesn't answer, is no end where somebody may be asked. */
async function orAskAgain(
  found: Promise<Destination>,
  options: DestinationOptions,
  world: World,
): Promise<Destination> {
  try {
    return await found;
  } catch (error) {
    if (world.prompter === null || !(error instanceof CliError) || !mendable.has(error.code)) throw error;
    world.terminal.show(`✖ ${error.message}`);
    return withoutKey(options, world, error.hint);
  }
}

async function chooseRemote(remotes: readonly string[], world: World): Promise<string> {
  if (world.prompter === null) throw missingFlag("--remote", `~/.trussrc has ${remotes.join(", ")}.`);
  return world.prompter.select({
    message: "Which Baseten remote stores the secret?",
    why: "~/.trussrc knows several.",
    choices: remotes.map((name) => ({ value: name, name })),
  });
}

async function byApi(
  connection: FoundKey,
  remote: string | null,
  options: DestinationOptions,
  world: World,
): Promise<Destination> {
  const place = await placeIn(createBaseten(connection, world), options.team ?? connection.team, world);
  return { where: "baseten-api", connection, ...place, remote };
}

/** The team, and what is in it. */
async function placeIn(baseten: Baseten, wanted: string | null, world: World) {
  const teams = await world.terminal.progress("Asking Baseten for your teams", baseten.teams());
  const picked = pickTeam(teams, wanted);
  const team =
    picked.kind === "team"
      ? picked.team
      : picked.kind === "choose"
        ? await chooseTeam(picked.teams, world)
        : null;
  const existing = await world.terminal.progress("Asking Baseten for its secrets", baseten.secrets(team?.id));
  return { team, existing };
}

/** Several teams: the default one is Baseten's own choice, so only a person is asked. */
async function chooseTeam(teams: readonly Team[], world: World): Promise<Team> {
  const fallback = teams.find((team) => team.default);
  if (world.prompter === null) {
    if (fallback !== undefined) return fallback;
    throw missingFlag("--team", `one of ${teams.map((team) => team.name).join(", ")}.`);
  }
  return world.prompter.select({
    message: "Which Baseten team?",
    why: "A secret belongs to one team, whose deployments can use it.",
    choices: teams.map((team) => ({
      value: team,
      name: team.name,
      ...(team.default ? { description: "your default" } : {}),
    })),
  });
}

/** OAuth tokens are in the OS keyring, where only Baseten's own CLI reaches them. */
async function byCli(
  found: FoundSignIn,
  remote: string | null,
  options: DestinationOptions,
  world: World,
): Promise<Destination> {
  const asking = <T>(work: Promise<T>): Promise<T> => world.terminal.progress("Asking the baseten CLI", work);
  const way = await asking(findSignIn(found, world));
  const asked = await askSignIn(way, (profile) => asking(signInAs(profile, world)), world);
  if (asked === null) return withoutKey(options, world);
  const { signIn, chosen } = asked;
  world.terminal.say(`  Baseten by its CLI: ${signInText(signIn)}`);
  const wanted = options.team ?? (found.kind === "keyring" ? found.team : null);
  const place = await placeIn(throughCli(signIn, world), wanted, world);
  return {
    where: "baseten-cli",
    signIn,
    ...place,
    remote: chosen ? signIn.profile : (remote ?? namedIn(found)),
  };
}

/** A variable may name the profile, and be gone when the command is pasted. */
const namedIn = (found: FoundSignIn): CliSignIn["profile"] => (found.kind === "cli" ? found.profile : null);

async function withoutKey(options: DestinationOptions, world: World, why?: string): Promise<Destination> {
  if (world.prompter === null)
    throw options.store === "baseten"
      ? new CliError("api-key-missing", "There is no Baseten API key on this machine.", {
          hint: `Set BASETEN_API_KEY (${apiKeysPage}), or run: truss login`,
        })
      : missingFlag("--store", "there is no Baseten API key, so say where the secret goes: print or none.");
  const how = await world.prompter.select({
    message: "How does the secret get into Baseten?",
    ...(why === undefined ? {} : { why }),
    choices: [
      { value: "key", name: "With an API key", description: "asked once, never stored here" },
      ...(options.store === "baseten"
        ? []
        : [
            {
              value: "browser",
              name: "I add it myself",
              description: "the name and value are shown at the end",
            },
          ]),
    ],
  });
  if (how === "browser") return { where: "none" };
  const apiKeyStdin = await world.prompter.password({
    message: "Baseten API key",
    why: because("Make or copy a key:", apiKeysPage),
    problem: (value) =>
      /^[\x21-\x7e]+$/.test(value.trim()) ? null : "An API key has no blanks in it: copy it again.",
  });
  const typed = await findApiKey({ apiKeyStdin }, world);
  if (typed.kind !== "key") throw new CliError("api-key-missing", "No API key was typed.");
  return orAskAgain(byApi({ ...typed, source: "what you typed" }, null, options, world), options, world);
}
