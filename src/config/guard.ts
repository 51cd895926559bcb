// Did an edit change what it was to change, and nothing else?
import { isDeepStrictEqual } from "node:util";
import { isMap, parseDocument, type YAMLMap } from "yaml";
import { CliError } from "../values/errors.ts";
import { readDocument } from "./document.ts";
import { findPair, isNull, keyName } from "./locate.ts";
import type { ConfigChange } from "./types.ts";

// Truss reads YAML 1.1; editors and most other tools read 1.2.
const versions = ["1.2", "1.1"] as const;
type Version = (typeof versions)[number];

/**
 * Parses both texts anew, as YAML 1.2 and 1.1, and compares them.
 * @throws CliError `invalid-config` when anything but the planned differs, or the planned isn't there.
 */
export function checkEdited(before: string, after: string, change: ConfigChange): void {
  for (const version of versions) {
    const edited = parse(after, version);
    if (!says(toPlain(edited), change)) fail("the edited file would not say what was planned");
    if (before === after) continue;
    const same = isDeepStrictEqual(rest(parse(before, version), change), rest(edited, change));
    if (!same) fail("more than the planned lines would change");
  }
  readDocument(after);
}

function fail(what: string): never {
  throw new CliError("invalid-config", `config.yaml can't be edited safely: ${what}.`, {
    hint: "Paste the block into config.yaml yourself",
  });
}

function parse(text: string, version: Version) {
  const document = parseDocument(text, { version, uniqueKeys: false, intAsBigInt: true, logLevel: "silent" });
  if (document.errors.length > 0) fail(`it does not read as YAML ${version}`);
  return document;
}

type Parsed = ReturnType<typeof parse>;

/** Everything but what the change may touch, which is pruned from the document. */
function rest(document: Parsed, change: ConfigChange): unknown {
  const root = document.contents;
  if (!isMap(root)) return new Map();
  const planned = new Set([...change.addSecrets, ...change.removeSecrets]);
  within(root, "secrets", (secrets) => drop(secrets, (name) => planned.has(name)));
  within(root, "base_image", (baseImage) => {
    if (change.image !== null) drop(baseImage, (name) => name === "image");
    if (change.dockerAuth === null) drop(baseImage, (name) => name === "docker_auth");
    within(baseImage, "docker_auth", (auth) => drop(auth, (name) => change.ownKeys.has(name)));
  });
  return toPlain(document);
}

/** Prunes a mapping, and drops its key when nothing is left: absent, null and `{}` are alike here. */
function within(parent: YAMLMap, name: string, prune: (map: YAMLMap) => void): void {
  const value = findPair(parent, name)?.value;
  if (isMap(value)) prune(value);
  if (isNull(value) || (isMap(value) && value.items.length === 0)) drop(parent, (key) => key === name);
}

function drop(map: YAMLMap, planned: (name: string) => boolean): void {
  map.items = map.items.filter((pair) => !planned(keyName(pair)));
}

function toPlain(document: Parsed): unknown {
  try {
    return document.toJS({ mapAsMap: true });
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
