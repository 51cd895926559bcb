// Makes a registry whose only method is a user and a token; such a registry's file is nearly pure data.
import { CliError } from "../values/errors.ts";
import type { ImageReference } from "../values/image.ts";
import { type BasicCredential, type Credential, encodeBasic } from "../values/secret.ts";
import type { Attempt, Method, Registry, RegistryId, Target, TypedCredential, Values } from "./types.ts";

/** Where Baseten documents private registries. */
export const privateRegistriesPage = "https://docs.baseten.co/development/model/private-registries";

/** What differs between one registry's user-and-token method and another's. */
export interface TokenMethod {
  readonly title: string;
  readonly summary: string;
  readonly link?: string;
  /** Hours that a fetched token lasts; left out when none is fetched, or as the user set it. */
  readonly lifetimeHours?: number;
  readonly typed: Omit<TypedCredential, "kind">;
  readonly fetch?: (target: Target, values: Values) => readonly Attempt[];
}

/** The method that stores one secret, Base64 of `user:password`, and needs no docker_auth. */
export function tokenMethod(method: TokenMethod): Method {
  return {
    id: "token",
    title: method.title,
    summary: method.summary,
    link: method.link ?? privateRegistriesPage,
    lifetimeHours: method.lifetimeHours ?? null,
    questions: () => [],
    template: "registry-credential",
    templateValues: (target) => ({ secret: `DOCKER_REGISTRY_${target.host}` }),
    secretValues: (credential) => {
      const { username, password } = expectBasic(credential);
      return [encodeBasic(username, password)];
    },
    fetch: method.fetch ?? (() => []),
    typed: { kind: "basic", ...method.typed },
    signIn: (_target, credential) => expectBasic(credential),
  };
}

/** A user-and-token registry, as its file states it. */
export interface BasicRegistry {
  readonly id: RegistryId;
  readonly title: string;
  readonly example: string;
  readonly hosts: (host: string) => boolean;
  readonly selfHosted?: boolean;
  /** What stands in for the image's host, where the two differ (Docker Hub). */
  readonly target?: Pick<Target, "host" | "apiHost">;
  readonly token: TokenMethod;
}

/** Makes the registry. */
export const basicRegistry = ({ id, title, example, hosts, ...rest }: BasicRegistry): Registry => ({
  id,
  title,
  example,
  match: (image) => (hosts(image.host) ? { ...plainTarget(image), ...rest.target } : null),
  ...(rest.selfHosted === undefined ? {} : { selfHosted: rest.selfHosted }),
  methods: [tokenMethod(rest.token)],
});

/** The target of a registry whose API answers at the host in the image. */
export const plainTarget = (image: ImageReference): Target => ({
  image,
  host: image.host,
  apiHost: image.host,
});

/** The credential as the method takes it; another kind is a mistake of ours, not the user's. */
export function expectKind<K extends Credential["kind"]>(
  credential: Credential,
  kind: K,
): Extract<Credential, { kind: K }> {
  if (credential.kind === kind) return credential as Extract<Credential, { kind: K }>;
  throw new CliError("internal", `A ${kind} credential was expected, not ${credential.kind}.`);
}

const expectBasic = (credential: Credential): BasicCredential => expectKind(credential, "basic");
