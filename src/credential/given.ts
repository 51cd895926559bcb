// Settles a credential that flags give: from stdin, a file, or what Docker stored.

import type { Given, SetupOptions } from "../flow.ts";
import { type FoundCredential, findDockerCredential } from "../programs/docker/stored.ts";
import type { Method, Target } from "../registries/types.ts";
import { CliError, missingFlag } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { basicOf, readKeyFile, serviceAccountKeyOf } from "./checked.ts";

/**
 * The credential that flags give; null when none does.
 * @throws CliError `invalid-credential`, `missing-flag` (`--username`), `file-not-found`, `usage`.
 */
export async function givenByFlags(
  method: Method,
  target: Target,
  options: SetupOptions,
  world: World,
): Promise<Given | null> {
  const typed = method.typed;
  if (typed === null) return null;
  if (options.fromDocker) return fromDocker(target, world);
  if (options.passwordStdin) {
    if (typed.kind !== "basic")
      throw new CliError("usage", `--password-stdin doesn't go with --method ${method.id}.`, {
        hint: "It takes a registry user's token: --method token.",
      });
    const password = await world.readStdin();
    const username = typed.username ?? options.username;
    if (username === undefined) throw missingFlag("--username", "whose token is on standard input?");
    return { credential: basicOf(username, password, typed), from: "standard input", origin: "stdin" };
  }
  if (options.serviceAccountKey !== undefined && typed.kind === "service-account-key") {
    const json = await readKeyFile(options.serviceAccountKey, world);
    const piped = options.serviceAccountKey === "-";
    return {
      credential: await serviceAccountKeyOf(json),
      ...(piped
        ? { from: "standard input", origin: "stdin" }
        : { from: options.serviceAccountKey, origin: "file" }),
    };
  }
  return null;
}

const dockers = ({ credential, source }: FoundCredential): Given => ({
  credential,
  from: source,
  origin: "docker",
});

/** What `docker login` stored for the image's host; null when there is nothing usable. */
export async function foundInDocker(target: Target, world: World): Promise<Given | null> {
  const found = await findDockerCredential(target.host, world, target.image.repository);
  return "credential" in found ? dockers(found) : null;
}

/** The same, or why there is none. @throws CliError `not-signed-in` */
export async function fromDocker(target: Target, world: World): Promise<Given> {
  const asking = findDockerCredential(target.host, world, target.image.repository);
  const found = await world.terminal.progress("Asking Docker", asking);
  if ("credential" in found) return dockers(found);
  // Docker Hub's key is a URL, by which nobody calls it.
  const hub = target.host.includes("index.docker.io");
  const login = hub ? "docker login" : `docker login ${target.apiHost}`;
  const name = hub ? "Docker Hub" : target.host;
  const sentences = {
    none: `Docker has no credential for ${name}.`,
    "json-key": `Docker's credential for ${name} is a service account's JSON key, and this method's secret is renewed by \`refresh\`.`,
    "identity-token": `Docker's credential for ${name} is an identity token, which Baseten can't use.`,
    "helper-missing": `Docker keeps it with docker-credential-${found.helper}, which isn't installed.`,
    "helper-failed": `docker-credential-${found.helper} failed.`,
    "invalid-config": `${found.source ?? "Docker's config.json"} can't be read.`,
    "bad-helper-name": "Docker's config.json names a credential helper that can't be a program.",
  } as const;
  throw new CliError("not-signed-in", sentences[found.problem], {
    hint:
      found.problem === "json-key"
        ? "Store the key under its own name: --method service-account --service-account-key <file>"
        : found.problem === "identity-token"
          ? "Type a token instead: --username and --password-stdin."
          : `Run: ${login}`,
  });
}
