// A secret value that redacts itself wherever it is printed, and the credentials made of it.
import { inspect } from "node:util";

/**
 * Wraps a value where it is born. Printing it in any way yields `[secret]`;
 * only `reveal()` gives the value, so every use of it can be found by that name.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Never pass it to argv, a message or a file that stays. */
  reveal(): string {
    return this.#value;
  }

  /** A secret made from this one. */
  map(change: (value: string) => string): Secret {
    return new Secret(change(this.#value));
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A registry user and password, and when they stop working (null: as the user set it). */
export interface BasicCredential {
  readonly kind: "basic";
  readonly username: string;
  readonly password: Secret;
  readonly expiresAt: Date | null;
  /** The AWS account that issued it, where that is known. */
  readonly account?: string;
}

/** A long-lived AWS key pair. */
export interface AccessKey {
  readonly kind: "access-key";
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
}

/** A Google service account's JSON key, as downloaded. */
export interface ServiceAccountKey {
  readonly kind: "service-account-key";
  readonly json: Secret;
}

/** What a method needs before its secrets can be stored. */
export type Credential = BasicCredential | AccessKey | ServiceAccountKey;

/**
 * The credential as one of a kind.
 * @throws Error for another kind: a mistake of ours, not the user's.
 */
export function expectKind<K extends Credential["kind"]>(
  credential: Credential,
  kind: K,
): Extract<Credential, { kind: K }> {
  if (credential.kind === kind) return credential as Extract<Credential, { kind: K }>;
  throw new Error(`A ${kind} credential was expected, not ${credential.kind}.`);
}

/**
 * Base64 of `user:password` on one line, without the newlines that `base64` puts in at 76 columns.
 * It is what Baseten expects as the value of a `DOCKER_REGISTRY_…` secret.
 * https://docs.baseten.co/development/model/dependencies#private-registries
 */
export function encodeBasic(username: string, password: Secret): Secret {
  return password.map((value) => Buffer.from(`${username}:${value}`, "utf8").toString("base64"));
}

/** The reverse of `encodeBasic`, for `auths` of Docker's config.json; null if it is no `user:password`. */
export function decodeBasic(encoded: Secret): { username: string; password: Secret } | null {
  const text = decodeBase64(encoded.reveal());
  const colon = text?.indexOf(":") ?? -1;
  if (text === null || colon < 1) return null;
  return { username: text.slice(0, colon), password: new Secret(text.slice(colon + 1)) };
}

/** Decodes Base64 of UTF-8 text, wrapped or not, padded or not; null when it is anything else. */
export function decodeBase64(encoded: string): string | null {
  const joined = encoded.replace(/\s/g, "").replace(/=+$/, "");
  const bytes = Buffer.from(joined, "base64");
  // Buffer skips what isn't Base64, so only a value that comes back the same was Base64.
  if (joined === "" || bytes.toString("base64").replace(/=+$/, "") !== joined) return null;
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : null;
}
