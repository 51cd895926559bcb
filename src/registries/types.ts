// What a registry file must say. A registry is data: whose hosts, which methods, which commands fetch a
// credential and what to ask. It returns commands as values and never performs them.
import type { Mechanism, ValueKey, Values } from "../mechanisms/types.ts";
import type { Attempt, Listing, Probe } from "../programs/types.ts";
import type { ImageReference } from "../values/image.ts";
import type { BasicCredential, Credential } from "../values/secret.ts";
import type { Command } from "../world/types.ts";

/** The ids that `--method` takes. */
export const methodIds = ["oidc", "assume-role", "iam", "service-account", "token"] as const;
export type MethodId = (typeof methodIds)[number];

/** The image, and what its registry reads in its host. */
export interface Target {
  readonly image: ImageReference;
  /** The host as it is to stand in config.yaml's `registry` and in the secret's name. */
  readonly host: string;
  /** The host that answers the registry API. */
  readonly apiHost: string;
  /** ECR: the account that owns the registry, 12 digits. */
  readonly account?: string;
  /** ECR: the region in the host; tokens must come from it. */
  readonly region?: string;
  /** Google: the project in the path, `example.com:name` for a domain-scoped one. */
  readonly project?: string;
  /** What to show behind the registry's title, such as `account 123456789012 · us-east-1`. */
  readonly details?: string;
  /** Whether it may be pulled without signing in: never, seldom, or as its owner likes (the default). */
  readonly open?: "never" | "seldom";
  /** The name under which what is in the image reads the password alone, to be stored and listed too. */
  readonly rawSecret?: string;
  /** Why no credential is needed (ECR Public); the wizard then says so and changes nothing. */
  readonly publicBecause?: string;
}

/** What an image's host and path tell beside where it is: who may pull, and what it wants at run time. */
export type Access = Pick<Target, "open" | "publicBecause" | "rawSecret">;

/** What is typed when no CLI gives it, or what may be read from a file or stdin. */
export interface TypedCredential {
  readonly kind: Credential["kind"];
  /** What to ask for, e.g. "Docker Hub access token". */
  readonly message: string;
  readonly why: string;
  /** The page that makes one. */
  readonly link: string;
  /** The user, when it is always the same. */
  readonly username?: string;
  /** How to ask for the user, when it isn't. */
  readonly usernameMessage?: string;
  /** A sentence why this can't work (a wrong kind, recognised by its shape), or null. */
  readonly problem?: (password: string) => string | null;
}

/** A credential that a program gives, if it is there, to somebody who says so. */
export interface Offer {
  /** `doctl's read-only token` */
  readonly name: string;
  /** A half-line: what it may do. */
  readonly about: string;
  /** Whether it can but pull; only such a one is taken where nobody can be asked. */
  readonly pullsOnly: boolean;
  /** Succeeds at once where the program is there. */
  readonly there: Command;
  /** Tells the user, where the token's own output doesn't. */
  readonly user?: Probe;
  readonly attempt: (target: Target, user: string) => Attempt;
  /** What to know of it. */
  readonly warning?: { readonly code: string; readonly message: string };
}

/** One way to let Baseten sign in to a registry: a mechanism of Truss, and how its credential is come by. */
export interface Method {
  readonly id: MethodId;
  /** `OIDC role` */
  readonly title: string;
  /** A half-line: what it stores, and how long it lasts. */
  readonly summary: string;
  /** The page of Baseten's documentation. */
  readonly link: string;
  /** What is written. */
  readonly mechanism: Mechanism;
  /** Another mechanism that comes to the same; it is kept where a config has it. */
  readonly alias?: Mechanism;
  /** Whether its credential always expires within hours, so that `refresh` is there for it. */
  readonly shortLived: boolean;
  /** How many hours that is. */
  readonly hours?: number;
  /** CLI commands that fetch the credential, best first. Empty when it can only be typed. */
  readonly fetch: (target: Target, values: Values) => readonly Attempt[];
  /** What a program may give beside, where `fetch` doesn't. */
  readonly offer?: Offer;
  /** Null when nothing is stored (OIDC). */
  readonly typed: TypedCredential | null;
  /** How an AWS_IAM key or a JSON key signs in for the pull check; null when it can't be tried from here. */
  readonly signIn: (target: Target, credential: Credential) => BasicCredential | Attempt | null;
}

/** A registry: its hosts and its methods, recommended first. */
export interface Registry<Id extends string = string> {
  /** As `--registry` takes it. */
  readonly id: Id;
  /** `Amazon ECR` */
  readonly title: string;
  /** An image reference of this registry, as an example in prompts. */
  readonly example: string;
  /** Reads the host; null when the image is not on this registry. */
  readonly match: (image: ImageReference) => Target | null;
  /** Whether it is also installed under host names that only the user can tell apart. */
  readonly selfHosted?: boolean;
  /** The values that its own CLI takes, whichever the method. */
  readonly takes?: readonly ValueKey[];
  readonly listing?: Listing;
  /** Recommended first. Never empty. */
  readonly methods: readonly [Method, ...Method[]];
}
