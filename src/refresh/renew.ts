// Proves a fetched credential against one image of its host, then stores it. Nothing is stored that was denied.
import { type BasetenStore, storeSecret } from "../credential/keep.ts";
import { verdictOf } from "../distribution/describe.ts";
import { isProxied } from "../distribution/proxied.ts";
import { checkPull } from "../distribution/pull.ts";
import type { StoredSecret, Warning } from "../flow.ts";
import { CliError } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import type { Renewal } from "./renewals.ts";

type Outside = Pick<World, "exec" | "fetch" | "sleep" | "now">;

/**
 * Pulls the renewal's image, as far as a registry lets one know. An answer that says nothing about the image
 * (a registry that can't be reached from here) is a warning only: Baseten may well reach it.
 * @throws CliError `pull-denied`
 */
export async function prove(
  { target, registry, projects }: Renewal,
  credential: BasicCredential,
  { fetch, env }: Pick<World, "fetch" | "env">,
): Promise<readonly Warning[]> {
  const proxied = isProxied(target.apiHost, env);
  const { verdict, warnings } = verdictOf(await checkPull({ target, credential }, fetch, { proxied }));
  const { status, reason } = verdict;
  if (status === "denied")
    throw new CliError("pull-denied", reason ?? `${target.image.text} can't be pulled.`, {
      hint:
        registry.id === "ecr" && target.account !== undefined
          ? `Sign in to the account that may pull it: --aws-profile ${target.account}=<profile>. The image is in ${projects[0]}.`
          : `The image is in ${projects[0]}. --no-verify skips this check.`,
    });
  if (status !== "unverifiable" || reason === null) return warnings;
  return [...warnings, { code: "pull-unverified", message: `Stored without proof: ${reason}` }];
}

/** Stores the credential under the renewal's name. @throws CliError as Baseten's API */
export async function keep(
  { method, secret: name }: Renewal,
  credential: BasicCredential,
  destination: BasetenStore,
  world: Outside,
): Promise<StoredSecret> {
  const [value] = method.secretValues(credential);
  if (value === undefined) throw new CliError("internal", `${method.title} makes no secret.`);
  const team = await storeSecret(name, value, destination, world);
  return { name, stored: "baseten", team, expiresAt: credential.expiresAt?.toISOString() ?? null };
}
