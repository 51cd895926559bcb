// What is asked of Baseten's API, and how its replies read? Pure: requests and replies are values.
// https://docs.baseten.co/reference/management-api/secrets/upserts-a-secret
import type { Secret } from "../values/secret.ts";

/** A request as data. The body is JSON text; it is a secret because it may hold one. */
export interface ApiRequest<T> {
  readonly method: "GET" | "POST";
  /** Below the API base, begins with `/v1/`. Holds ids only, never a value. */
  readonly path: string;
  readonly body: Secret | null;
  /** What must not come back in an error, even if the server repeats it. */
  readonly value: Secret | null;
  /** What the request is for, as in "Baseten could not … ". */
  readonly purpose: string;
  /** The reply's JSON as a value; null when it has another shape. */
  readonly read: (json: unknown) => T | null;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  /** The one that requests without a team go to. */
  readonly default: boolean;
}

/** A stored secret; its value is never told. */
export interface SecretInfo {
  readonly name: string;
  readonly team: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
}

/** The teams that the key sees. */
export const listTeams = (): ApiRequest<readonly Team[]> => ({
  method: "GET",
  path: "/v1/teams",
  body: null,
  value: null,
  purpose: "list the teams",
  read: (json) => readList(json, "teams", readTeam),
});

/** The secrets of one team; without a team those of every team the key sees, so compare `team` then. */
export const listSecrets = (teamId?: string): ApiRequest<readonly SecretInfo[]> => ({
  method: "GET",
  path: secretsPath(teamId),
  body: null,
  value: null,
  purpose: "list the secrets",
  read: (json) => readList(json, "secrets", readSecret),
});

/** Creates or replaces a secret, in the default team unless one is given. Doing it twice is harmless. */
export const upsertSecret = (name: string, value: Secret, teamId?: string): ApiRequest<SecretInfo> => ({
  method: "POST",
  path: secretsPath(teamId),
  body: value.map((text) => JSON.stringify({ name, value: text })),
  value,
  purpose: `store the secret ${name}`,
  // An answer about another secret is none; Baseten may write the name its own way.
  read: (json) => {
    const saved = readSecret(json);
    return saved !== null && normalised(saved.name) === normalised(name) ? saved : null;
  },
});

/** What a reply comes to. `message` is the server's own; it may be long and may repeat what was sent. */
export type Reply<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "unreadable" }
  | { readonly kind: "failed"; readonly message: string | null };

/** Reads a reply: 2xx must be JSON of the right shape; of any other status only `message` matters, if there is one. */
export function readReply<T>(request: ApiRequest<T>, status: number, text: string): Reply<T> {
  const json = parse(text);
  if (status < 200 || status > 299) {
    const message = isObject(json) && typeof json.message === "string" ? json.message : null;
    return { kind: "failed", message };
  }
  const value = json === undefined ? null : request.read(json);
  return value === null ? { kind: "unreadable" } : { kind: "ok", value };
}

const secretsPath = (teamId: string | undefined): string =>
  teamId === undefined ? "/v1/secrets" : `/v1/teams/${encodeURIComponent(teamId)}/secrets`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and the text may quote the value.
    return undefined;
  }
}

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null && !Array.isArray(json);

function readList<T>(json: unknown, key: string, read: (item: unknown) => T | null): readonly T[] | null {
  const list = isObject(json) ? json[key] : null;
  if (!Array.isArray(list)) return null;
  const items: T[] = [];
  for (const one of list) {
    const item = read(one);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function readTeam(json: unknown): Team | null {
  if (!isObject(json) || typeof json.id !== "string" || typeof json.name !== "string") return null;
  return { id: json.id, name: json.name, default: json.default === true };
}

function readSecret(json: unknown): SecretInfo | null {
  if (!isObject(json) || typeof json.name !== "string") return null;
  return {
    name: json.name,
    team: typeof json.team_name === "string" ? json.team_name : null,
    createdAt: typeof json.created_at === "string" ? json.created_at : null,
  };
}

/**
 * The existing names that differ from `name` only in punctuation, `name` itself left out. Baseten treats such names
 * as one (`hf_access_token` and `hf-access-token`). A run of punctuation counts as one mark: this only warns, and a
 * warning too many is better than a secret replaced unseen.
 * https://docs.baseten.co/development/model/secrets
 */
export function collidingNames(name: string, existing: readonly string[]): readonly string[] {
  const same = normalised(name);
  return existing.filter((other) => other !== name && normalised(other) === same);
}

const normalised = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, "_");
