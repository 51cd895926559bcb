// Every sentence and document about a run, made of data. Pure; the colours come in as functions.
import { signInText } from "../credential/cli-sign-in.ts";
import { credentialText, identityOf } from "../credential/identity.ts";
import type { ConfigFile, Destination, Plan, StoredSecret, Verdict, Warning } from "../flow.ts";
import type { Target } from "../registries/types.ts";
import { diffLines, type Paint, paintOf, row } from "../text/paint.ts";
import type { Secret } from "../values/secret.ts";

/** `Amazon ECR · account 123456789012 · us-east-1` */
export const titleOf = (title: string, target: Target): string =>
  target.details === undefined ? title : `${title} · ${target.details}`;

/** The first lines: the file, the image and its registry. */
export function header(file: ConfigFile, image: string | null, title: string | null): readonly string[] {
  return [
    row(
      file.shown.length > 12 ? "config" : file.shown,
      image ?? (file.bytes === null ? "new file" : "names no image yet"),
    ),
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
}

const secretJson = (secret: StoredSecret & { readonly value?: Secret }): object => ({
  name: secret.name,
  stored: secret.stored,
  ...(secret.value === undefined ? {} : { value: secret.value.reveal() }),
  team: secret.team,
  expiresAt: secret.expiresAt,
});

/** The document of `setup --json`. */
export function setupJson({ plan, secrets, verdict, warnings }: SetupResult): object {
  const { registry, method, target } = plan.answers;
  return {
    registry: registry.id,
    method: method.id,
    identity: identityOf(plan.answers),
    host: target.host,
    image: target.image.text,
    config: { path: plan.config.file.shown, changed: plan.config.changed, diff: plan.config.diff },
    secrets: secrets.map(secretJson),
    verdict: { status: verdict.status, reason: verdict.reason, platforms: verdict.platforms },
    warnings,
  };
}

/** What `--store print` prints: the value alone, or `name=value` lines where there are two. */
export const printedText = (secrets: readonly StoredSecret[]): string =>
  secrets.length === 1
    ? (secrets[0]?.value?.reveal() ?? "")
    : secrets.map(({ name, value }) => `${name}=${value?.reveal() ?? ""}\n`).join("");

/** The plan screen. */
export function planLines(plan: Plan, paint: Paint): readonly string[] {
  const { config } = plan;
  const credential = credentialText(plan.answers);
  return [
    "",
    ...(config.changed
      ? [paint.bold(`  ${config.file.shown}`), ...diffLines(config.diff, paint)]
      : [row(config.file.shown, "already right, stays as it is")]),
    ...(plan.secrets.length === 0 ? [] : ["", ...secretLines(plan)]),
    ...(credential === null ? [] : [row("credential", credential)]),
    ...plan.warnings.map((warning) => `  ${paint.yellow("!")} ${warning.message}`),
    "",
  ];
}

function secretLines({ secrets, destination, keeps }: Plan): readonly string[] {
  const count = `${secrets.length} secret${secrets.length === 1 ? "" : "s"}${byWhom(destination)}`;
  const known = "existing" in destination;
  const lines = secrets.map(({ name, replaces }) => {
    const state = keeps
      ? " (stays as it is)"
      : replaces === null
        ? known
          ? " (new)"
          : ""
        : ` (replaces the one of ${replaces.createdAt?.slice(0, 10) ?? "before"})`;
    return row("", `${name}${state}`);
  });
  const replaced = !keeps && secrets.some(({ replaces }) => replaces !== null);
  return [
    row(placeOf(destination), `${count}${teamOf(destination)}`),
    ...lines,
    ...(replaced ? [row("", "A new value takes effect at once for every deployment that uses it.")] : []),
  ];
}

const placeOf = ({ where }: Destination): string => (where === "print" ? "printed" : "Baseten");

const byWhom = ({ where }: Destination): string => (where === "none" ? ", which you add yourself" : "");

function teamOf(destination: Destination): string {
  if (destination.where === "baseten-dry")
    return destination.team === null ? "" : ` in team ${destination.team}`;
  if (!("existing" in destination)) return "";
  const team = destination.team === null ? "" : ` in team ${destination.team.name}`;
  return destination.where === "baseten-cli" ? `${team} · ${signInText(destination.signIn)}` : team;
}

/** What `--dry-run` prints: a diff that `patch` takes, then what would be stored. */
export function dryRunText(plan: Plan): string {
  const stores = plan.secrets.length === 0 ? [] : secretLines(plan);
  return `${plan.config.diff}${[...stores, ...plan.commands.map((command) => row("would run", command))].map((line) => `${line.trimEnd()}\n`).join("")}`;
}

/** What the confirm asks: what it does, in so many words. Null where nothing is left to do. */
export function confirmation({ secrets, destination, config, keeps }: Plan): string | null {
  const count = keeps ? 0 : secrets.length;
  const verb =
    destination.where === "print" ? "Print" : secrets.some(({ replaces }) => replaces) ? "Replace" : "Store";
  const storing =
    count === 0 || destination.where === "none" ? null : `${verb} ${count} secret${count === 1 ? "" : "s"}`;
  const { file, changed } = config;
  const writing = changed ? `${file.bytes === null ? "make" : "change"} ${file.shown}` : null;
  const both = [storing, writing].filter((part) => part !== null).join(" and ");
  return both === "" ? null : `${both[0]?.toUpperCase()}${both.slice(1)}?`;
}
