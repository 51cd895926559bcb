// What must a cloud allow, so that Baseten may pull? A grant is a list of resources as data: the plan on the screen,
// the commands that are run, the shell script and the Terraform are four views of it.
import type { Values } from "../mechanisms/types.ts";
import type { MethodId } from "../registries/types.ts";
import type { Credential, Secret } from "../values/secret.ts";
import type { Command } from "../world/types.ts";
import type { Known } from "./variables.ts";

/** What a resource is; the words for a person are in `kindNames`. */
export type ResourceKind =
  | "identity-provider"
  | "role"
  | "user"
  | "permission"
  | "repository-policy"
  | "access-key"
  | "service-account"
  | "identity-pool"
  | "pool-provider"
  | "impersonation"
  | "service-account-key"
  | "token"
  | "password";

/** How a thing was found, beside what it should be. */
export type Found =
  /** As it should be. `note` says what else it does, such as `running models too`. */
  | { readonly state: "there"; readonly note?: string }
  | { readonly state: "missing" }
  /** `what` says how it differs, `mend` makes it right without taking anything from anybody. */
  | { readonly state: "differs"; readonly what: string; readonly mend: Command }
  /** Something else of that name, or nothing that may be changed from here: `why` is a sentence, `hint` the way out. */
  | { readonly state: "blocked"; readonly why: string; readonly hint: string };

/** A command that prints one value, and what is said when it is another. */
export interface Check {
  readonly command: Command;
  readonly prints: string;
  readonly otherwise: string;
  /** Makes it right; without it the script stops. */
  readonly mend?: Command;
}

/** How a resource stands in a shell script that may run twice. */
export type ShellForm =
  /** Run each time: it puts the same into the same place. */
  | { readonly form: "put" }
  /** Made where reading it says that it isn't there, else checked. */
  | { readonly form: "make"; readonly check?: Check }
  /** Never run by the script, for it prints a secret or replaces what others made: these lines say what to do. */
  | { readonly form: "by-hand"; readonly why: readonly string[] };

/** One thing that a cloud must have, as far as it is looked at. */
export interface Looked {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly read: Command;
  /** Fragments of what is printed where it isn't there. */
  readonly absent: readonly string[];
  /** Further reads that comparing takes. */
  readonly more?: (reply: unknown) => readonly Command[];
  /** Compares the JSON that `read` printed with what should be. */
  readonly compare: (reply: unknown, more: readonly unknown[], known: Known) => Found;
  /** Who else may have to make it, so that it stops nothing: the account that owns it. */
  readonly owner?: string;
}

/** One thing that a cloud must have, and how it is made. */
export interface Resource extends Looked {
  /** What it is for, as a half-line behind the name: `for team Default, image builds only`. */
  readonly note: string;
  readonly make: Command;
  /** Reads the credential that making it prints, this once. Null when it isn't what the CLI is known to print. */
  readonly gives?: (stdout: Secret, now: Date) => Credential | null;
  readonly shell: ShellForm;
  /** Its block of Terraform. `there` are the kinds that need no block, so can't be referred to. */
  readonly terraform: (there: ReadonlySet<ResourceKind>) => string;
}

/** A value that only the cloud knows. Commands hold it as `${NAME}`, in the shell's own spelling. */
export interface Variable {
  readonly name: string;
  readonly command: Command;
  readonly read: (stdout: Secret) => string | null;
}

/** What a cloud must allow for one project's image. */
export interface Grant {
  /** The way to sign in that it is for, as `--method` takes it. */
  readonly method: MethodId;
  readonly cloud: "aws" | "google" | "azure";
  /** Where it is made: `AWS 123456789012`. */
  readonly place: string;
  /** What every command has in its environment: the region, by which aws knows the partition. */
  readonly env: Readonly<Record<string, string>>;
  readonly variables: readonly Variable[];
  /** In the order in which they are made. */
  readonly resources: readonly Resource[];
  /** What config.yaml has to know of it. May hold variables. */
  readonly values: Values;
  /** What a person should know beforehand, a sentence each. */
  readonly notes: readonly string[];
  /** Whether the right account is signed in, for the script. */
  readonly guard?: Check;
  /** What stands above the blocks of Terraform. */
  readonly terraform: string;
}

/** What is wanted, as far as the image doesn't say it. */
export interface Wanted {
  /** The id of Baseten's organization. OIDC only. */
  readonly organization?: string;
  /** The team that may pull. OIDC only. */
  readonly team?: { readonly id: string; readonly name: string };
  /** Whether running models pull too, which they do where `docker_server.no_build` is true. */
  readonly containers?: boolean;
  /** Whom a role trusts by `assume-role`. */
  readonly assumedBy?: { readonly roleArn: string; readonly externalId: string };
  /** The role's, the user's, the service account's or the token's name; made of the repository's unless said. */
  readonly name?: string;
  /** AWS: the account in which it is made, 12 digits; the image's own unless said. */
  readonly account?: string;
  /** AWS: whether the repository is filled from another registry when it is pulled from. */
  readonly pullThrough?: boolean;
}
