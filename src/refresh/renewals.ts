// Which short-lived credentials do these projects rely on, and which of them share one? Pure.
import type { TrussConfig } from "../config/truss.ts";
import type { RefreshOptions } from "../flow.ts";
import { mechanismNamed } from "../mechanisms/index.ts";
import { hostSecret } from "../mechanisms/registry-secret.ts";
import type { Values } from "../mechanisms/types.ts";
import { findRegistry } from "../registries/index.ts";
import type { Method, Registry, Target } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";
import { parseImage } from "../values/image.ts";

/** Why nothing has to be renewed. */
export type Rest = "nothing-stored" | "long-lived" | "public" | "no-image" | "no-secret";

/** What one config relies on. */
export type Need =
  | {
      readonly kind: "renew";
      readonly registry: Registry;
      readonly method: Method;
      readonly target: Target;
      readonly secret: string;
    }
  | { readonly kind: "rest"; readonly why: Rest };

/** One credential to fetch, prove and store, whichever projects share it. */
export interface Renewal {
  /** The host as it stands in the secret's name. */
  readonly host: string;
  readonly secret: string;
  readonly registry: Registry;
  readonly method: Method;
  /** The first project's image; it proves the credential for all of them. */
  readonly target: Target;
  readonly values: Values;
  /** As to be shown. Never empty. */
  readonly projects: readonly string[];
}

/** What is known of a project once its config was read; nothing of the text is kept. */
export type Reading =
  | { readonly project: string; readonly kind: "renew"; readonly host: string }
  | { readonly project: string; readonly kind: "rest"; readonly why: Rest }
  | { readonly project: string; readonly kind: "failed"; readonly error: CliError };

/**
 * What a config relies on.
 * @throws CliError `invalid-image` when its image isn't a reference.
 */
export function needOf(truss: TrussConfig): Need {
  const rest = (why: Rest): Need => ({ kind: "rest", why });
  const { image, dockerAuth } = truss;
  const stated = dockerAuth === null ? null : mechanismNamed(dockerAuth.auth_method ?? "");
  if (dockerAuth !== null && stated?.credential !== "basic")
    return rest(stated !== null && stated.credential === null ? "nothing-stored" : "long-lived");
  if (image === null) return rest("no-image");
  const { registry, target } = findRegistry(parseImage(image));
  if (target.publicBecause !== undefined) return rest("public");
  const secret = hostSecret(target.host);
  const named = stated === null ? secret : (dockerAuth?.secret_name ?? secret);
  if (named !== secret) return rest("long-lived");
  if (!truss.secrets.includes(secret)) return rest("no-secret");
  const method = registry.methods.find(({ shortLived }) => shortLived);
  return method === undefined ? rest("long-lived") : { kind: "renew", registry, method, target, secret };
}

/** Why a renewal's image can't be pulled, and whose credential may help. */
export function denial({ target, projects }: Renewal, reason: string | null): CliError {
  const account = target.account;
  const where = `The image is in ${projects[0]}.`;
  return new CliError("pull-denied", reason ?? `${target.image.text} can't be pulled.`, {
    hint:
      account === undefined
        ? `${where} --no-verify skips this check.`
        : `Sign in to the account that may pull it: --aws-profile ${account}=<profile>. ${where}`,
  });
}

/** The flags that a fetch depends on. */
export type FetchOptions = Pick<RefreshOptions, "awsProfiles" | "impersonateServiceAccount">;

/** The values of a fetch. Without a profile `aws` goes by its own rules, AWS_PROFILE among them. */
function valuesOf({ account }: Target, { awsProfiles, impersonateServiceAccount }: FetchOptions): Values {
  const awsProfile = (account === undefined ? undefined : awsProfiles.get(account)) ?? awsProfiles.get("*");
  return {
    ...(awsProfile === undefined ? {} : { awsProfile }),
    ...(impersonateServiceAccount === undefined ? {} : { impersonateServiceAccount }),
  };
}

/** Gathers projects one by one, so that a thousand configs need not be held at once. */
export interface Gathering {
  /** Adds a project. Gives the renewal when it is the first to rely on it, so that its fetch can start. */
  add(project: string, need: Need): Renewal | null;
  readonly readings: readonly Reading[];
  readonly renewals: readonly Renewal[];
  /** Adds a project whose config can't be read. */
  fail(project: string, error: CliError): void;
}

/** Makes an empty gathering. A host has one account, so it has one profile and one credential. */
export function gather(options: FetchOptions): Gathering {
  const byHost = new Map<string, Renewal & { readonly projects: string[] }>();
  const readings: Reading[] = [];
  return {
    readings,
    get renewals() {
      return [...byHost.values()];
    },
    fail: (project, error) => void readings.push({ project, kind: "failed", error }),
    add: (project, need) => {
      if (need.kind === "rest") {
        readings.push({ project, kind: "rest", why: need.why });
        return null;
      }
      const { target, secret, registry, method } = need;
      const known = byHost.get(target.host);
      const renewal = known ?? {
        ...{ host: target.host, secret, registry, method, target },
        values: valuesOf(target, options),
        projects: [],
      };
      // The first project's host, not this one's: a part of a string keeps the whole text in memory.
      readings.push({ project, kind: "renew", host: renewal.host });
      renewal.projects.push(project);
      if (known !== undefined) return null;
      byHost.set(renewal.host, renewal);
      return renewal;
    },
  };
}
