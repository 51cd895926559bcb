// How is the registry asked for a manifest? What one pull check is about, and the requests made of it.
import type { BasicCredential } from "../values/secret.ts";
import type { Ask, Request } from "./limits.ts";
import { manifestTypes } from "./manifest.ts";
import type { Grant } from "./token.ts";

/** One pull check under way: where, what, as whom, and how to ask. */
export interface Check {
  readonly registry: URL;
  readonly repository: string;
  /** The tag or digest. */
  readonly reference: string;
  readonly credential: BasicCredential | null;
  readonly ask: Ask;
}

const manifestCap = 4 * 1024 * 1024;

/** A request for a manifest, by tag or digest. */
export function manifestRequest({ registry, repository }: Check, grant: Grant, reference: string): Request {
  return {
    url: new URL(`/v2/${repository}/manifests/${reference}`, registry),
    headers: { accept: manifestTypes.join(", "), ...authorized(grant) },
    cap: manifestCap,
  };
}

/** The Authorization header, if there is one to send. */
export const authorized = ({ authorization }: Grant): Record<string, string> =>
  authorization === null ? {} : { authorization: authorization.reveal() };
