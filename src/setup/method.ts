// Settles how Baseten signs in: flag, what the flags imply, the one in use or at hand with --yes, or a choice.

import type { Asks } from "../credential/ask.ts";
import type { SetupOptions, Situation } from "../flow.ts";
import { currentMechanism, mechanisms } from "../mechanisms/index.ts";
import type { Mechanism, ValueKey, Values } from "../mechanisms/types.ts";
import { registries } from "../registries/index.ts";
import type { Method, Registry, Target } from "../registries/types.ts";
import { dashed } from "../text/shell.ts";
import { CliError, missingFlag } from "../values/errors.ts";

/**
 * Settles the method. One that a flag implies is not asked for.
 * @throws CliError `usage` when the registry doesn't offer it, or a flag doesn't go with it; `missing-flag` (`--method`).
 */
export async function askMethod(
  registry: Registry,
  target: Target,
  situation: Pick<Situation, "truss" | "found">,
  options: SetupOptions,
  world: Asks,
): Promise<Method> {
  const offered = registry.methods.map((method) => method.id).join(", ");
  const named = registry.methods.find(({ id }) => id === options.method);
  if (options.method !== undefined && named === undefined)
    throw new CliError("usage", `${registry.title} has no method "${options.method}".`, {
      hint: `It offers --method ${offered}.`,
    });
  const wanted = named ?? impliedMethod(registry, options);
  if (wanted !== undefined) return refuseIdleFlags(registry, wanted, options);
  const [only, ...others] = registry.methods;
  if (others.length === 0) return refuseIdleFlags(registry, only, options);
  const current = methodOf(registry, mechanismNow(situation));
  const likely = current ?? likelyMethod(registry, target, options);
  if (world.prompter !== null) return world.prompter.select(methodQuestion(registry, current, likely));
  if (options.yes) return likely;
  throw missingFlag("--method", `one of ${offered}.`);
}

/** The question, with what is set now named and what is likely taken by Enter. */
export function methodQuestion(registry: Registry, current: Method | null, likely: Method) {
  const [recommended] = registry.methods;
  return {
    message: `How should Baseten sign in to ${registry.title}?`,
    choices: registry.methods.map((method) => ({
      value: method,
      name: method.title,
      description: [
        method.summary,
        ...(method === recommended ? ["recommended"] : []),
        ...(method === current ? ["set now"] : []),
      ].join(" · "),
    })),
    default: likely,
  };
}

/** The first method that needs nothing more than a program of this machine; else the first. */
export const likelyMethod = ({ methods }: Registry, target: Target, values: Values): Method =>
  methods.find((method) => method.fetch(target, values).length > 0) ?? methods[0];

/** Whether the flags say how to sign in. */
export const saysHow = ({
  method,
  username,
  serviceAccountKey,
  fromDocker,
  passwordStdin,
}: SetupOptions): boolean =>
  method !== undefined ||
  username !== undefined ||
  serviceAccountKey !== undefined ||
  fromDocker ||
  passwordStdin;

/** Whether this run handles the credential at all: a dry run and `--store none --no-verify` never do. */
export const usesCredential = (method: Method, options: SetupOptions): boolean =>
  method.typed !== null && !options.dryRun && (options.store !== "none" || options.verify);

/** The mechanism that config.yaml uses now for its image; null when it uses none. */
export const mechanismNow = ({ truss, found }: Pick<Situation, "truss" | "found">): Mechanism | null =>
  currentMechanism(truss, found?.target.host ?? "");

/** The registry's method that writes a mechanism, or one that comes to the same. */
export const methodOf = (registry: Registry, mechanism: Mechanism | null): Method | null =>
  registry.methods.find(
    (method) => mechanism !== null && (method.mechanism === mechanism || method.alias === mechanism),
  ) ?? null;

/** The values that mean something to a method: its mechanism's, its user, and those of the registry's own CLI. */
function valuesTaken({ takes = [] }: Registry, { mechanism, typed }: Method): ReadonlySet<string> {
  const own = mechanism.fields.map(({ value }) => value);
  return new Set([...takes, ...own, ...(typed?.kind === "basic" ? ["username"] : [])]);
}

/** The values that mean something to some method. Each is a flag; one that is given was meant for something. */
const valueKeys = new Set<ValueKey>([
  ...registries.flatMap(({ takes = [] }) => takes),
  ...mechanisms.flatMap(({ fields }) => fields.map(({ value }) => value)),
  "username",
]);

const givenValues = (options: Values): readonly ValueKey[] =>
  [...valueKeys].filter((key) => options[key] !== undefined);

type CredentialFlags = Pick<SetupOptions, "serviceAccountKey" | "fromDocker" | "passwordStdin">;

/** The kind of credential that the flags give; null when they give none. */
function kindGiven({ serviceAccountKey, fromDocker, passwordStdin }: CredentialFlags) {
  if (serviceAccountKey !== undefined) return "service-account-key";
  return fromDocker || passwordStdin ? "basic" : null;
}

/**
 * The method that the flags imply, the first that takes what only some methods take; undefined when they imply none.
 * Where no method takes all that is given, the first that takes any of it: the rest is then refused by its name.
 */
export function impliedMethod(registry: Registry, options: Values & CredentialFlags): Method | undefined {
  const kind = kindGiven(options);
  const own = givenValues(options).filter((key) => !registry.takes?.includes(key));
  if (kind === null && own.length === 0) return undefined;
  const fits = (method: Method): readonly boolean[] => [
    ...own.map((key) => valuesTaken(registry, method).has(key)),
    ...(kind === null ? [] : [method.mechanism.credential === kind]),
  ];
  const { methods } = registry;
  return (
    methods.find((method) => fits(method).every(Boolean)) ??
    methods.find((method) => fits(method).some(Boolean)) ??
    methods[0]
  );
}

/** A flag that the method would ignore was meant for something, so it is refused. */
function refuseIdleFlags(registry: Registry, method: Method, options: SetupOptions): Method {
  const taken = valuesTaken(registry, method);
  const idle = givenValues(options).find((key) => !taken.has(key));
  if (idle === undefined) return method;
  const others = registry.methods.map(({ id }) => id).join(", ");
  throw new CliError("usage", `${dashed(idle)} doesn't go with ${registry.title}, --method ${method.id}.`, {
    hint: `Leave it out, or take another --method: ${others}.`,
  });
}
