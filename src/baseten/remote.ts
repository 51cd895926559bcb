// Where does a Baseten remote answer API calls, and is that address safe to send a key to?
import { CliError } from "../values/errors.ts";

/** The remote of everyone who has not said otherwise. */
export const defaultRemote = "https://app.baseten.co";

// Both CLIs know these; `mc-dev` follows no rule, so it has to be listed.
const known: Readonly<Record<string, string>> = {
  "https://app.baseten.co": "https://api.baseten.co",
  "https://app.staging.baseten.co": "https://api.staging.baseten.co",
  "https://app.dev.baseten.co": "https://api.mc-dev.baseten.co",
  "http://localhost:8000": "http://api.localhost:8000",
};

/**
 * The API base of a remote URL, without a trailing slash. An unknown remote keeps its own domain (`app.` becomes
 * `api.`), as baseten-cli does: a key must not travel to a domain that its owner did not name.
 * @param remoteUrl as in ~/.trussrc or BASETEN_REMOTE_URL, such as `https://app.baseten.co`
 * @param origin where the URL comes from, for the error's sentence
 * @throws CliError `invalid-value` when it is no bare https origin (http only on this machine)
 */
export function apiBaseOf(remoteUrl: string, origin = "The remote URL"): string {
  const url = bareOrigin(remoteUrl, origin);
  const listed = known[url.origin];
  if (listed !== undefined) return listed;
  // Some write the API's own address.
  if (Object.values(known).includes(url.origin)) return url.origin;
  // An address has no subdomains.
  if (/^\d+(\.\d+){3}$|^\[/.test(url.hostname)) return url.origin;
  return `${url.protocol}//api.${url.host.replace(/^app\./, "")}`;
}

/** Whether two addresses are of one remote, however they are written; false where one of them is none. */
export function sameRemote(one: string, other: string): boolean {
  try {
    return apiBaseOf(one) === apiBaseOf(other);
  } catch {
    return false;
  }
}

/** The host of a remote; `Baseten` where its address is none. */
export const hostOf = (remoteUrl: string): string =>
  URL.canParse(remoteUrl) ? new URL(remoteUrl).host : "Baseten";

/**
 * Where the remote of an API base answers, without a trailing slash: `apiBaseOf` turned round. Its GraphQL is there.
 * It stays in the same domain, as the key must.
 */
export function appBaseOf(apiBase: string): string {
  const listed = Object.entries(known).find(([, base]) => base === apiBase)?.[0];
  return listed ?? apiBase.replace("://api.", "://app.");
}

/** The API base that is used: BASETEN_MANAGEMENT_API_URL_OVERRIDE where it is set, else that of the remote. */
export function apiBaseFor(
  remoteUrl: string,
  env: Readonly<Record<string, string | undefined>>,
  origin?: string,
): string {
  const override = env.BASETEN_MANAGEMENT_API_URL_OVERRIDE;
  if (override) return bareOrigin(override, "BASETEN_MANAGEMENT_API_URL_OVERRIDE").origin;
  return apiBaseOf(remoteUrl, origin);
}

function bareOrigin(text: string, origin: string): URL {
  const hint = `Set it to an address like ${defaultRemote}, or remove it.`;
  // The text isn't repeated: a URL may hold a password.
  if (!URL.canParse(text.trim())) throw new CliError("invalid-value", `${origin} is no URL.`, { hint });
  const url = new URL(text.trim());
  if (url.username || url.password || url.search || url.hash || !/^\/*$/.test(url.pathname)) {
    throw new CliError("invalid-value", `${origin} must be a scheme and a host, nothing more.`, { hint });
  }
  const safe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  if (!safe) {
    throw new CliError("invalid-value", `${origin} must begin with https://.`, {
      hint: "Plain http is only for a server on this machine: it would show your API key to the network.",
    });
  }
  return url;
}

const isLoopback = (host: string): boolean =>
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
