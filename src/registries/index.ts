// Which registry is an image on? The closed list, in the order in which registries are asked and offered.
import type { ImageReference } from "../values/image.ts";
import { acr } from "./acr.ts";
import { artifactRegistry } from "./artifact-registry.ts";
import { dockerHub } from "./docker-hub.ts";
import { ecr } from "./ecr.ts";
import { ghcr } from "./ghcr.ts";
import { gitlab } from "./gitlab.ts";
import { ngc } from "./ngc.ts";
import { other } from "./other.ts";
import { quay } from "./quay.ts";
import { type Registry, type RegistryId, registryIds, type Target } from "./types.ts";

const byId = {
  ecr,
  "artifact-registry": artifactRegistry,
  "docker-hub": dockerHub,
  ghcr,
  ngc,
  acr,
  gitlab,
  quay,
  other,
} satisfies Record<RegistryId, Registry>;

/** The registry of an id. */
export const registryById = (id: RegistryId): Registry => byId[id];

/** All of them; `other`, which takes any host, is last. */
export const registries: readonly Registry[] = registryIds.map(registryById);

/** The registry that an image is on, and what it reads in the image's host. */
export function findRegistry(image: ImageReference): { registry: Registry; target: Target } {
  for (const registry of registries) {
    const target = registry.match(image);
    if (target !== null) return { registry, target };
  }
  throw new Error("The last registry takes any host.");
}
