// Who is to be let in, and by whose hands: Baseten's organization and team, and the account that is signed in.
import { findApiKey } from "../baseten/api-key.ts";
import { type Connection, createBaseten } from "../baseten/client.ts";
import { findAssumeRole, findOrganization } from "../baseten/organization.ts";
import { pickTeam } from "../baseten/teams.ts";
import { canAsk } from "../credential/ask.ts";
import { askProfile } from "../credential/aws-profile.ts";
import type { SetupOptions } from "../flow.ts";
import { isPullThrough } from "../grant/aws/pull-through.ts";
import type { Identity } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import { awsIdentity } from "../programs/aws/commands.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { type Known, settled } from "./known.ts";

/** Who makes it. */
export async function identityFor(known: Known, world: World): Promise<Identity> {
  const { target } = settled(known.found);
  if (target.account === undefined) return {};
  const awsProfile = await askProfile(known.options, world, target.account);
  return awsProfile === null ? {} : { awsProfile };
}

type Team = NonNullable<Wanted["team"]>;

/**
 * What the cloud must know beside the image. Baseten is asked with the key in hand, then `truss`, then the person.
 * @throws CliError `missing-flag` (`--organization`, `--team`) where nobody tells; `access-denied` where the
 *   organization doesn't have assume-role
 */
export async function wantedOf(known: Known, identity: Identity, world: World): Promise<Wanted> {
  const { options, situation } = known;
  const { target } = settled(known.found);
  const { id } = settled(known.method);
  const [account, through] =
    target.account === undefined
      ? []
      : await Promise.all([
          signedInAccount(target.region, identity, world),
          isThrough(known, identity, world),
        ]);
  return {
    ...(id === "oidc" ? await organizationOf(options, world) : {}),
    ...(id === "assume-role" ? { assumedBy: await assumeRoleOf(options, world) } : {}),
    // Running models pull for themselves where nothing is built.
    containers: /^docker_server:(?:\n[ \t].*)*\n[ \t]+no_build:[ \t]*true\b/m.test(situation.config.text),
    ...(account === undefined || account === null ? {} : { account }),
    ...(through ? { pullThrough: true } : {}),
  };
}

async function isThrough(known: Known, identity: Identity, world: World): Promise<boolean> {
  const { account = "", region = "", image } = settled(known.found).target;
  return isPullThrough({ owner: account, region, repository: image.repository }, world, identity);
}

/** The account in which something can be made; null where aws doesn't say. */
async function signedInAccount(
  region: string | undefined,
  { awsProfile }: Identity,
  world: World,
): Promise<string | null> {
  const { command, read } = awsIdentity({
    ...(region === undefined ? {} : { region }),
    ...(awsProfile === undefined ? {} : { awsProfile }),
  });
  const result = await world.exec(command);
  return result.status === "ok" ? (read(result.stdout)?.account ?? null) : null;
}

async function organizationOf(
  options: SetupOptions,
  world: World,
): Promise<Required<Pick<Wanted, "organization" | "team">>> {
  const { connection, team: usual } = await connectionOf(options, world);
  const facts =
    options.organization === undefined
      ? await findOrganization(connection, world, options.remote)
      : { id: options.organization, teams: [] };
  const organization = facts?.id ?? (await askId("--organization", "Baseten organization id", world));
  const teams = facts !== null && facts.teams.length > 0 ? facts.teams : await teamsOf(connection, world);
  return { organization, team: await teamOf(teams, options.team ?? usual, world) };
}

async function assumeRoleOf(options: SetupOptions, world: World): Promise<NonNullable<Wanted["assumedBy"]>> {
  const { connection } = await connectionOf(options, world);
  const facts = await findAssumeRole(connection, world, options.remote);
  if (facts !== null) return facts;
  throw new CliError("api-key-missing", "Baseten's own role isn't known: there is no API key to ask with.", {
    hint: "Set BASETEN_API_KEY, or install truss and run: truss login",
  });
}

/** The key in hand, without a question; null where there is none. */
async function connectionOf(
  { apiKeyStdin, remote }: SetupOptions,
  world: World,
): Promise<{ readonly connection: Connection | null; readonly team: string | null }> {
  const key = apiKeyStdin ? await world.readStdin() : null;
  const found = await findApiKey({ apiKeyStdin: key, ...(remote === undefined ? {} : { remote }) }, world);
  return found.kind === "key" ? { connection: found, team: found.team } : { connection: null, team: null };
}

async function teamsOf(
  connection: Connection | null,
  world: World,
): Promise<readonly (Team & { readonly default?: boolean })[]> {
  if (connection === null) return [];
  try {
    return await createBaseten(connection, world).teams();
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return [];
    throw error;
  }
}

async function teamOf(
  teams: readonly (Team & { readonly default?: boolean })[],
  wanted: string | null,
  world: World,
): Promise<Team> {
  if (teams.length === 0) {
    const id = wanted ?? (await askId("--team", "Baseten team id", world));
    return { id, name: id };
  }
  const picked = pickTeam(
    teams.map((team) => ({ ...team, default: team.default ?? false })),
    wanted,
  );
  if (picked.kind === "team") return picked.team;
  const standard = teams.find((team) => team.default) ?? teams[0];
  if (!canAsk(world)) return standard as Team;
  return world.prompter.select<Team>({
    message: "Which Baseten team may pull?",
    why: "Only its deployments are let in.",
    choices: teams.map((team) => ({
      value: team,
      name: team.name,
      ...(team.default ? { description: "your default" } : {}),
    })),
  });
}

async function askId(flag: string, message: string, world: World): Promise<string> {
  if (!canAsk(world)) throw missingFlag(flag, "neither Baseten's API nor truss tells it.");
  return world.prompter.input({
    message,
    why: "truss whoami --show-oidc prints it.",
    problem: (value) => (/^[\w-]+$/.test(value.trim()) ? null : "An id is letters, digits, - and _."),
  });
}
