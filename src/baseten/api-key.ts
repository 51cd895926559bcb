// Where is the Baseten API key? Flags, the variables of both Baseten CLIs, ~/.trussrc, the sign-ins of the `baseten` CLI.

import { CliError } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { cleanApiKey } from "./clean-api-key.ts";
import { type CliProfile, cliProfiles } from "./cli-profiles.ts";
import { namedProfile, namedRemote, readRemotes, shownPath } from "./named.ts";
import { apiBaseFor, defaultRemote } from "./remote.ts";
import type { Remote } from "./trussrc.ts";

/** A key and where it works. `Bearer` is what Truss sends for a key from its variables; both mean the same key. */
export interface FoundKey {
  readonly kind: "key";
  /** Without a trailing slash. */
  readonly apiBase: string;
  readonly authorization: "Api-Key" | "Bearer";
  readonly key: Secret;
  /** The team that ~/.trussrc names; the default for `--team`. */
  readonly team: string | null;
  /** For sentences: a variable's name, `standard input`, `~/.trussrc [baseten]`. */
  readonly source: string;
}

/** The remote is known, but its credential is none that this tool may use. */
export interface FoundKeyring {
  readonly kind: "keyring";
  /** Where it is, as it goes behind "The sign-in is". */
  readonly kept: "in the OS keyring" | "an OAuth token, which only Baseten's tools renew";
  readonly remote: string;
  readonly remoteUrl: string;
  readonly apiBase: string;
  readonly team: string | null;
}

/** The `baseten` CLI is signed in, and nothing else is. */
export interface FoundCli {
  readonly kind: "cli";
  /** The profile that a flag or a variable names; null where none does. */
  readonly profile: string | null;
}

/** `choose`: ask which of several remotes, then look again with `remote`. `none`: ask for a key. */
export type Found =
  | FoundKey
  | FoundKeyring
  | FoundCli
  | { readonly kind: "choose"; readonly remotes: readonly string[] }
  | { readonly kind: "none" };

type Outside = Pick<World, "env" | "files" | "home" | "cwd" | "platform">;

/**
 * Finds the API key. A named remote beats the environment, as `--profile` does in baseten-cli: a flag that were
 * ignored would store the secret in another organization.
 * https://docs.baseten.co/reference/cli/truss/configuration
 * @param input `apiKeyStdin` is what `--api-key-stdin` read; `remote` is `--remote`, a section of ~/.trussrc or a profile of
 *   the `baseten` CLI
 * @throws CliError `config-not-found` for an unknown remote or profile, `usage` for half a pair of variables,
 *   `invalid-value` for an unsafe URL, `api-key-missing` or `invalid-credential` for an unusable key
 */
export async function findApiKey(
  input: { readonly apiKeyStdin: Secret | null; readonly remote?: string },
  world: Outside,
): Promise<Found> {
  const { env } = world;
  const named = input.remote === undefined ? null : await namedRemote(input.remote, world);
  if (named !== null && "remoteUrl" in named) {
    if (input.apiKeyStdin === null) return fromProfile(named);
    throw new CliError(
      "usage",
      `--remote ${input.remote} signs in by itself, so it takes no --api-key-stdin.`,
      {
        hint: "Leave one of the two out.",
      },
    );
  }
  if (input.apiKeyStdin !== null) {
    const remoteUrl = named?.url ?? env.BASETEN_REMOTE_URL;
    return keyOf(input.apiKeyStdin, "standard input", remoteUrl, env, { team: named?.team ?? null });
  }
  if (named !== null) return fromRemote(named, world);
  if (env.BASETEN_API_KEY) {
    return keyOf(new Secret(env.BASETEN_API_KEY), "BASETEN_API_KEY", env.BASETEN_REMOTE_URL, env);
  }
  const pair = trussPair(env);
  if (pair !== null) {
    const details = { authorization: "Bearer", team: null } as const;
    return keyOf(pair.key, "BASETEN_TRUSS_AUTH_API_KEY", pair.remoteUrl, env, details);
  }
  // As in the CLI itself, what the environment names goes before any file.
  if (env.BASETEN_PROFILE)
    return fromProfile(await namedProfile(env.BASETEN_PROFILE, "BASETEN_PROFILE", world));
  const remotes = await readRemotes(world);
  const [only, ...others] = remotes;
  if (only === undefined)
    return (await cliProfiles(world)).all.length === 0 ? { kind: "none" } : { kind: "cli", profile: null };
  if (others.length > 0) return { kind: "choose", remotes: remotes.map((remote) => remote.name) };
  return fromRemote(only, world);
}

function keyOf(
  key: Secret,
  source: string,
  remoteUrl: string | undefined,
  env: Outside["env"],
  details: { readonly authorization?: "Api-Key" | "Bearer"; readonly team: string | null } = { team: null },
): FoundKey {
  return {
    kind: "key",
    apiBase: apiBaseFor(remoteUrl || defaultRemote, env, `The remote URL beside ${source}`),
    authorization: details.authorization ?? "Api-Key",
    key: cleanApiKey(key, source),
    team: details.team,
    source,
  };
}

function trussPair(env: Outside["env"]): { key: Secret; remoteUrl: string } | null {
  const key = env.BASETEN_TRUSS_AUTH_API_KEY;
  const remoteUrl = env.BASETEN_TRUSS_AUTH_REMOTE_URL;
  if (key && remoteUrl) return { key: new Secret(key), remoteUrl };
  if (!key && !remoteUrl) return null;
  const [there, missing] = key
    ? ["BASETEN_TRUSS_AUTH_API_KEY", "BASETEN_TRUSS_AUTH_REMOTE_URL"]
    : ["BASETEN_TRUSS_AUTH_REMOTE_URL", "BASETEN_TRUSS_AUTH_API_KEY"];
  throw new CliError("usage", `${there} is set, ${missing} is not: Truss needs both.`, {
    hint: `Set ${missing} too, or unset ${there}.`,
  });
}

function fromRemote(remote: Remote, world: Outside): Found {
  const source = `${shownPath(world)} [${remote.name}]`;
  // Truss takes BASETEN_API_KEY where a section has neither a key nor a kind of sign-in.
  const fallback = remote.authType === null && world.env.BASETEN_API_KEY;
  if (remote.key !== null) return keyOf(remote.key, source, remote.url, world.env, { team: remote.team });
  if (fallback) {
    return keyOf(new Secret(fallback), "BASETEN_API_KEY", remote.url, world.env, { team: remote.team });
  }
  return {
    kind: "keyring",
    kept: remote.hasTokens ? "an OAuth token, which only Baseten's tools renew" : "in the OS keyring",
    remote: remote.name,
    remoteUrl: remote.url,
    apiBase: apiBaseFor(remote.url, world.env, `remote_url in ${source}`),
    team: remote.team,
  };
}

const fromProfile = ({ name }: CliProfile): FoundCli => ({ kind: "cli", profile: name });
