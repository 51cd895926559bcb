// What is the `baseten` CLI told, and how are its answers read? It keeps sign-ins that this tool can't use itself.
// https://docs.baseten.co/reference/cli/baseten/org-secret
import { parseJson, textAt } from "../text/json.ts";
import type { Secret } from "../values/secret.ts";
import type { Command, ExecResult } from "../world/types.ts";

/** Whose sign-in of the CLI is used. Every organization lives on one URL, so only the workspace tells whose it is. */
export interface CliSignIn {
  /** The profile that each command is pinned to; null where the CLI signs in without one. */
  readonly profile: string | null;
  /** As the CLI has it; null where it didn't tell. */
  readonly remoteUrl: string | null;
  /** The workspace's name; null where Baseten didn't tell. */
  readonly workspace: string | null;
}

const told = (args: readonly string[], profile: string | null, input?: Secret): Command => ({
  file: "baseten",
  args: [...args, ...(profile === null ? [] : ["--profile", profile]), "--output", "json"],
  ...(input === undefined ? {} : { input }),
});

const ofTeam = (team: string | undefined): readonly string[] => (team === undefined ? [] : ["--team", team]);

/**
 * Stores a secret; the value goes through stdin, of which the CLI drops trailing newlines.
 * @param options `team` is a name or id
 */
export const setSecretCommand = (
  name: string,
  value: Secret,
  { team, profile }: { readonly team?: string | undefined; readonly profile?: string | null } = {},
): Command =>
  // The name is a flag: `org secret set` takes no positional argument.
  told(["org", "secret", "set", "--name", name, ...ofTeam(team)], profile ?? null, value);

/** Lists the secrets of a team, or those that the sign-in sees. */
export const listSecretsCommand = (profile: string | null, team?: string): Command =>
  told(["org", "secret", "list", ...ofTeam(team)], profile);

/** Lists the teams that the sign-in sees. */
export const listTeamsCommand = (profile: string | null): Command => told(["org", "team", "list"], profile);

/** Asks Baseten who a profile is. */
export const whoamiCommand = (profile: string | null): Command => told(["whoami"], profile);

/** The workspace in the answer to `whoamiCommand`; null when it has none. */
export const workspaceIn = (stdout: Secret): string | null => textAt(parseJson(stdout), "workspace_name");

/** Says whether, and where, the CLI is signed in. It asks no server: an expired sign-in shows only when used. */
export const signInCommand = (): Command => told(["auth", "status"], null);

/** What `auth status` says. The remote may be another than the one that the user chose. */
export type SignIn =
  | { readonly kind: "signed-in"; readonly profile: string | null; readonly remoteUrl: string | null }
  | { readonly kind: "signed-out" }
  | { readonly kind: "missing" };

/** Reads how `signInCommand` ended; whatever isn't a clear answer counts as signed out. */
export function readSignIn(result: ExecResult): SignIn {
  if (result.status === "missing") return { kind: "missing" };
  if (result.status !== "ok") return { kind: "signed-out" };
  const json = parseJson(result.stdout);
  const remoteUrl = textAt(json, "remote_url");
  const profile = textAt(json, "profile");
  return remoteUrl === null && profile === null
    ? { kind: "signed-out" }
    : { kind: "signed-in", profile, remoteUrl };
}
