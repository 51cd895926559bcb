// Makes the plan: what changes in config.yaml, which secrets are stored, which commands run. Pure.
import { collidingNames } from "../baseten/api.ts";
import { rawBytes } from "../config/document.ts";
import { maskedDiff } from "../config/mask.ts";
import { blockToPaste, type ConfigChange, editConfig } from "../config/truss.ts";
import type { Answers, Destination, Plan, PlannedSecret, SetupOptions, Situation, Warning } from "../flow.ts";
import type { GrantPlan } from "../grant/read-grant.ts";
import { dockerAuthKeys } from "../mechanisms/index.ts";
import { likely, type Rendered, render } from "../mechanisms/render.ts";
import type { Field, Mechanism, Values } from "../mechanisms/types.ts";
import { commandLine } from "../programs/explain.ts";
import type { Registry, Target } from "../registries/types.ts";
import { dashed } from "../text/shell.ts";
import { CliError } from "../values/errors.ts";
import { keepings, oldSecrets, removals } from "./leftovers.ts";
import { impliedMethod } from "./method.ts";
import { isPythonOnly, pythonText } from "./python.ts";
import { locate } from "./target.ts";

/** What is known beside the recipe. */
interface Beside {
  readonly warnings?: readonly Warning[];
  readonly keeps?: boolean;
  readonly grant?: GrantPlan | null;
}

/**
 * Makes the plan.
 * @throws CliError `invalid-config` or `config-not-found`, with the block to paste, when the file can't be edited safely.
 */
export function makePlan(
  situation: Situation,
  answers: Answers,
  destination: Destination,
  options: Pick<SetupOptions, "dryRun" | "verify" | "passwordStdin" | "fromDocker">,
  { warnings = [], keeps = false, grant = null }: Beside = {},
): Plan {
  const { config: file } = situation;
  const { mechanism, target, values } = answers;
  const rendered = render(mechanism, target, values, situation.truss.dockerAuth);
  const old = oldSecrets(situation, answers, rendered);
  const change = changeOf(situation, answers, rendered, old);
  if (situation.refusal !== null) throw withPaste(situation.refusal, change);
  const alone = isPythonOnly(situation);
  const text = alone ? "" : editConfig(file.text, change);
  const before = file.bytes === null ? "" : file.text;
  const python = pythonText(situation.python, answers);
  const stores = destination.where !== "none" && !keeps;
  // A dry run has no credential in hand, but its flags say whether one would be.
  const given = answers.given !== null || options.passwordStdin || options.fromDocker;
  const fetches = !given && (stores || options.verify);
  return {
    answers,
    grant,
    destination,
    config: { file, text, changed: before !== text, diff: maskedDiff(file.shown, before, text) },
    secrets: [...rendered.secrets, ...(answers.training ? [answers.training] : [])].map((name) =>
      planned(name, destination),
    ),
    python: python === null ? null : { text: python, files: situation.python, alone },
    keeps,
    needsCredential: answers.method.typed !== null && !options.dryRun && (stores || options.verify),
    commands: fetches ? commandsOf(answers) : keyTrial(answers, options),
    warnings: [
      ...warnings,
      ...(answers.given?.warnings ?? []),
      ...tooLarge(file.shown, text),
      ...(alone ? [] : nimUser(target, file.shown, text)),
      ...removals(change),
      ...keepings(old, situation),
      ...collisions(rendered.secrets, destination),
    ],
  };
}

function changeOf(
  { truss, mentioned }: Situation,
  { target }: Answers,
  rendered: Rendered,
  old: readonly string[],
): ConfigChange {
  return {
    image: truss.image === target.image.text ? null : target.image.text,
    dockerAuth: rendered.dockerAuth,
    ownKeys: dockerAuthKeys,
    addSecrets: rendered.secrets,
    removeSecrets: old.filter((name) => !mentioned.has(name)),
  };
}

/** As `check` has it: Truss reads the file all the same. */
function tooLarge(shown: string, text: string): readonly Warning[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= rawBytes) return [];
  const size = `${shown} is ${Math.ceil(bytes / 1024)} KiB; above 100 KiB`;
  return [{ code: "too-large", message: `${size} Truss pushes without the file as it was written.` }];
}

