// The plan as it is shown: what is made, written and stored, and the question that confirms it. Pure.
import { signInText } from "../credential/cli-sign-in.ts";
import { credentialText } from "../credential/identity.ts";
import type { Destination, Plan } from "../flow.ts";
import { labelOf, planLines as linesOf } from "../grant/plan-lines.ts";
import type { GrantPlan } from "../grant/read-grant.ts";
import { diffLines, type Paint, row } from "../text/paint.ts";

/** The plan screen. */
export function planLines(plan: Plan, paint: Paint): readonly string[] {
  const { config } = plan;
  const credential = credentialText(plan.answers);
  return [
    "",
    ...(plan.grant === null ? [] : [...grantLines(plan.grant, paint), ""]),
    ...(config.changed
      ? [paint.bold(`  ${config.file.shown}`), ...diffLines(config.diff, paint)]
      : plan.python?.alone
        ? [row("Python", "printed at the end; no file is changed")]
        : [row(config.file.shown, "already right, stays as it is")]),
    ...(plan.secrets.length === 0 ? [] : ["", ...secretLines(plan)]),
    ...(credential === null ? [] : [row("credential", credential)]),
    ...plan.warnings.map((warning) => `  ${paint.yellow("!")} ${warning.message}`),
    "",
  ];
}

/** What is made first: there dimmed, made green, mended yellow. */
function grantLines(grant: GrantPlan, paint: Paint): readonly string[] {
  const [place = "", ...lines] = linesOf(grant);
  const colour = (line: string): string =>
    line.startsWith(" + ")
      ? paint.green(line)
      : line.startsWith(" ~ ")
        ? paint.yellow(line)
        : paint.dim(line);
  return [
    paint.bold(place),
    ...lines.map(colour),
    ...grant.grant.notes.map((note) => `  ${paint.dim(note)}`),
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
  const makes = plan.grant === null ? [] : linesOf(plan.grant);
  const stores = plan.secrets.length === 0 ? [] : secretLines(plan);
  return `${plan.config.diff}${[...makes, ...stores, ...plan.commands.map((command) => row("would run", command))].map((line) => `${line.trimEnd()}\n`).join("")}`;
}

/** What the confirm asks: what it does, in so many words. Null where nothing is left to do. */
export function confirmation({ secrets, destination, config, keeps, grant }: Plan): string | null {
  const count = keeps ? 0 : secrets.length;
  const verb =
    destination.where === "print" ? "print" : secrets.some(({ replaces }) => replaces) ? "replace" : "store";
  const storing =
    count === 0 || destination.where === "none" ? null : `${verb} ${count} secret${count === 1 ? "" : "s"}`;
  const { file, changed } = config;
  const writing = changed ? `${file.bytes === null ? "make" : "change"} ${file.shown}` : null;
  const making = grant === null ? null : makingOf(grant);
  const both = listed([making, storing, writing].filter((part) => part !== null));
  return both === "" ? null : `${both[0]?.toUpperCase()}${both.slice(1)}?`;
}

/** `a, b and c` */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** `make the role`, or `mend what differs in AWS 123456789012`; null where all of it is there. */
function makingOf({ planned, grant }: GrantPlan): string | null {
  const left = planned.filter(({ found }) => found.state !== "there");
  if (left.length === 0) return null;
  const main = left.find(({ resource, found }) => mains.has(resource.kind) && found.state === "missing");
  if (main !== undefined) return `make the ${labelOf(main.resource.kind)}`;
  // A credential isn't mended: a second one is made beside it.
  const second = left.find(({ resource }) => resource.gives !== undefined);
  return second === undefined
    ? `mend what differs in ${grant.place}`
    : `make another ${labelOf(second.resource.kind)}`;
}

const mains: ReadonlySet<string> = new Set([
  "role",
  "user",
  "service-account",
  "token",
  "access-key",
  "service-account-key",
  "password",
]);
