// What does config.yaml say that would break the next deploy? Pure; the findings are data.
import { type Found, findAll } from "./findings/index.ts";
import type { ConfigText } from "./findings/types.ts";
import { type Fixed, fixAll } from "./fix.ts";

export type { Finding } from "./findings/types.ts";
export type { Fixed } from "./fix.ts";

/** A file and what was found in it. */
export interface Inspected extends Found {
  /** As to be shown. */
  readonly shown: string;
}

/** Finds what the file alone tells. Never throws for what stands in it. */
export const inspect = (config: ConfigText): Inspected => ({ shown: config.shown, ...findAll(config) });

/** The file with everything mended that edits of it alone can mend, and the redacted diff. */
export const mend = (config: ConfigText): Fixed => fixAll(config);
