// Did an edit change what it was to change, and nothing else?
import { isDeepStrictEqual } from "node:util";
import { Document, isMap, type Node, Pair, YAMLMap } from "yaml";
import { CliError } from "../values/errors.ts";
import { readDocument, requireReadable } from "./document.ts";
import { findPair, isNull, keyName } from "./locate.ts";
import { compose, documentsOf, equalKey, type Version } from "./parsed.ts";
import { differingBlocks } from "./sections.ts";
import type { ConfigChange } from "./types.ts";

const versions = ["1.2", "1.1"] as const;

/**
 * Parses both texts anew, as YAML 1.2 and 1.1, and compares them. Blocks that are the same text aren't parsed again.
 * @throws CliError `invalid-config` when anything but the planned differs, or the planned isn't there.
 */
export function checkEdited(before: string, after: string, change: ConfigChange): void {
  requireReadable(after);
  const blocks = before === after ? null : differingBlocks(before, after);
  for (const version of versions) {
    const edited = whole(
      blocks === null ? documentsOf(after, version) : compose(blocks.after, version),
      version,
    );
    if (version === "1.2" && equalKey(edited.contents) !== null) fail("a key would stand twice");
    if (!says(toPlain(edited), change)) fail("the edited file would not say what was planned");
    if (before === after) continue;
    const old = whole(
      blocks === null ? documentsOf(before, version) : compose(blocks.before, version),
      version,
    );
    const same = isDeepStrictEqual(rest(old, change), rest(edited, change));
    if (!same) fail("more than the planned lines would change");
  }
  if (blocks === null) readDocument(after);
}

function fail(what: string): never {
  throw new CliError("invalid-config", `config.yaml can't be edited safely: ${what}.`, {
    hint: "Paste the block into config.yaml yourself",
  });
}

/** The one document; an empty one when nothing is written. */
function whole([document = new Document(null), second]: readonly Document[], version: Version): Document {
  if (document.errors.length > 0 || second !== undefined) fail(`it does not read as YAML ${version}`);
  return document;
}

/** Everything but what the change may touch, as values. */
function rest(document: Document, change: ConfigChange): unknown {
  const root = document.contents;
  if (!isMap(root)) return new Map();
  const planned = new Set([...change.addSecrets, ...change.removeSecrets]);
  const fewer = within(root, "secrets", (secrets) => drop(secrets, (name) => planned.has(name)));
  const least = within(fewer, "base_image", (whole) => {
    const imageless = change.image === null ? whole : drop(whole, (name) => name === "image");
    const baseImage =
      change.dockerAuth === null ? drop(imageless, (name) => name === "docker_auth") : imageless;
    return within(baseImage, "docker_auth", (auth) => drop(auth, (name) => change.ownKeys.has(name)));
  });
  return values(least, document);
}

/** The mapping with one below it pruned, or without it when nothing is left: absent, null and `{}` are alike here. */
function within(parent: YAMLMap, name: string, prune: (map: YAMLMap) => YAMLMap): YAMLMap {
  const pair = findPair(parent, name);
  if (pair === undefined) return parent;
  const value = isMap(pair.value) ? prune(pair.value) : pair.value;
  if (isNull(value) || (isMap(value) && value.items.length === 0)) return drop(parent, (key) => key === name);
  return withItems(
    parent,
    parent.items.map((item) => (item === pair ? new Pair(pair.key, value) : item)),
  );
}

const drop = (map: YAMLMap, planned: (name: string) => boolean): YAMLMap =>
  withItems(
    map,
    map.items.filter((pair) => !planned(keyName(pair))),
  );

/** The same mapping with other pairs. The document, which others read too, stays as it is. */
const withItems = (map: YAMLMap, items: Pair[]): YAMLMap => {
  const copy = new YAMLMap(map.schema);
  copy.items = items;
  return copy;
};

const toPlain = (document: Document): unknown =>
  document.contents === null ? null : values(document.contents as Node, document);

function values(node: Node, document: Document): unknown {
  try {
    return node.toJS(document, { mapAsMap: true });
  } catch {
    return fail("an anchor on the lines to change is used elsewhere");
  }
}

const get = (map: unknown, key: string): unknown => (map instanceof Map ? map.get(key) : undefined);

/** Whether the file says what was planned, every name and value being a text. */
function says(root: unknown, change: ConfigChange): boolean {
  const baseImage = get(root, "base_image");
  const auth = get(baseImage, "docker_auth");
  const secrets = get(root, "secrets");
  const has = (name: string): boolean => secrets instanceof Map && secrets.has(name);
  if (change.image !== null && get(baseImage, "image") !== change.image) return false;
  if (!change.addSecrets.every(has)) return false;
  if (change.removeSecrets.some((name) => has(name) && !change.addSecrets.includes(name))) return false;
  if (change.dockerAuth === null) return auth === undefined;
  const wanted = new Map<string, unknown>(Object.entries(change.dockerAuth));
  return [...change.ownKeys].every((key) => {
    const value = get(auth, key);
    if (key === "auth_method") return String(value).toUpperCase() === wanted.get(key);
    return value === wanted.get(key);
  });
}
