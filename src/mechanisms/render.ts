// What does a mechanism write into config.yaml? Its template says, once its placeholders are filled.
import { isMap, isScalar, parseDocument, visit } from "yaml";
import { CliError } from "../values/errors.ts";
import type { DockerAuth } from "./index.ts";
import { hostSecret } from "./registry-secret.ts";
import type { Field, Mechanism, Place, Values } from "./types.ts";

/** What is merged into config.yaml. */
export interface Rendered {
  readonly dockerAuth: DockerAuth | null;
  /** Names, in the template's order. */
  readonly secrets: readonly string[];
}

type Filling = Readonly<Record<string, string | undefined>>;

/**
 * Fills a mechanism's template. Values are set on parsed scalars, never pasted into text, so that none can break
 * out. A field whose value is Truss's own default is left out, unless `written` has it already.
 * @param written docker_auth as it is now
 * @throws CliError `internal` when the template names something that is no value of the mechanism.
 */
export function render(
  mechanism: Mechanism,
  place: Place,
  values: Values,
  written: Readonly<Record<string, string>> | null = null,
): Rendered {
  const document = parseDocument(mechanism.template);
  const filling = fillingOf(mechanism, place, values);
  visit(document, {
    Pair: (_key, pair) => {
      const filled = fill(pair.key, filling) && fill(pair.value, filling);
      return filled ? undefined : visit.REMOVE;
    },
  });
  const read = document.toJS() as { base_image?: { docker_auth?: DockerAuth } };
  const auth = read.base_image?.docker_auth ?? null;
  const secrets = document.get("secrets");
  return {
    dockerAuth: auth === null ? null : withoutDefaults(auth, mechanism.fields, written),
    // The keys of the parsed mapping keep their order; those of an object would not, for names like "42".
    secrets: isMap(secrets) ? secrets.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [],
  };
}

function fillingOf({ fields }: Mechanism, place: Place, values: Values): Filling {
  const own = fields.map((field: Field) => [field.value, values[field.value] ?? likely(field, place)]);
  const { host, rawSecret } = place;
  return { registry: host, hostSecret: hostSecret(host), rawSecret, ...Object.fromEntries(own) };
}

/** What a field is unless somebody says otherwise. */
export const likely = ({ byDefault, suggest }: Field, place: Place): string | undefined =>
  byDefault ?? suggest?.(place);

function withoutDefaults(
  auth: DockerAuth,
  fields: readonly Field[],
  written: Readonly<Record<string, string>> | null,
): DockerAuth {
  const kept = Object.entries(auth).filter(([key, value]) => {
    const field = fields.find((candidate) => candidate.key === key);
    return field?.byDefault === undefined || field.byDefault !== value || written?.[key] === value;
  });
  return Object.fromEntries(kept) as DockerAuth;
}

const placeholder = /^\$\{(\w+)\}$/;

/** Sets a scalar's placeholder; false when there is no value for it. */
function fill(node: unknown, filling: Filling): boolean {
  if (!isScalar(node) || typeof node.value !== "string") return true;
  const key = placeholder.exec(node.value)?.[1];
  if (key === undefined) return true;
  if (!(key in filling)) throw new CliError("internal", `A template needs a value for ${key}.`);
  const value = filling[key];
  if (value === undefined) return false;
  node.value = value;
  return true;
}
