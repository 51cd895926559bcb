// What a set-up knows so far; each question adds to it.
import type { Verified } from "../credential/prove.ts";
import type { PullResult } from "../distribution/result.ts";
import type { Answers, Destination, Obtained, Plan, SetupOptions, Situation } from "../flow.ts";
import type { GrantPlan, Identity } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import type { Method } from "../registries/types.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { Question } from "./conversation.ts";
import type { Found } from "./target.ts";

/** What is known so far. */
export interface Known {
  readonly options: SetupOptions;
  readonly situation: Situation;
  /** What this run stored for other projects, by `registryOf`. */
  readonly earlier?: ReadonlyMap<string, Obtained>;
  /** One of these, which serves this project too: nothing is asked for, fetched or stored again. */
  readonly had?: Obtained;
  readonly found?: Found;
  /** What the registry answered to somebody who doesn't sign in. */
  readonly openly?: PullResult;
  /** Somebody goes on although there is no host of that name. */
  readonly unreached?: boolean;
  /** What somebody chose in a project that is set up, or that needs nothing: the conversation is over then. */
  readonly over?: "leave" | "check" | "check-online" | "no-image" | "printed";
  readonly method?: Method;
  /** Whether the flags leave room for another method. */
  readonly methodIsOpen?: boolean;
  /** What is to be made in the cloud, with the plan. */
  readonly grant?: GrantPlan;
  /** Making it was tried, and can't be done from here. */
  readonly unmakeable?: boolean;
  /** What was printed for somebody else to make it. */
  readonly script?: string;
  /** Who Baseten is for the cloud, where it was asked. */
  readonly wanted?: Wanted;
  readonly identity?: Identity;
  readonly answers?: Answers;
  /** The program that gives the credential, running. */
  readonly fetching?: Promise<BasicCredential> | null;
  /** Who fetches it, being asked of AWS; null where nobody asks. */
  readonly caller?: Promise<string | null> | null;
  /** The credential is to be typed, though a program gives it; with the user that was typed before. */
  readonly byHand?: { readonly username?: string };
  readonly destination?: Destination;
  /** Whether secrets that are stored already stay as they are. */
  readonly keeps?: boolean;
  /** The plan, being made of what was known then. */
  readonly planned?: { readonly from: Known; readonly plan: Promise<Plan> };
  readonly obtained?: Obtained;
  readonly verified?: Verified;
}

/** Settles one thing of a set-up. */
export type Step = Question<Known>;

/** What a step before has settled. */
export function settled<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A step is missing before this one.");
  return value;
}

/** Whether anyone can pull the image, so that nothing is left to set up. */
export const isPublic = ({ found, openly }: Known): boolean =>
  openly?.kind === "pulled" || found?.target.publicBecause !== undefined;

/** Whether nothing is left to be settled. */
export const isOver = (known: Known): boolean => known.over !== undefined || isPublic(known);

/** Whether a program of this machine gives the credential, unless a flag does. */
export const isFetched = ({ method, target, values }: Answers): boolean =>
  method.fetch(target, values).length > 0;

/** What a credential is for: one serves all images of a registry. */
export const registryOf = ({ target, method }: Answers): string => `${target.host} ${method.id}`;
