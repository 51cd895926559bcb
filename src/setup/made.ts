// What was made in the cloud stays, whatever comes after.
import type { GrantItem } from "../grant/carry-out.ts";
import { labelOf } from "../grant/plan-lines.ts";
import { CliError } from "../values/errors.ts";
import type { Known } from "./known.ts";

/** What was made, and what is known since. */
export interface Made {
  readonly known: Known;
  readonly items: readonly GrantItem[];
}

/** What comes after: where it is stopped, it isn't said that nothing was changed. */
export async function afterMaking<T>(items: readonly GrantItem[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const made = items.filter(({ state }) => state !== "there");
    if (!(error instanceof CliError) || error.code !== "interrupted" || made.length === 0) throw error;
    const names = made.map(({ kind, name }) => `${labelOf(kind)} ${name}`).join(", ");
    throw new CliError("interrupted", `Stopped. Made and kept: ${names}. Run it again to go on from there.`);
  }
}
