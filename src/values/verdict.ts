// Types only: what a pull check comes to, and what is to be known beside it.

/** Whether the image can be pulled. */
export interface Verdict {
  readonly status: "pulled" | "denied" | "unverifiable" | "skipped";
  /** A sentence; null when there is nothing to say. */
  readonly reason: string | null;
  /** `linux/amd64`, … */
  readonly platforms: readonly string[];
  /** Bytes of the compressed image for linux/amd64, when the registry says. */
  readonly size: number | null;
}

/** Something to know that stops nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
