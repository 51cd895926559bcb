// Which team does a secret go to?
import { CliError } from "../values/errors.ts";
import type { Team } from "./api.ts";

/** `choose`: ask, the default team first. `unscoped`: the key sees no team, so leave the choice to Baseten. */
export type TeamPick =
  | { readonly kind: "team"; readonly team: Team }
  | { readonly kind: "choose"; readonly teams: readonly Team[] }
  | { readonly kind: "unscoped" };

/**
 * Picks the team by id or by name; case matters only between names that differ in nothing else.
 * @param wanted `--team`, else the `team` of ~/.trussrc; null when neither says
 * @throws CliError `team-not-found` with the known names, or `usage` when two teams bear the name
 */
export function pickTeam(teams: readonly Team[], wanted: string | null): TeamPick {
  if (wanted !== null) return { kind: "team", team: namedTeam(teams, wanted) };
  const [only, ...others] = teams;
  if (only === undefined) return { kind: "unscoped" };
  if (others.length === 0) return { kind: "team", team: only };
  return { kind: "choose", teams: [...teams].sort((a, b) => Number(b.default) - Number(a.default)) };
}

function namedTeam(teams: readonly Team[], wanted: string): Team {
  const lower = wanted.toLowerCase();
  const ways: readonly ((team: Team) => boolean)[] = [
    (team) => team.id === wanted,
    (team) => team.name === wanted,
    (team) => team.name.toLowerCase() === lower,
  ];
  for (const way of ways) {
    const [team, another] = teams.filter(way);
    if (team === undefined) continue;
    if (another === undefined) return team;
    throw new CliError("usage", `There is more than one team named ${wanted}.`, {
      hint: `Give its id: --team ${team.id} or --team ${another.id}.`,
    });
  }
  const names = teams.map((team) => team.name).join(", ");
  throw new CliError("team-not-found", `Baseten has no team named ${wanted} for this API key.`, {
    hint: names ? `It sees: ${names}.` : "It sees no team at all.",
  });
}
