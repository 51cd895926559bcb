// Is every value of the type that Truss takes? It reads YAML 1.1 with PyYAML and wants text where text belongs.
import { isMap, isScalar, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import { isNull, keyName, keyStart } from "../../config/locate.ts";
import { readAs } from "../../config/plain.ts";
import { writeScalar } from "../../config/scalar.ts";
import { dockerAuthKeys } from "../../mechanisms/index.ts";
import { replaceNode } from "./edits.ts";
import type { Entries, Finding, View } from "./types.ts";
import { findingsOf, lastPair, resolved } from "./view.ts";

export const typeFindings = {
  "wrong-type": {
    level: "error",
    breaks: "load",
    title: "A value has another type than Truss takes",
    message: "{name} is not {wanted}.",
    why: "Truss checks types when it reads the file.",
    fix: "Make {name} {wanted}",
    example: "base_image: team/whisper:3\n",
  },
  "yaml-1-1": {
    level: "error",
    breaks: "load",
    title: "YAML 1.1 reads a text as something else",
    message: "{what} is {kind} in YAML 1.1, which Truss reads.",
    why: "In YAML 1.1 `no` is a boolean, `0644` octal and `12:30` a number, and Truss wants a text here.",
    fix: "Put it in quotes",
    example: "secrets:\n  0644: null\n",
  },
} as const satisfies Entries;

const finding = findingsOf(typeFindings);

/** Fields that Truss lets be null; for the others it wants a text. */
const nullable = new Set(
  [...dockerAuthKeys].filter((key) => !/^aws_(access_key_id|secret_access_key)_/.test(key)),
);

/** The findings about types, in `base_image`, `docker_auth` and `secrets` only. */
export function findWrongTypes(view: View): readonly Finding[] {
  const { root, baseImage, dockerAuth, secrets } = view;
  return [
    ...mapping(view, root, "secrets", []),
    ...mapping(view, root, "base_image", []),
    ...(baseImage === null ? [] : mapping(view, baseImage, "docker_auth", ["base_image"])),
    ...text(
      view,
      baseImage === null ? undefined : lastPair(view.document, baseImage, "image"),
      ["base_image", "image"],
      false,
    ),
    ...(dockerAuth?.items ?? [])
      .filter((pair) => dockerAuthKeys.has(keyName(pair)))
      .flatMap((pair) =>
        text(view, pair, ["base_image", "docker_auth", keyName(pair)], nullable.has(keyName(pair))),
      ),
    ...(secrets?.items ?? []).flatMap((pair) => secret(view, pair)),
  ];
}

function mapping(view: View, parent: YAMLMap, name: string, above: readonly string[]): readonly Finding[] {
  const pair = lastPair(view.document, parent, name);
  const value = resolved(view.document, pair?.value);
  if (pair === undefined || isNull(value) || isMap(value)) return [];
  return [
    finding(view, "wrong-type", keyStart(pair), [...above, name], {
      name,
      wanted: "a mapping of keys to values",
    }),
  ];
}

/** What PyYAML takes a scalar for; a quoted one is a text. */
const kindOf = (node: unknown): string =>
  isScalar(node) && node.type === Scalar.PLAIN && node.tag === undefined
    ? readAs((node.source ?? "").trim())
    : "text";

function text(
  view: View,
  pair: Pair | undefined,
  path: readonly string[],
  mayBeNull: boolean,
): readonly Finding[] {
  if (pair === undefined || keyName(pair) === "auth_method") return [];
  const name = keyName(pair);
  const value = resolved(view.document, pair.value);
  const wrong = (): readonly Finding[] => [
    finding(view, "wrong-type", keyStart(pair), path, { name, wanted: "a text" }),
  ];
  if (value === null || isNull(value)) return mayBeNull ? [] : wrong();
  if (!isScalar(value)) return wrong();
  const kind = kindOf(value);
  if (kind === "text") return [];
  const edit = value === pair.value ? () => [replaceNode(view, value as Node, quoted(value))] : null;
  return [finding(view, "yaml-1-1", pair.value, path, { what: `The value of ${name}`, kind }, edit)];
}

function secret(view: View, pair: Pair): readonly Finding[] {
  const name = keyName(pair);
  const path = ["secrets", name];
  if (name === "<<") return [];
  const found: Finding[] = [];
  if (kindOf(pair.key) !== "text") {
    const key = pair.key as Scalar;
    const edit = () => [replaceNode(view, key as Node, quoted(key))];
    found.push(
      finding(view, "yaml-1-1", keyStart(pair), path, { what: `The name ${name}`, kind: kindOf(key) }, edit),
    );
  }
  const value = resolved(view.document, pair.value);
  if (value === null || isNull(value)) return found;
  if (!isScalar(value))
    return [...found, finding(view, "wrong-type", keyStart(pair), path, { name, wanted: "null" })];
  const kind = kindOf(value);
  // Its mending is the leaked value's: null.
  if (kind !== "text")
    found.push(finding(view, "yaml-1-1", keyStart(pair), path, { what: `The value of ${name}`, kind }));
  return found;
}

/** The author's own spelling, as a text. */
const quoted = (node: Scalar): string => writeScalar(node.source ?? String(node.value), "QUOTE_DOUBLE");
