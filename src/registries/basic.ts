// Makes a registry whose only method is a user and a token; such a registry's file is nearly pure data.
import { plainSecret, registrySecret } from "../mechanisms/registry-secret.ts";
import type { Values } from "../mechanisms/types.ts";
import type { Attempt } from "../programs/types.ts";
import type { ImageReference } from "../values/image.ts";
import { expectKind } from "../values/secret.ts";
import type { Access, Method, Offer, Registry, Target, TypedCredential } from "./types.ts";

/** Where Baseten documents private registries. */
export const privateRegistriesPage =
  "https://docs.baseten.co/development/model/dependencies#private-registries";

/** What differs between one registry's user-and-token method and another's. */
export interface TokenMethod {
  readonly title: string;
  readonly summary: string;
  /** How many hours every such token lasts; not where it lasts as its owner set it. */
  readonly hours?: number;
  readonly typed: Omit<TypedCredential, "kind">;
  readonly fetch?: (target: Target, values: Values) => readonly Attempt[];
  readonly offer?: Offer;
}

/** The method that stores one secret, Base64 of `user:password`. */
export const tokenMethod = ({ title, summary, hours, typed, fetch, offer }: TokenMethod): Method => ({
  id: "token",
  title,
  summary,
  link: privateRegistriesPage,
  mechanism: plainSecret,
  alias: registrySecret,
  shortLived: hours !== undefined,
  ...(hours === undefined ? {} : { hours }),
  fetch: fetch ?? (() => []),
  ...(offer === undefined ? {} : { offer }),
  typed: { kind: "basic", ...typed },
  signIn: (_target, credential) => expectKind(credential, "basic"),
});

/** What a method is that gives Baseten nothing to keep: it signs in as itself, which can't be tried from here. */
export const nothingStored = {
  shortLived: false,
  fetch: () => [],
  typed: null,
  signIn: () => null,
} as const satisfies Partial<Method>;

/** A user-and-token registry, as its file states it. */
export interface BasicRegistry<Id extends string>
  extends Pick<Registry<Id>, "id" | "title" | "example" | "selfHosted"> {
  readonly hosts: (host: string) => boolean;
  /** What stands in for the image's host, where the two differ (Docker Hub). */
  readonly target?: Pick<Target, "host" | "apiHost">;
  /** Who may pull, by how `host/repository` begins; the first that fits counts. */
  readonly access?: readonly (readonly [beginning: string, Access])[];
  readonly token: TokenMethod;
}

/** Makes the registry. */
export const basicRegistry = <Id extends string>({
  hosts,
  target,
  access = [],
  token,
  ...stated
}: BasicRegistry<Id>): Registry<Id> => ({
  ...stated,
  match: (image) => {
    if (!hosts(image.host)) return null;
    const name = `${image.host}/${image.repository}`;
    const [, may] = access.find(([beginning]) => name.startsWith(beginning)) ?? [];
    return { ...plainTarget(image), ...target, ...may };
  },
  methods: [tokenMethod(token)],
});

/** The target of a registry whose API answers at the host in the image. */
export const plainTarget = (image: ImageReference): Target => ({
  image,
  host: image.host,
  apiHost: image.host,
});
