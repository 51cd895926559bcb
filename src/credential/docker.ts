// Settles a credential that `docker login` or `podman login` stored.
import type { Given } from "../flow.ts";
import { findDockerCredential } from "../programs/docker/stored.ts";
import type { Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";

/** What `docker login` stored for the image's host; null when there is nothing usable. */
export async function foundInDocker(target: Target, world: World): Promise<Given | null> {
  const found = await findDockerCredential(target.host, world);
  return "credential" in found ? { credential: found.credential, from: found.source } : null;
}

/** The same, or why there is none. @throws CliError `not-signed-in` */
export async function fromDocker(target: Target, world: World): Promise<Given> {
  const found = await world.terminal.progress("Asking Docker", findDockerCredential(target.host, world));
  if ("credential" in found) return { credential: found.credential, from: found.source };
  const login = `docker login${target.host.includes("index.docker.io") ? "" : ` ${target.apiHost}`}`;
  const sentences = {
    none: `Docker has no credential for ${target.host}.`,
    "identity-token": `Docker's credential for ${target.host} is an identity token, which Baseten can't use.`,
    "helper-missing": `Docker keeps it with docker-credential-${found.helper}, which isn't installed.`,
    "helper-failed": `docker-credential-${found.helper} failed.`,
    "invalid-config": "Docker's config.json can't be read.",
    "bad-helper-name": "Docker's config.json names a credential helper that can't be a program.",
  } as const;
  throw new CliError("not-signed-in", sentences[found.problem], {
    hint:
      found.problem === "identity-token"
        ? "Type a token instead: --username and --password-stdin."
        : `Run: ${login}`,
  });
}
