// Does `secrets` list the right names, and names only?
import { isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import type { Edit } from "../../config/edit.ts";
import { isNull, keyName, keyStart, rangeOf } from "../../config/locate.ts";
import { changeRoot } from "../../config/root.ts";
import { type Entry, writeScalar } from "../../config/scalar.ts";
import { changeMap, empty, fill } from "../../config/splice.ts";
import { methodFields } from "./methods.ts";
import type { Finding, View, ViewImage } from "./types.ts";
import { finding, lastPair, replaceNode, resolved, secretNames, sourceOf, textAt, textOf } from "./view.ts";

const prefix = "DOCKER_REGISTRY_";

/** The name that Baseten looks for, for an image's registry. */
export const credentialName = ({ target }: ViewImage): string => prefix + target.host;

/**
 * Edits that list more names under `secrets` and change nothing else.
 * @throws CliError `invalid-config` when that isn't safe.
 */
export function addSecrets(view: View, names: readonly string[]): readonly Edit[] {
  const source = sourceOf(view);
  const add: Entry[] = names.filter((name) => !secretNames(view).includes(name)).map((name) => [name, null]);
  const pair = lastPair(view.document, view.root, "secrets");
  if (add.length === 0) return [];
  if (pair === undefined) return changeRoot(source, [], [["secrets", add]]);
  if (isMap(pair.value) && pair.value.items.length > 0)
    return changeMap(source, pair.value, "secrets", [], add);
  return fill(source, view.root, pair, add);
}

/** All findings about `secrets`. */
export function findInSecrets(view: View): readonly Finding[] {
  const pair = lastPair(view.document, view.root, "secrets");
  if (pair !== undefined && isNull(resolved(view.document, pair.value))) return [secretsNull(view, pair)];
  if (view.secrets === null) return [];
  const secrets = view.secrets;
  return [
    ...secrets.items.flatMap((item) => valueIn(view, item)),
    ...credentials(view, secrets),
    ...leftovers(view, secrets),
  ];
}

function secretsNull(view: View, pair: Pair): Finding {
  const value = pair.value as Node | null;
  const bare = value === null || rangeOf(value)[0] === rangeOf(value)[1];
  const edit = (): readonly Edit[] =>
    bare ? [{ offset: endOfKey(view, pair), length: 0, text: " {}" }] : [replaceNode(view, value, "{}")];
  return finding(view, "secrets-null", keyStart(pair), ["secrets"], {}, edit);
}

const endOfKey = ({ text }: View, pair: Pair): number => text.indexOf(":", rangeOf(pair.key as Node)[1]) + 1;

/** A value belongs in Baseten. It is never repeated, not even its length. */
function valueIn(view: View, item: Pair): readonly Finding[] {
  const value = resolved(view.document, item.value);
  const name = keyName(item);
  if (name === "<<" || !isScalar(value) || textOf(value) === null) return [];
  const edit = isScalar(item.value) ? () => [replaceNode(view, item.value as Node, "null")] : null;
  return [finding(view, "secret-value", keyStart(item), ["secrets", name], { name }, edit)];
}

/** Forms in which Docker Hub's host is written that Baseten doesn't look for. */
const hubHost =
  /^(?:https?:\/\/)?(?:(?:www\.|index\.|registry-1\.|registry\.|hub\.)?docker\.(?:io|com))(?:\/v[12])?\/?$/i;

function credentials(view: View, secrets: YAMLMap): readonly Finding[] {
  if (view.image === null) return [];
  const right = credentialName(view.image);
  const { registry, target } = view.image;
  return secrets.items.flatMap((item) => {
    const name = keyName(item);
    if (!name.startsWith(prefix) || name === right) return [];
    const place = ["secrets", name];
    const onHub = hubHost.test(name.slice(prefix.length));
    const code =
      onHub && (registry.id === "docker-hub" || name !== `${prefix}https://index.docker.io/v1/`)
        ? "docker-hub-secret-name"
        : "secret-for-other-host";
    if (code === "secret-for-other-host")
      return [finding(view, code, keyStart(item), place, { name, host: target.host, right })];
    const hub = `${prefix}https://index.docker.io/v1/`;
    const edit = secretNames(view).includes(hub)
      ? () => changeMap(sourceOf(view), secrets, "secrets", [item], [])
      : () => [replaceNode(view, item.key as Node, writeScalar(hub))];
    return [finding(view, code, keyStart(item), place, { name, right: hub }, edit)];
  });
}

/** Names that another way to sign in needs, beside a docker_auth that doesn't read them. */
function leftovers(view: View, secrets: YAMLMap): readonly Finding[] {
  const method = textAt(view, view.dockerAuth, "auth_method")?.toUpperCase();
  if (view.image === null || method === undefined) return [];
  if (methodFields[method] === undefined || method === "REGISTRY_SECRET") return [];
  const token = credentialName(view.image);
  const other = method === "AWS_IAM" ? [] : ["aws_access_key_id", "aws_secret_access_key"];
  const used = textAt(view, view.dockerAuth, "secret_name");
  return secrets.items.flatMap((item) => {
    const name = keyName(item);
    if (name === used || (name !== token && !other.includes(name))) return [];
    const remove = (): readonly Edit[] =>
      secrets.items.length === 1
        ? empty(sourceOf(view), lastPair(view.document, view.root, "secrets") as Pair, secrets)
        : changeMap(sourceOf(view), secrets, "secrets", [item], []);
    // The model's own code may read AWS keys; only the token is surely of no more use.
    const edit =
      name === token && isMap(lastPair(view.document, view.root, "secrets")?.value) ? remove : null;
    return [finding(view, "leftover-secret", keyStart(item), ["secrets", name], { name, method }, edit)];
  });
}
