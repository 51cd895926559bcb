// What does config.yaml say about the base image, and which edits make it say something else?
import { isAlias, isMap, isScalar, type Node, type YAMLMap } from "yaml";
import { CliError } from "../values/errors.ts";
import { planEdits as plan } from "./change.ts";
import { readDocument, refuse, type Source } from "./document.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { checkEdited } from "./guard.ts";
import { isNull, isText, keyName, rangeOf } from "./locate.ts";
import { type Entry, writeBlock } from "./scalar.ts";
import type { ConfigChange, TrussConfig } from "./types.ts";

export type { ConfigChange, TrussConfig } from "./types.ts";
export { checkEdited };

/**
 * Reads what matters here. A text without content is a config without anything.
 * @throws CliError `invalid-config` with line and column for what can't be read.
 */
export const readTruss = (text: string): TrussConfig => read(readDocument(text));

function read(source: Source): TrussConfig {
  const baseImage = mapAt(source, source.root, "base_image");
  const dockerAuth = mapAt(source, baseImage, "docker_auth");
  const secrets = mapAt(source, source.root, "secrets");
  const image = entriesOf(source, baseImage).get("image");
  return {
    image: image === undefined ? null : scalarText(source, image),
    dockerAuth: dockerAuth === null ? null : scalars(source, dockerAuth),
    secrets: [...entriesOf(source, secrets).keys()],
  };
}

function mapAt(source: Source, parent: YAMLMap | null, name: string): YAMLMap | null {
  const value = resolve(source, entriesOf(source, parent).get(name));
  if (value === undefined || isNull(value)) return null;
  if (isMap(value)) return value;
  return refuse(source.text, rangeOf(value as Node)[0], `${name} is not a mapping of keys to values`);
}

const resolve = (source: Source, node: unknown): unknown =>
  isAlias(node) && source.document ? node.resolve(source.document) : node;

/** The pairs by name, those of merge keys first, since they give way to the mapping's own. */
function entriesOf(source: Source, map: YAMLMap | null): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const pair of map?.items ?? []) {
    const merged = keyName(pair) === "<<" ? resolve(source, pair.value) : null;
    if (isMap(merged)) for (const [name, value] of entriesOf(source, merged)) entries.set(name, value);
  }
  for (const pair of map?.items ?? []) if (keyName(pair) !== "<<") entries.set(keyName(pair), pair.value);
  return entries;
}

function scalarText(source: Source, node: unknown): string | null {
  const value = resolve(source, node);
  if (!isScalar(value) || isNull(value)) return null;
  return typeof value.value === "string" ? value.value : (value.source ?? String(value.value));
}

function scalars(source: Source, map: YAMLMap): Record<string, string> {
  const texts = [...entriesOf(source, map)].map(([name, node]) => [name, scalarText(source, node)] as const);
  return Object.fromEntries(texts.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/**
 * The edits that carry out a change; none when everything is as wanted.
 * @throws CliError `invalid-config`, with the block to paste, for a file that can't be edited safely.
 */
export function planEdits(text: string, change: ConfigChange): readonly Edit[] {
  return withPaste(change, () => planned(text, change).edits);
}

/** The edits, and the change that they make in full. */
function planned(text: string, wanted: ConfigChange): { edits: readonly Edit[]; change: ConfigChange } {
  const source = readDocument(text);
  read(source); // Refuses what isn't the mapping that Truss wants.
  const change = settled(source, wanted);
  return { edits: plan(source, change), change };
}

/** An image that is a number or a date without quotes is no text to Truss: it is set to what its author wrote. */
function settled(source: Source, change: ConfigChange): ConfigChange {
  if (change.image !== null) return change;
  const image = entriesOf(source, mapAt(source, source.root, "base_image")).get("image");
  if (!isScalar(image) || isNull(image) || isText(image)) return change;
  return { ...change, image: scalarText(source, image) };
}

/**
 * The text after the change, checked.
 * @throws CliError `invalid-config`, with the block to paste, when it can't be made safely.
 */
export function editConfig(text: string, wanted: ConfigChange): string {
  return withPaste(wanted, () => {
    const { edits, change } = planned(text, wanted);
    const after = applyEdits(text, edits);
    checkEdited(text, after, change);
    return after;
  });
}

/** What a change adds, as a block of YAML to paste; empty when it only removes. */
export function blockToPaste(change: ConfigChange): string {
  const auth: Entry[] =
    change.dockerAuth === null ? [] : [["docker_auth", Object.entries(change.dockerAuth)]];
  const baseImage: Entry[] = [...(change.image === null ? [] : [["image", change.image] as const]), ...auth];
  const secrets: Entry[] = change.addSecrets.map((name) => [name, null]);
  const blocks: Entry[] = [
    ["base_image", baseImage],
    ["secrets", secrets],
  ];
  return writeBlock(
    blocks.filter(([, inner]) => inner !== null && inner.length > 0),
    0,
    2,
    "\n",
  );
}

function withPaste<T>(change: ConfigChange, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const paste = blockToPaste(change);
    throw new CliError(error.code, error.message, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(paste === "" ? {} : { paste }),
    });
  }
}
