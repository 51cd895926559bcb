// Is what Docker has a token of Docker Desktop's own sign-in, which may do far more than pull?
import type { BasicCredential } from "../../values/secret.ts";
import { normalizeKey } from "./config.ts";

/**
 * What to know of a credential for Docker Hub that is Docker Desktop's own: a JWT, where an access token begins with
 * `dckr_`. It reads, writes and deletes, and goes when the session ends.
 * https://docs.docker.com/security/access-tokens/
 */
export function ownTokenWarnings(
  { password }: BasicCredential,
  host: string,
): readonly { readonly code: string; readonly message: string }[] {
  const isOwn = normalizeKey(host).startsWith("docker.io") && /^eyJ[\w-]+\.[\w-]+\./.test(password.reveal());
  if (!isOwn) return [];
  const message =
    "This is Docker Desktop's own sign-in: it may write and delete whatever you may, and ends with the session. Make an access token that only reads: https://app.docker.com/settings/personal-access-tokens";
  return [{ code: "docker-sign-in", message }];
}
