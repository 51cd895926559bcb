// What failed before the plan, and how a way out goes on from it.
import type { PullResult } from "../distribution/result.ts";
import type { CliError } from "../values/errors.ts";
import { Again } from "./conversation.ts";
import { isFetched, type Known, settled } from "./known.ts";

/** What failed, as far as it tells the ways out. */
export interface Trouble {
  /** Thrown when the person stops. */
  readonly error: CliError;
  /** What the registry answered; null when it is not the registry that failed. */
  readonly result: PullResult | null;
  /** The question to try again from. */
  readonly from: string;
  /** Whether there is something to go on with in spite of it; not where no credential was got. */
  readonly bearable: boolean;
}

/** A way out: throws `Again`, or comes back to go on as it is. */
export interface Way {
  readonly name: string;
  readonly description: string;
  readonly take: () => Promise<void>;
}

/** Whether there is no such host. https://nodejs.org/api/dns.html#error-codes */
export const isNobody = (result: PullResult): boolean =>
  result.kind === "unreachable" && (result.detail === "ENOTFOUND" || result.detail === "EAI_AGAIN");

/** Goes on from an earlier question. Where the secret goes is settled, whatever else changes. */
export const again = (
  from: string,
  { destination, answers }: Known,
  change: (before: Known) => Known = (known) => known,
) =>
  new Again<Known>(from, (before) =>
    change(destination === undefined || answers?.method.typed === null ? before : { ...before, destination }),
  );

/** The question that settles the credential: before Baseten is asked where a program gives it, else after. */
export const credentialOf = ({ answers }: Known): "fetched" | "given" =>
  isFetched(settled(answers)) ? "fetched" : "given";
