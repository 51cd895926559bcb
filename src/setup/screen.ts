// Every sentence and document about a run, made of data. Pure; the colours come in as functions.
import { identityOf } from "../credential/identity.ts";
import type { ConfigFile, Plan, StoredSecret, Verdict, Warning } from "../flow.ts";
import type { GrantItem } from "../grant/carry-out.ts";
import type { Target } from "../registries/types.ts";
import { type Paint, paintOf, row } from "../text/paint.ts";
import type { Secret } from "../values/secret.ts";

/** `Amazon ECR · account 123456789012 · us-east-1` */
export const titleOf = (title: string, target: Target): string =>
  target.details === undefined ? title : `${title} · ${target.details}`;

/** The first lines: the file, or that Python names the image; the image and its registry. */
export function header(
  file: ConfigFile,
  image: string | null,
  title: string | null,
  pythonOnly = false,
): readonly string[] {
  const none = file.bytes === null ? "new file" : "names no image yet";
  return [
    ...(pythonOnly
      ? image === null
        ? []
        : [row("image", image)]
      : [row(file.shown.length > 12 ? "config" : file.shown, image ?? none)]),
    ...(title === null ? [] : [row("registry", title)]),
  ];
}

const units = ["B", "kB", "MB", "GB", "TB"];

/** `8.1 GB`; decimal, as registries count. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would round to 1000, which is 1 of the next unit.
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value >= 9.95 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** One line on the pull check; null when it was skipped. */
export function verdictLine(
  verdict: Verdict,
  target: Target,
  { colour }: { readonly colour: boolean },
): string | null {
  const paint = paintOf(colour);
  const { repository, tag, digest } = target.image;
  const name = `${repository}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest.slice(0, 19)}…`}`;
  const facts = [
    verdict.platforms.includes("linux/amd64") ? "linux/amd64" : verdict.platforms.join(", "),
    ...(verdict.size === null ? [] : [sizeText(verdict.size)]),
  ].filter((fact) => fact !== "");
  const there = verdict.status === "granted" || (verdict.status === "unverifiable" && facts.length > 0);
  if (there) {
    const open = verdict.reason === null ? "" : `\n${paint.yellow("!")} ${verdict.reason}`;
    return `${paint.green("✔")} ${name} is there (${facts.join(", ")})${open}`;
  }
  if (verdict.status === "pulled")
    return `${paint.green("✔")} ${name} can be pulled${facts.length === 0 ? "" : ` (${facts.join(", ")})`}`;
  if (verdict.status === "denied") return `${paint.red("✖")} ${verdict.reason ?? `${name} can't be pulled.`}`;
  if (verdict.status === "unverifiable")
    return `${paint.yellow("!")} ${verdict.reason ?? "The pull could not be checked."}`;
  return null;
}

export const warningLine = (warning: Warning, paint: Paint): string =>
  `${paint.yellow("!")} ${warning.message}`;

export interface SetupResult {
  readonly plan: Plan;
  readonly secrets: readonly StoredSecret[];
  readonly written: boolean;
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
  /** What was made in the cloud. */
  readonly items: readonly GrantItem[];
  /** What was printed for who may make it. */
  readonly script?: string | undefined;
}

const secretJson = (secret: StoredSecret & { readonly value?: Secret }): object => ({
  name: secret.name,
  stored: secret.stored,
  ...(secret.value === undefined ? {} : { value: secret.value.reveal() }),
  team: secret.team,
  expiresAt: secret.expiresAt,
});

/** The document of `setup --json`. */
export function setupJson({ plan, secrets, verdict, warnings, items, script }: SetupResult): object {
  const { registry, method, target } = plan.answers;
  return {
    registry: registry.id,
    method: method.id,
    identity: identityOf(plan.answers),
    host: target.host,
    image: target.image.text,
    config: { path: plan.config.file.shown, changed: plan.config.changed, diff: plan.config.diff },
    secrets: secrets.map(secretJson),
    grant: items,
    ...(script === undefined ? {} : { script }),
    python: plan.python?.text ?? null,
    verdict: { status: verdict.status, reason: verdict.reason, platforms: verdict.platforms },
    warnings,
  };
}

/** What `--store print` prints: the value alone, or `name=value` lines where there are two. */
export const printedText = (secrets: readonly StoredSecret[]): string =>
  secrets.length === 1
    ? (secrets[0]?.value?.reveal() ?? "")
    : secrets.map(({ name, value }) => `${name}=${value?.reveal() ?? ""}\n`).join("");
