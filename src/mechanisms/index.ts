// Which mechanism does a config use, and what does that need? All of it derives from the mechanisms' own files.
import { awsAssumeRole } from "./aws-assume-role.ts";
import { awsIam } from "./aws-iam.ts";
import { awsOidc } from "./aws-oidc.ts";
import { gcpOidc } from "./gcp-oidc.ts";
import { gcpServiceAccount } from "./gcp-service-account.ts";
import { hostSecret, plainSecret, registrySecret } from "./registry-secret.ts";
import {
  type AuthMethod,
  authMethods,
  type Field,
  type Mechanism,
  type Place,
  type Values,
} from "./types.ts";

const byAuthMethod = {
  AWS_IAM: awsIam,
  AWS_OIDC: awsOidc,
  AWS_ASSUME_ROLE: awsAssumeRole,
  GCP_SERVICE_ACCOUNT_JSON: gcpServiceAccount,
  GCP_OIDC: gcpOidc,
  REGISTRY_SECRET: registrySecret,
} as const satisfies { readonly [Id in AuthMethod]: Mechanism & { readonly authMethod: Id } };

/** Those that have a docker_auth block. */
export const withDockerAuth: readonly Mechanism[] = authMethods.map((id) => byAuthMethod[id]);

/** All of them. */
export const mechanisms: readonly Mechanism[] = [...withDockerAuth, plainSecret];

/** A key of docker_auth that a mechanism gives a meaning. */
export type DockerAuthKey = (typeof byAuthMethod)[AuthMethod]["fields"][number]["key"] | "registry";

/** What a mechanism writes under docker_auth, in the order in which it is written. */
export type DockerAuth = { readonly auth_method: AuthMethod } & {
  readonly [Key in DockerAuthKey]?: string;
};

/**
 * Every key of docker_auth with a meaning. Those that the wanted mechanism lacks are removed on a switch, because
 * Truss refuses another's keys; keys not in this list are the user's and stay.
 */
export const dockerAuthKeys: ReadonlySet<string> = new Set([
  "auth_method",
  "registry",
  ...withDockerAuth.flatMap(({ fields }) => fields.map(({ key }) => key)),
]);

/** The mechanism of an `auth_method`, in any case; null when Truss knows none of that name. */
export const mechanismNamed = (authMethod: string): Mechanism | null =>
  withDockerAuth.find((mechanism) => mechanism.authMethod === authMethod.toUpperCase()) ?? null;

/** What a config says, as far as it tells the mechanism. */
interface Says {
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  readonly secrets: readonly string[];
}

/** The mechanism that a config uses for an image's host; null when it says none, or one that Truss doesn't know. */
export function currentMechanism({ dockerAuth, secrets }: Says, host: string): Mechanism | null {
  if (dockerAuth !== null) return mechanismNamed(dockerAuth.auth_method ?? "");
  return secrets.includes(hostSecret(host)) ? plainSecret : null;
}

/** A secret that a mechanism reads, and the field that names it; null where the secret's name is fixed. */
export interface NeededSecret {
  readonly field: string;
  readonly name: string;
}

/** The secrets that docker_auth names or takes by default. `read` gives a field's text; null where it isn't there. */
export function neededSecrets(
  { fields }: Mechanism,
  read: (key: string) => string | null,
): readonly NeededSecret[] {
  return fields.flatMap((field: Field) => {
    const name = read(field.key) ?? field.byDefault ?? null;
    return field.secret !== true || name === null ? [] : [{ field: field.key, name }];
  });
}

/** The names that Truss takes where docker_auth says none. */
export const secretsByDefault: readonly string[] = withDockerAuth.flatMap(({ fields }) =>
  fields.flatMap((field: Field) => (field.secret && field.byDefault !== undefined ? [field.byDefault] : [])),
);

/** The names of all secrets that a config's present way to sign in may have brought, the host's own included. */
export function secretsOf({ dockerAuth }: Pick<Says, "dockerAuth">, host: string): readonly string[] {
  const mechanism = dockerAuth === null ? null : mechanismNamed(dockerAuth.auth_method ?? "");
  const named = mechanism === null ? [] : neededSecrets(mechanism, (key) => dockerAuth?.[key] ?? null);
  return [...new Set([hostSecret(host), ...named.map(({ name }) => name)])];
}

/** Whether the key means nothing to the mechanism. */
export const isForeign = ({ fields }: Mechanism, key: string): boolean =>
  !["auth_method", "registry"].includes(key) && !fields.some((field) => field.key === key);

/** A key that Truss fills by itself; such a one it can't tell from a written one, so it never refuses it. */
const isFilled = (key: string): boolean =>
  withDockerAuth.some(({ fields }) =>
    fields.some((field) => field.key === key && field.byDefault !== undefined),
  );

/** Whether Truss refuses the file for the key: another mechanism's, beside a strict one. */
export const isForbidden = (mechanism: Mechanism, key: string): boolean =>
  mechanism.strict && !isFilled(key) && isForeign(mechanism, key);

/**
 * The values that docker_auth says already, so that they aren't asked again. What is only right for one host,
 * such as its region, is kept for that host alone.
 */
export function keptValues(
  { fields }: Mechanism,
  auth: Readonly<Record<string, string>> | null,
  place: Place,
): Values {
  const elsewhere = auth?.registry !== undefined && auth.registry !== place.host;
  const kept = fields.flatMap(({ key, value, suggest }: Field) => {
    const text = auth?.[key];
    const bound = elsewhere && suggest !== undefined && suggest(place) !== suggest({ host: "" });
    return text === undefined || text === "" || bound ? [] : [[value, text] as const];
  });
  return Object.fromEntries(kept);
}
