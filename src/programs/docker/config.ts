// What does Docker's config.json, or Podman's auth.json, say about a registry? Pure.
// https://docs.docker.com/reference/cli/docker/login/#configure-the-credential-store

import { type Members, membersOf } from "../../text/json.ts";
import { type BasicCredential, decodeBasic, Secret } from "../../values/secret.ts";
import { isOneLine } from "../../values/token-shape.ts";

/** Docker Hub's own key, a URL with an API version of long ago. */
const hubKey = "https://index.docker.io/v1/";
const hubHosts = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** What is stored for a registry, in the order in which Docker looks. */
export interface Stored {
  /** A helper program to ask, and the server names to ask it for, best first. */
  readonly helper: { readonly name: string; readonly servers: readonly string[] } | null;
  /** What stands in the file itself. */
  readonly inFile: BasicCredential | "identity-token" | null;
}

/** `host` as it may be written (`https://host`, `https://host/v1/`, `host/path`), without scheme and API version. */
export function normalizeKey(key: string): string {
  const [host = "", ...path] = key
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "")
    .replace(/\/v[12]$/, "")
    .split("/");
  return [hubHosts.includes(host.toLowerCase()) ? "docker.io" : host.toLowerCase(), ...path].join("/");
}

/** A basic credential whose lifetime isn't known. */
export const basic = (username: string, password: Secret): BasicCredential => ({
  kind: "basic",
  username,
  password,
  expiresAt: null,
});

/**
 * Looks a registry up.
 * @param host as in the image or the secret's name
 * @param repository narrows Podman's keys, which may hold a path (`quay.io/team`); the longest that fits wins
 */
export function lookUp(config: Members, host: string, repository: string): Stored {
  const names = candidates(normalizeKey(host), repository);
  const helpers = membersOf(config.credHelpers);
  const own = find(helpers, names);
  // An empty entry in credHelpers means the file, even where credsStore names a program.
  const name = own === null ? config.credsStore : own.value;
  const server = normalizeKey(host);
  const hub = server === "docker.io";
  const usual = hub ? [hubKey, server] : [server, `https://${server}`];
  // credHelpers keys are what was logged in to, so the helper knows them best; Docker itself asks for the Hub's URL.
  const servers = own === null || hub ? usual : [own.key, ...usual];
  return {
    helper:
      typeof name === "string" && name !== "" ? { name, servers: [...new Set(servers)].slice(0, 2) } : null,
    inFile: readEntry(membersOf(find(membersOf(config.auths), names, isFilled)?.value)),
  };
}

/** `host/a/b`, `host/a`, `host`. */
function candidates(host: string, repository: string): readonly string[] {
  const parts = repository === "" ? [] : repository.split("/");
  return [...parts.keys(), parts.length]
    .map((length) => [host, ...parts.slice(0, length)].join("/"))
    .reverse();
}

/** With a helper, Docker leaves an empty entry in `auths` behind. */
const isFilled = (value: unknown): boolean => Object.keys(membersOf(value)).length > 0;

function find(
  entries: Members,
  names: readonly string[],
  fits: (value: unknown) => boolean = () => true,
): { readonly key: string; readonly value: unknown } | null {
  for (const name of names) {
    for (const [key, value] of Object.entries(entries))
      if (normalizeKey(key) === name && fits(value)) return { key, value };
  }
  return null;
}

function readEntry(entry: Members): BasicCredential | "identity-token" | null {
  const text = (key: string): string => (typeof entry[key] === "string" ? entry[key] : "");
  if (text("identitytoken") !== "") return "identity-token";
  const decoded = text("auth") === "" ? null : decodeBasic(new Secret(text("auth")));
  const username = decoded?.username ?? text("username");
  // Docker pads the password with NUL bytes in some versions.
  const password =
    decoded?.password.map((value) => value.replace(/\0+$/, "")) ?? new Secret(text("password"));
  if (username === "<token>") return "identity-token";
  const oneLine = isOneLine(password.reveal()) || username.startsWith("_json_key");
  return username === "" || password.reveal() === "" || !oneLine ? null : basic(username, password);
}
