// Which remotes does ~/.trussrc name, and which of them hold their key in the file?
import { readIni } from "../text/ini.ts";
import { Secret } from "../values/secret.ts";
import { defaultRemote } from "./remote.ts";

/** One section of ~/.trussrc. */
export interface Remote {
  readonly name: string;
  readonly url: string;
  /** `oauth`, `api_key`; null in files older than the field. */
  readonly authType: string | null;
  /** Null when the credential is in the system's keyring, or nowhere. */
  readonly key: Secret | null;
  /** Whether OAuth tokens stand in the file itself, as Truss writes them where there is no keyring. */
  readonly hasTokens: boolean;
  readonly team: string | null;
}

/**
 * The remotes in the order of the file. Sections of other providers are left out; `[DEFAULT]` is no remote but fills
 * in what the others leave open, as in configparser. OAuth tokens are never taken, not even from the file: they
 * expire within the hour, and refreshing them is Truss's business.
 * https://github.com/basetenlabs/truss/blob/main/truss/remote/remote_factory.py
 */
export function readTrussrc(text: string): readonly Remote[] {
  const ini = readIni(text);
  const defaults = ini.get("DEFAULT");
  const remotes: Remote[] = [];
  for (const [name, section] of ini) {
    const get = (key: string): string | null => section.get(key) || defaults?.get(key) || null;
    if (name === "DEFAULT" || (get("remote_provider") ?? "baseten") !== "baseten") continue;
    const authType = get("auth_type");
    const key = authType === "oauth" ? null : get("api_key");
    remotes.push({
      name,
      url: get("remote_url") ?? defaultRemote,
      authType,
      key: key === null ? null : new Secret(key),
      hasTokens: get("oauth_access_token") !== null || get("oauth_refresh_token") !== null,
      team: get("team"),
    });
  }
  return remotes;
}
