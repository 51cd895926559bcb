// The rows of the header that say who is signed in: in the cloud, and in Baseten.
import { findApiKey } from "../baseten/api-key.ts";
import { signedIn } from "../credential/signed-in.ts";
import type { SetupOptions } from "../flow.ts";
import type { Registry } from "../registries/types.ts";
import { row } from "../text/paint.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";

/** The rows. Whatever can't be read is left out, and told when it is needed. */
export async function whoRows(
  registry: Registry,
  options: SetupOptions,
  world: World,
): Promise<readonly string[]> {
  const found = await unlessBroken(signedIn(registry, options, world));
  const key = await unlessBroken(basetenKey(options, world));
  return [
    ...(found === null ? [] : [row(found.program, found.who)]),
    ...(key === null ? [] : [row("baseten", key)]),
  ];
}

/** What signs in to Baseten: `BASETEN_API_KEY`, `~/.trussrc [baseten] · team Research`. */
async function basetenKey(
  { apiKeyStdin, remote, store }: SetupOptions,
  world: World,
): Promise<string | null> {
  if (store === "print" || store === "none") return null;
  if (apiKeyStdin) return "API key from standard input";
  const found = await findApiKey({ apiKeyStdin: null, ...(remote === undefined ? {} : { remote }) }, world);
  if (found.kind === "cli")
    return found.profile === null ? "the baseten CLI" : `baseten CLI · profile ${found.profile}`;
  if (found.kind === "keyring") return `~/.trussrc [${found.remote}], through Baseten's own CLI`;
  if (found.kind !== "key") return null;
  return found.team === null ? found.source : `${found.source} · team ${found.team}`;
}

async function unlessBroken<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return null;
    throw error;
  }
}
