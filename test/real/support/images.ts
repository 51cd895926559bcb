// How does an image get into a real registry? Over its HTTP API, as `docker push` does it.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
import { createHash } from "node:crypto";

const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

/** Where to push, and with which `Authorization` header. */
export interface Place {
  /** `http://127.0.0.1:4711` */
  readonly registry: string;
  readonly repository: string;
  readonly authorization: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

const digestOf = (bytes: string): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

async function send(
  place: Place,
  method: string,
  url: string,
  type?: string,
  body?: string,
): Promise<Response> {
  const headers = {
    authorization: place.authorization,
    ...(type === undefined ? {} : { "content-type": type }),
  };
  const reply = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
  return reply;
}

async function pushBlob(place: Place, mediaType: string, bytes: string): Promise<Descriptor> {
  const digest = digestOf(bytes);
  const uploads = `${place.registry}/v2/${place.repository}/blobs/uploads/`;
  const begun = await send(place, "POST", uploads);
  const upload = new URL(begun.headers.get("location") ?? "", uploads);
  upload.searchParams.set("digest", digest);
  await send(place, "PUT", upload.href, "application/octet-stream", bytes);
  return { mediaType, size: bytes.length, digest };
}

async function pushManifest(place: Place, reference: string | null, type: string, manifest: object) {
  const body = JSON.stringify({ schemaVersion: 2, mediaType: type, ...manifest });
  const digest = digestOf(body);
  await send(
    place,
    "PUT",
    `${place.registry}/v2/${place.repository}/manifests/${reference ?? digest}`,
    type,
    body,
  );
  return { mediaType: type, size: body.length, digest };
}

/** Pushes an image for one platform; without a tag it is known by its digest only. */
export async function pushImage(place: Place, tag: string | null, architecture: string): Promise<Descriptor> {
  const rootfs = { type: "layers", diff_ids: [digestOf("layer")] };
  const config = JSON.stringify({ architecture, os: "linux", rootfs, config: {} });
  const manifest = {
    config: await pushBlob(place, types.config, config),
    layers: [await pushBlob(place, types.layer, "layer")],
  };
  return pushManifest(place, tag, types.manifest, manifest);
}

/** Pushes an index of images, one for each architecture. */
export async function pushIndex(place: Place, tag: string, architectures: readonly string[]): Promise<void> {
  const manifests: object[] = [];
  for (const architecture of architectures) {
    const image = await pushImage(place, null, architecture);
    manifests.push({ ...image, platform: { os: "linux", architecture } });
  }
  await pushManifest(place, tag, types.index, { manifests });
}
