// Every finding that `check` has: how bad, why, how to mend it, and the shortest config that shows it.
import { authFindings } from "./table-auth.ts";
import { fileFindings } from "./table-file.ts";
import { imageFindings } from "./table-image.ts";
import { onlineFindings } from "./table-online.ts";
import { secretFindings } from "./table-secrets.ts";
import type { Level } from "./types.ts";

/** What is known of a code. `{name}` in a sentence stands for an argument of the finding. */
export interface FindingEntry {
  readonly level: Level;
  /** What an error breaks: Truss's reading of the file, its push, or the pull of the image. */
  readonly breaks?: "load" | "push" | "pull";
  readonly title: string;
  readonly message: string;
  readonly why: string;
  /** What to do, exactly. */
  readonly fix: string;
  /** The shortest config.yaml that shows it; null when none does. */
  readonly example: string | null;
}

export const findingTable = {
  ...fileFindings,
  ...authFindings,
  ...secretFindings,
  ...imageFindings,
  ...onlineFindings,
} as const satisfies Readonly<Record<string, FindingEntry>>;

/** The closed union of codes; each is stable, for scripts. */
export type FindingCode = keyof typeof findingTable;

export const findingCodes = Object.keys(findingTable) as readonly FindingCode[];

/** A code's entry. */
export const entryOf = (code: FindingCode): FindingEntry => findingTable[code];
