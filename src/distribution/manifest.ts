// For which platforms is an image, and how large is it? Pure: reads manifests, indexes and configurations.
// https://github.com/opencontainers/image-spec
import { itemsOf, type Members, membersOf, readJson } from "../text/json.ts";

/** The four kinds of manifest that Docker and the OCI define, for the Accept header. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

/** An image for several platforms names a manifest for each; any other names its configuration. */
export type Manifest =
  | {
      readonly kind: "index";
      readonly platforms: readonly string[];
      /** The digest of linux/amd64's manifest, to look its size up. */
      readonly amd64: string | null;
    }
  | {
      readonly kind: "image";
      readonly config: string | null;
      readonly size: number | null;
      /** The configuration's media type where that is no image's; null for an image. */
      readonly artifact: string | null;
    };

/** More platforms than any image is built for; all of a hostile index's would fill the screen. */
const mostPlatforms = 32;

/** Each once, those that can run first where there are too many. */
function few(platforms: readonly string[]): readonly string[] {
  const unique = [...new Set(platforms)];
  if (unique.length <= mostPlatforms) return unique;
  return unique.toSorted((a, b) => Number(isRunnable(b)) - Number(isRunnable(a))).slice(0, mostPlatforms);
}

const imageConfigs = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);

/** What Baseten's machines run; a variant such as `linux/amd64/v2` is one too. */
export const isRunnable = (platform: string): boolean => /^linux\/amd64(?:\/|$)/.test(platform);

/** Reads a manifest or an index; null when it is neither. */
export function readManifest(body: string): Manifest | null {
  const manifest = readJson(body);
  if (Array.isArray(manifest.manifests)) {
    const entries = manifest.manifests.map(membersOf).map((entry) => ({
      platform: platformOf(membersOf(entry.platform)),
      digest: digestOf(entry),
    }));
    const platforms = entries.flatMap(({ platform }) => platform ?? []);
    const amd64 = entries.find(({ platform }) => platform !== null && isRunnable(platform));
    return { kind: "index", platforms: few(platforms), amd64: amd64?.digest ?? null };
  }
  if (manifest.config === undefined || !Array.isArray(manifest.layers)) return null;
  const config = membersOf(manifest.config);
  return { kind: "image", config: digestOf(config), size: sizeOf(manifest), artifact: artifactOf(config) };
}

/** https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage */
function artifactOf({ mediaType }: Members): string | null {
  // It goes to the terminal, so only real types pass.
  const isType = typeof mediaType === "string" && /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mediaType);
  return isType && !imageConfigs.has(mediaType) ? mediaType : null;
}

/**
 * A platform as Docker writes it, from an index's entry or an image's configuration; null when it has none.
 * `unknown/unknown` marks an attestation, which isn't an image: https://docs.docker.com/build/metadata/attestations/
 */
export function platformOf(from: Members): string | null {
  const parts = [from.os, from.architecture, from.variant ?? ""];
  // These come from the registry and go to the terminal, so only plain names pass.
  if (!parts.every((part) => typeof part === "string" && /^[\w.-]{0,40}$/.test(part))) return null;
  const [os, architecture, variant] = parts as [string, string, string];
  if (os === "" || architecture === "" || os === "unknown") return null;
  return variant === "" ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function digestOf(descriptor: Members): string | null {
  const digest = descriptor.digest;
  return typeof digest === "string" && /^[a-z0-9+._-]+:[0-9a-f]{32,128}$/.test(digest) ? digest : null;
}

function sizeOf(manifest: Members): number | null {
  const parts = [manifest.config, ...itemsOf(manifest.layers)].map((part) => membersOf(part).size);
  let sum = 0;
  for (const part of parts) {
    if (typeof part !== "number" || !(part >= 0)) return null;
    sum += part;
  }
  return Number.isSafeInteger(sum) ? sum : null;
}
