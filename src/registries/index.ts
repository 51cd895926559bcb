// Which registry is an image on? The closed list, in the order in which registries are asked and offered.
import type { ImageReference } from "../values/image.ts";
import { acr } from "./acr.ts";
import { artifactRegistry } from "./artifact-registry.ts";
import { digitalOcean } from "./digitalocean.ts";
import { dockerHub } from "./docker-hub.ts";
import { ecr } from "./ecr.ts";
import { ghcr } from "./ghcr.ts";
import { gitlab } from "./gitlab.ts";
import { ibm } from "./ibm.ts";
import { jfrog } from "./jfrog.ts";
import { ngc } from "./ngc.ts";
import { oracle } from "./oracle.ts";
import { other } from "./other.ts";
import { quay } from "./quay.ts";
import { redHat } from "./red-hat.ts";
import type { Registry, Target } from "./types.ts";

const all = [
  ecr,
  artifactRegistry,
  dockerHub,
  ghcr,
  ngc,
  acr,
  gitlab,
  quay,
  digitalOcean,
  ibm,
  oracle,
  redHat,
  jfrog,
  other,
] as const;

/** The ids that `--registry` takes. */
export type RegistryId = (typeof all)[number]["id"];

/** All of them; `other`, which takes any host, is last. */
export const registries: readonly Registry<RegistryId>[] = all;

export const registryIds: readonly RegistryId[] = all.map(({ id }) => id);

/** The registry of an id. */
export const registryById = (id: RegistryId): Registry<RegistryId> =>
  registries.find((registry) => registry.id === id) ?? other;

/** The registry that an image is on, and what it reads in the image's host. */
export function findRegistry(image: ImageReference): { registry: Registry<RegistryId>; target: Target } {
  for (const registry of registries) {
    const target = registry.match(image);
    if (target !== null) return { registry, target };
  }
  throw new Error("The last registry takes any host.");
}
