// What a registry file must say. A registry is data: whose hosts, which methods, which commands fetch a
// credential and what to ask. It returns commands and questions as values and never performs them.
import type { TemplateName } from "../mechanisms/render.ts";
import type { ImageReference } from "../values/image.ts";
import type { BasicCredential, Credential, Secret } from "../values/secret.ts";
import type { Command } from "../world/types.ts";

/** The ids that `--registry` takes, in the order in which they are offered. */
export const registryIds = [
  "ecr",
  "artifact-registry",
  "docker-hub",
  "ghcr",
  "ngc",
  "acr",
  "gitlab",
  "quay",
  "other",
] as const;
export type RegistryId = (typeof registryIds)[number];

/** The ids that `--method` takes. */
export const methodIds = ["oidc", "iam", "service-account", "token"] as const;
export type MethodId = (typeof methodIds)[number];

/** Everything a recipe may need to know that is no secret. Each one is a flag too. */
export interface Values {
  readonly awsProfile?: string;
  readonly accessKeyIdSecret?: string;
  readonly secretAccessKeySecret?: string;
  readonly secretName?: string;
  readonly awsRoleArn?: string;
  readonly awsRegion?: string;
  readonly gcpServiceAccount?: string;
  readonly workloadIdentityProvider?: string;
  readonly impersonateServiceAccount?: string;
  readonly username?: string;
}
export type ValueKey = keyof Values;

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
  /** Why no credential is needed (ECR Public); the wizard then says so and changes nothing. */
  readonly publicBecause?: string;
}

/** One thing to ask. Asked only when neither a flag nor the machine tells. */
export interface Question {
  readonly key: ValueKey;
  readonly flag: `--${string}`;
  readonly message: string;
  /** One line: why this is asked. */
  readonly why: string;
  /** The page that explains it, when it is hard. */
  readonly link?: string;
  readonly default?: string;
  /** Taken without asking when no flag says otherwise: a sound default nobody needs to think about. */
  readonly quiet?: boolean;
  /** A sentence why the value can't be right, or null. */
  readonly problem: (value: string) => string | null;
}

/** One way to fetch a credential by a CLI that may be on the machine. */
export interface Attempt {
  readonly command: Command;
  /**
   * Reads the command's output. `now` is for lifetimes that the output doesn't state.
   * Null when the output is not what the CLI is known to print.
   */
  readonly read: (stdout: Secret, now: Date) => BasicCredential | null;
}

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

/** One way to let Baseten sign in to a registry. */
export interface Method {
  readonly id: MethodId;
  /** `OIDC role` */
  readonly title: string;
  /** A half-line: what it stores, and how long it lasts. */
  readonly summary: string;
  /** The page of Baseten's documentation. */
  readonly link: string;
  /** Hours until a fetched credential expires; null when it doesn't, or as the user set it. */
  readonly lifetimeHours: number | null;
  readonly questions: (target: Target) => readonly Question[];
  /** The file in templates/ that says the docker_auth block and the names of the secrets. */
  readonly template: TemplateName;
  /** What fills the template's placeholders; undefined drops the line that holds one. */
  readonly templateValues: (target: Target, values: Values) => Readonly<Record<string, string | undefined>>;
  /** The values of the secrets, in the order in which the template names them. */
  readonly secretValues: (credential: Credential) => readonly Secret[];
  /** CLI commands that fetch the credential, best first. Empty when it can only be typed. */
  readonly fetch: (target: Target, values: Values) => readonly Attempt[];
  /** Null when nothing is stored (OIDC). */
  readonly typed: TypedCredential | null;
  /** How an AWS_IAM key or a JSON key signs in for the pull check; null when it can't be tried from here. */
  readonly signIn: (target: Target, credential: Credential) => BasicCredential | Attempt | null;
}

/** A command that tells one thing about the machine's sign-in; null when it knows nothing. */
export interface Probe<T = string> {
  readonly command: Command;
  readonly read: (stdout: Secret) => T | null;
}

/** What a listing may need to know. */
export interface ListingValues {
  readonly region?: string;
  readonly project?: string;
  readonly awsProfile?: string;
}

/** How to list the repositories that exist, for a project that names no image yet. */
export interface Listing {
  /** Tells the project that `command` needs. */
  readonly context?: Probe;
  /** Null while a value it can't do without is missing. */
  readonly command: (values: ListingValues) => Command | null;
  /** What follows a listed name: `:latest` where it is an image, `/` where images are in it. */
  readonly suffix: ":latest" | "/";
  /** Reads `host/path` of each; empty when the output is not what the CLI is known to print. */
  readonly read: (stdout: Secret) => readonly string[];
}

/** A registry: its hosts and its methods, recommended first. */
export interface Registry {
  readonly id: RegistryId;
  /** `Amazon ECR` */
  readonly title: string;
  /** An image reference of this registry, as an example in prompts. */
  readonly example: string;
  /** Reads the host; null when the image is not on this registry. */
  readonly match: (image: ImageReference) => Target | null;
  /** Whether it is also installed under host names that only the user can tell apart. */
  readonly selfHosted?: boolean;
  readonly listing?: Listing;
  /** Recommended first. Never empty. */
  readonly methods: readonly [Method, ...Method[]];
}
