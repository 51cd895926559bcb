// How does the `baseten` CLI store a secret for us, when the sign-in is in the system's keyring?
// https://docs.baseten.co/reference/cli/baseten/org-secret
import type { Secret } from "../values/secret.ts";
import type { Command, ExecResult } from "../world/types.ts";

/**
 * Stores a secret; the value goes through stdin, of which the CLI drops trailing newlines.
 * @param options `team` is a name or id; `profile` pins the one that `readSignIn` named, so that both commands agree
 */
export function setSecretCommand(
  name: string,
  value: Secret,
  options: { readonly team?: string; readonly profile?: string } = {},
): Command {
  const team = options.team === undefined ? [] : ["--team", options.team];
  const profile = options.profile === undefined ? [] : ["--profile", options.profile];
  // The name is a flag: `org secret set` takes no positional argument.
  return {
    file: "baseten",
    args: ["org", "secret", "set", "--name", name, ...team, ...profile],
    input: value,
  };
}

/** Says whether, and where, the CLI is signed in. It asks no server: an expired sign-in shows only when used. */
export const signInCommand = (): Command => ({
  file: "baseten",
  args: ["auth", "status", "--output", "json"],
});

/**
 * `remoteUrl` must be compared with the remote the user chose: the CLI keeps its own profiles, apart from Truss's,
 * and may be signed in to another organization.
 */
export type SignIn =
  | { readonly kind: "signed-in"; readonly profile: string | null; readonly remoteUrl: string | null }
  | { readonly kind: "signed-out" }
  | { readonly kind: "missing" };

/** Reads how `signInCommand` ended; whatever isn't a clear answer counts as signed out. */
export function readSignIn(result: ExecResult): SignIn {
  if (result.status === "missing") return { kind: "missing" };
  if (result.status !== "ok") return { kind: "signed-out" };
  try {
    const json = JSON.parse(result.stdout.reveal()) as Record<string, unknown> | null;
    const remoteUrl = textOf(json?.remote_url);
    const profile = textOf(json?.profile);
    return remoteUrl === null && profile === null
      ? { kind: "signed-out" }
      : { kind: "signed-in", profile, remoteUrl };
  } catch {
    return { kind: "signed-out" };
  }
}

const textOf = (json: unknown): string | null => (typeof json === "string" && json !== "" ? json : null);
