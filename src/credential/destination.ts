// Settles where the secret goes: Baseten by API key or by its own CLI, standard output, or nowhere.

import type { Team } from "../baseten/api.ts";
import { type FoundKey, type FoundKeyring, findApiKey } from "../baseten/api-key.ts";
import { readSignIn, signInCommand } from "../baseten/baseten-cli.ts";
import { createBaseten } from "../baseten/client.ts";
import { apiKeysPage } from "../baseten/remote.ts";
import { pickTeam } from "../baseten/teams.ts";
import type { Destination, SetupOptions } from "../flow.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { because } from "./ask.ts";

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
  let found = await look(options.remote);
  if (found.kind === "choose") found = await look(await chooseRemote(found.remotes, world));
  if (found.kind === "key") return orAskAgain(byApi(found, options, world), options, world);
  if (found.kind === "keyring") return byCli(found, options, world);
  return withoutKey(
    options,
    world,
    "There is no Baseten API key on this machine (BASETEN_API_KEY, ~/.trussrc).",
  );
}

/** Failures of a key or of the way to Baseten, which another key or adding the secret by hand gets around. */
const mendable = new Set(["api-key-rejected", "api-unavailable", "api-not-found", "api-refused"]);

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
    return withoutKey(options, world);
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

async function byApi(found: FoundKey, options: DestinationOptions, world: World): Promise<Destination> {
  const baseten = createBaseten(found, world);
  const teams = await world.terminal.progress("Asking Baseten for your teams", baseten.teams());
  const picked = pickTeam(teams, options.team ?? found.team);
  const team =
    picked.kind === "team"
      ? picked.team
      : picked.kind === "choose"
        ? await chooseTeam(picked.teams, world)
        : null;
  const existing = await world.terminal.progress("Asking Baseten for its secrets", baseten.secrets(team?.id));
  return { where: "baseten-api", connection: found, team, existing };
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
async function byCli(found: FoundKeyring, options: DestinationOptions, world: World): Promise<Destination> {
  const result = await world.terminal.progress("Asking the baseten CLI", world.exec(signInCommand()));
  const signIn = readSignIn(result);
  if (signIn.kind === "signed-in" && (signIn.remoteUrl === null || signIn.remoteUrl === found.remoteUrl))
    return { where: "baseten-cli", team: options.team ?? found.team, profile: signIn.profile };
  if (world.prompter !== null)
    return withoutKey(options, world, `The sign-in of ~/.trussrc [${found.remote}] is ${found.kept}.`);
  throw new CliError("api-key-missing", `The sign-in of ~/.trussrc [${found.remote}] is ${found.kept}.`, {
    hint: "Set BASETEN_API_KEY, or sign in with: baseten auth login",
  });
}

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
  return orAskAgain(byApi({ ...typed, source: "what you typed" }, options, world), options, world);
}