/** https://github.com/basetenlabs/truss/blob/main/truss/base/truss_config.py, `run_as_user_id` */
function nimUser({ rawSecret }: Target, shown: string, text: string): readonly Warning[] {
  if (rawSecret === undefined || /\brun_as_user_id["']?\s*:/.test(text)) return [];
  const message = `A NIM runs as user 1000: set run_as_user_id: 1000 under docker_server in ${shown}.`;
  return [{ code: "nim-user", message }];
}

function planned(name: string, destination: Destination): PlannedSecret {
  const existing = "existing" in destination ? destination.existing : [];
  return { name, replaces: existing.find((secret) => secret.name === name) ?? null };
}

function collisions(names: readonly string[], destination: Destination): readonly Warning[] {
  if (!("existing" in destination)) return [];
  const existing = destination.existing.map((secret) => secret.name);
  return names.flatMap((name) =>
    collidingNames(name, existing).map((other) => ({
      code: "secret-name-collides",
      message: `Baseten takes ${name} and ${other} for one name; storing one may replace the other.`,
    })),
  );
}

const commandsOf = ({ method, target, values }: Answers): readonly string[] =>
  method
    .fetch(target, values)
    .slice(0, 1)
    .map((attempt) => commandLine(attempt.command));

/** A long-lived AWS key is tried with AWS before it is stored. */
function keyTrial(
  { method, target, given }: Answers,
  { verify }: { readonly verify: boolean },
): readonly string[] {
  const way = given === null || !verify ? null : method.signIn(target, given.credential);
  return way === null || "kind" in way ? [] : [commandLine(way.command)];
}

/** The refusal, with what to paste instead. */
const withPaste = (refusal: CliError, change: ConfigChange): CliError =>
  new CliError(refusal.code, refusal.message, {
    ...(refusal.hint === undefined ? {} : { hint: refusal.hint }),
    paste: blockToPaste(change),
  });

/** A line that looks like the image's, in a text that no parser takes. */
const imageLine = /^[ \t]*image[ \t]*:[ \t]*["']?([^\s"'#]+)/m;

/**
 * The refusal of an unreadable config, with the block to paste. Values nobody gave stand there as `<flag>`.
 * Without an image the block can't be told, and the hint asks for `--image`.
 */
export function refuse(refusal: CliError, situation: Situation, options: SetupOptions): CliError {
  const text =
    options.image ?? imageLine.exec(situation.config.bytes === null ? "" : situation.config.text)?.[1];
  const found = text === undefined ? null : locateQuietly(text, options);
  if (found === null || text === undefined)
    return again(
      refusal,
      [refusal.hint, "Add --image and --method to see the block to paste."].filter(Boolean).join(". "),
    );
  const { registry, target } = found;
  const named = registry.methods.find((offered) => offered.id === options.method);
  const { mechanism } = named ?? impliedMethod(registry, options) ?? registry.methods[0];
  const rendered = render(mechanism, target, placeholders(mechanism, target, options));
  const paste = blockToPaste({
    image: target.image.text,
    dockerAuth: rendered.dockerAuth,
    ownKeys: dockerAuthKeys,
    addSecrets: rendered.secrets,
    removeSecrets: [],
  });
  return again(refusal, refusal.hint, paste);
}

const again = (error: CliError, hint: string | undefined, paste?: string): CliError =>
  new CliError(error.code, error.message, {
    ...(hint === undefined ? {} : { hint }),
    ...(paste === undefined ? {} : { paste }),
  });

function locateQuietly(text: string, options: SetupOptions): { registry: Registry; target: Target } | null {
  try {
    return locate(text, options.registry);
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function placeholders({ fields }: Mechanism, target: Target, options: SetupOptions): Values {
  const filled = fields.map((field: Field) => {
    const { value } = field;
    return [value, options[value] ?? likely(field, target) ?? `<${dashed(value).slice(2)}>`] as const;
  });
  return Object.fromEntries(filled);
}
