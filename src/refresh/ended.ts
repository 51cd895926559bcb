// How did the renewals end, and what does that make for `--json`? Pure.
import type { StoredSecret, Warning } from "../flow.ts";
import type { CliError } from "../values/errors.ts";
import type { Reading, Renewal } from "./renewals.ts";

/** How one renewal ended. */
export type Ended =
  | { readonly kind: "stored"; readonly secret: StoredSecret; readonly warnings: readonly Warning[] }
  | { readonly kind: "failed"; readonly error: CliError }
  /** A dry run: what would have run. */
  | { readonly kind: "dry"; readonly command: string };

export interface RefreshResult {
  readonly readings: readonly Reading[];
  readonly renewals: readonly Renewal[];
  /** By host. */
  readonly ended: ReadonlyMap<string, Ended>;
}

interface ProjectJson {
  readonly path: string;
  readonly secrets: readonly Pick<StoredSecret, "name" | "stored" | "team" | "expiresAt">[];
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

/** The document of `refresh --json`: every project, whether it needed anything or not. */
export function refreshJson({ readings, renewals, ended }: RefreshResult): {
  readonly projects: readonly ProjectJson[];
} {
  const byHost = new Map(renewals.map((renewal) => [renewal.host, renewal]));
  const projects = readings.map((reading): ProjectJson => {
    const path = reading.project;
    if (reading.kind === "failed") return { path, secrets: [], error: errorOf(reading.error) };
    if (reading.kind === "rest") return { path, secrets: [], error: null };
    const end = ended.get(reading.host);
    const name = byHost.get(reading.host)?.secret ?? "";
    if (end?.kind === "stored") return { path, secrets: [storedOf(end.secret)], error: null };
    const secrets = [{ name, stored: "no" as const, team: null, expiresAt: null }];
    return { path, secrets, error: end?.kind === "failed" ? errorOf(end.error) : null };
  });
  return { projects };
}

const storedOf = ({ name, stored, team, expiresAt }: StoredSecret) => ({ name, stored, team, expiresAt });

const errorOf = ({ code, message, hint }: CliError) => ({ code, message, hint: hint ?? null });
