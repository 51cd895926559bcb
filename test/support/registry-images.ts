// What does the test registry hold? Images without layers, as an OCI registry stores them.
import { createHash } from "node:crypto";

export interface RegistryImage {
  readonly repository: string;
  readonly tag: string;
  /** One: a plain manifest. Several: an index. */
  readonly platforms: readonly string[];
  /** Bytes of the one layer that every platform names. */
  readonly size?: number;
  /** Pulled by anyone. */
  readonly public?: boolean;
}

export interface Content {
  readonly type: string;
  readonly body: string;
  readonly digest: string;
}

const ociIndex = "application/vnd.oci.image.index.v1+json";
const ociManifest = "application/vnd.oci.image.manifest.v1+json";
const ociConfig = "application/vnd.oci.image.config.v1+json";
const ociLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

/** An image's contents by digest; what the tag names is under the empty string too. */
export function storeImage({
  repository,
  tag,
  platforms,
  size = 1000,
}: RegistryImage): ReadonlyMap<string, Content> {
  const stored = new Map<string, Content>();
  const put = (type: string, value: unknown) => {
    const body = JSON.stringify(value);
    const content = { type, body, digest: digestOf(body) };
    stored.set(content.digest, content);
    return { mediaType: type, digest: content.digest, size: Buffer.byteLength(body) };
  };
  const layers = [{ mediaType: ociLayer, digest: digestOf(`${repository}:${tag}`), size }];
  const manifests = platforms.map((platform) => {
    const [os = "", architecture = "", variant] = platform.split("/");
    const about = { os, architecture, ...(variant === undefined ? {} : { variant }) };
    const config = put(ociConfig, { ...about, rootfs: { type: "layers", diff_ids: [] } });
    const manifest = put(ociManifest, { schemaVersion: 2, mediaType: ociManifest, config, layers });
    return { ...manifest, platform: about };
  });
  const only = manifests.length === 1 ? manifests[0] : undefined;
  const named = only ?? put(ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests });
  const content = stored.get(named.digest);
  if (content !== undefined) stored.set("", content);
  return stored;
}

const digestOf = (body: string): string => `sha256:${createHash("sha256").update(body).digest("hex")}`;
