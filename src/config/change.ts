// Which edits make config.yaml say what is wanted, and no more?
import { isAlias, isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import { readDocument, refuse, type Source } from "./document.ts";
import { applyEdits, type Edit, withoutFinalEol } from "./edit.ts";
import { endsInBlockText, findPair, isNull, keyName, rangeOf, requireEditable } from "./locate.ts";
import type { Entry } from "./scalar.ts";
import { changeMap, changeRoot, empty, fill, quoteKey, setScalar } from "./splice.ts";
import type { ConfigChange } from "./types.ts";

/** Edits within what is there, and entries for the end of the mapping it stands in. */
interface Planned {
  readonly edits: readonly Edit[];
  readonly add: readonly Entry[];
  readonly remove: readonly Pair[];
}

const nothing: Planned = { edits: [], add: [], remove: [] };
const adding = (...add: Entry[]): Planned => ({ ...nothing, add });
const editing = (edits: readonly Edit[]): Planned => ({ ...nothing, edits });

/** The edits for a change; `truss.ts` says what is refused. */
export function planEdits(read: Source, change: ConfigChange): readonly Edit[] {
  const { text, eol } = read;
  const ended = text === "" || text === "\ufeff" || text.endsWith("\n");
  const source = ended ? read : readDocument(text + eol, true);
  const parts = [planBaseImage(source, change), planSecrets(source, change)];
  const add = parts.flatMap((part) => part.add);
  const remove = parts.flatMap((part) => part.remove);
  const edits = [...parts.flatMap((part) => part.edits), ...changeRoot(source, remove, add)];
  if (ended || edits.length === 0) return edits;
  const trimmed = withoutFinalEol(text, eol, edits);
  const atEnd = trimmed.some(({ offset, length }) => offset + length === text.length);
  // A literal that is last now, and wasn't, would lose its own line ending: then the file gets one.
  if (!atEnd || !endsInBlockText(applyEdits(text, trimmed))) return trimmed;
  return [...trimmed, { offset: text.length, length: 0, text: eol }];
}

function planBaseImage(source: Source, change: ConfigChange): Planned {
  const { root } = source;
  const image: Entry[] = change.image === null ? [] : [["image", change.image]];
  const auth: Entry[] =
    change.dockerAuth === null ? [] : [["docker_auth", Object.entries(change.dockerAuth)]];
  const pair = findPair(root, "base_image");
  if (root === null || pair === undefined)
    return image.length + auth.length === 0 ? nothing : adding(["base_image", [...image, ...auth]]);
  const map = mapOf(source, pair);
  if (map === null)
    return image.length + auth.length === 0
      ? nothing
      : editing(fill(source, root, pair, [...image, ...auth]));
  const imagePair = findPair(map, "image");
  const edits = change.image !== null && imagePair ? setScalar(source, imagePair, change.image) : [];
  const planned = planDockerAuth(source, map, change);
  const add = [...(imagePair === undefined ? image : []), ...planned.add];
  if (add.length === 0 && planned.remove.length === map.items.length) return { ...nothing, remove: [pair] };
  const around = changeMap(source, map, "base_image", planned.remove, add);
  const all = [...edits, ...planned.edits, ...around];
  if (all.length > 0) requireEditable(source, map, "base_image");
  return editing(all);
}

function planDockerAuth(
  source: Source,
  baseImage: YAMLMap,
  { dockerAuth: wanted, ownKeys }: ConfigChange,
): Planned {
  const pair = findPair(baseImage, "docker_auth");
  if (wanted === null) return pair === undefined ? nothing : { ...nothing, remove: [pair] };
  const entries = Object.entries(wanted);
  if (pair === undefined) return adding(["docker_auth", entries]);
  const map = mapOf(source, pair);
  if (map === null) return editing(fill(source, baseImage, pair, entries));
  const remove = map.items.filter((item) => ownKeys.has(keyName(item)) && !(keyName(item) in wanted));
  const add = entries.filter(([key]) => findPair(map, key) === undefined);
  const set = entries.flatMap(([key, value]) => {
    const item = findPair(map, key);
    return item === undefined || alreadySays(item, key, value) ? [] : setScalar(source, item, value);
  });
  const edits = [...set, ...changeMap(source, map, "docker_auth", remove, add)];
  if (edits.length > 0) requireEditable(source, map, "docker_auth");
  return editing(edits);
}

/** Truss takes the method in any case: `aws_iam` is left as its author wrote it. */
function alreadySays(pair: Pair, key: string, value: string): boolean {
  if (key !== "auth_method" || !isScalar(pair.value)) return false;
  return String(pair.value.value).toUpperCase() === value;
}

function planSecrets(source: Source, { addSecrets, removeSecrets }: ConfigChange): Planned {
  const { root } = source;
  const wanted = [...new Set(addSecrets)];
  const pair = findPair(root, "secrets");
  const all: Entry[] = wanted.map((name) => [name, null]);
  if (root === null || pair === undefined) return all.length === 0 ? nothing : adding(["secrets", all]);
  const map = mapOf(source, pair);
  if (map === null || map.items.length === 0)
    return all.length === 0 ? nothing : editing(fill(source, root, pair, all));
  const remove = map.items.filter((item) => {
    const name = keyName(item);
    return removeSecrets.includes(name) && !wanted.includes(name);
  });
  const add = all.filter(([name]) => findPair(map, name) === undefined);
  if (add.length === 0 && remove.length === map.items.length) return editing(empty(source, pair, map));
  const quoted = wanted.flatMap((name) => {
    const item = findPair(map, name);
    return item === undefined ? [] : quoteKey(source, map, item, name);
  });
  return editing([...quoted, ...changeMap(source, map, "secrets", remove, add)]);
}

/** The mapping under a key; null when the key has no value or an empty mapping. */
function mapOf(source: Source, pair: Pair): YAMLMap | null {
  const value = pair.value as Node | null;
  if (value === null || isNull(value)) return null;
  if (isMap(value)) return value.items.length === 0 ? null : value;
  const name = keyName(pair);
  const what = isAlias(value) ? "is an alias" : "is not a mapping of keys to values";
  return refuse(source.text, rangeOf(value)[0], `${name} ${what}, so it can't be changed safely`);
}
