// Which secrets does the project itself read, beside the sign-in? Those stay listed when the method changes.
import { join, relative, resolve } from "node:path";
import { isScalar, isSeq, type Node, visit } from "yaml";
import type { World } from "../world/types.ts";
import { readDocument, type Source } from "./document.ts";
import { findPair, keyName } from "./locate.ts";

type Reads = Pick<World, "files">;

/**
 * Names of secrets, each with the place that names it: `docker_server.start_command`, `model/model.py`. Null: a file
 * that couldn't be looked at may.
 */
export type Mentions = ReadonlyMap<string, string | null>;

/**
 * Looks for names in config.yaml itself and in the code and scripts beside it, below it, and in its
 * `external_package_dirs`. Where not everything could be looked at, every name counts as mentioned.
 * @param config `path` is absolute; `text` is one that `readDocument` takes
 */
export async function mentionedIn(
  config: { readonly path: string; readonly text: string },
  names: readonly string[],
  world: Reads,
): Promise<Mentions> {
  if (names.length === 0) return new Map();
  const source = readDocument(config.text);
  const here = namedInConfig(source, names);
  const left = names.filter((name) => !here.has(name));
  const folder = resolve(config.path, "..");
  const outside = packageFolders(source).map((path) => resolve(folder, path));
  const beside = left.length === 0 ? [] : await inFolders([folder, ...outside], config.path, left, world);
  return new Map([...here, ...beside]);
}

/** Baseten takes names that differ only in punctuation for one: `hf-access-token` reads `hf_access_token`. */
function patternOf(name: string): RegExp {
  return new RegExp(name.replace(/[^A-Za-z0-9]/g, "[^A-Za-z0-9]"));
}

/**
 * The names that stand in config.yaml outside `secrets` and `docker_auth`, under whatever key, with the keys that lead
 * there. Comments read nothing.
 */
export function namedInConfig(
  { document, root }: Pick<Source, "document" | "root">,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (document === null || root === null) return found;
  const patterns = names.map((name) => [name, patternOf(name)] as const);
  const look = (node: unknown, ancestors: readonly unknown[]): void => {
    const text = isScalar(node) ? (node.source ?? String(node.value)) : "";
    for (const [name, pattern] of patterns)
      if (!found.has(name) && pattern.test(text)) found.set(name, placeOf(ancestors));
  };
  const baseImage = findPair(root, "base_image")?.value;
  visit(document, {
    Pair: (_key, pair, ancestors) => {
      const parent = ancestors.at(-1);
      if (parent === root && keyName(pair) === "secrets") return visit.SKIP;
      if (parent === baseImage && keyName(pair) === "docker_auth") return visit.SKIP;
      return undefined;
    },
    Scalar: (_key, node, ancestors) => look(node, ancestors),
    Alias: (_key, alias, ancestors) => look(alias.resolve(document), ancestors),
  });
  return found;
}

/** The keys that lead to a node, as `docker_server.start_command`. */
function placeOf(ancestors: readonly unknown[]): string {
  const keys = ancestors.flatMap((above) =>
    above !== null && typeof above === "object" && "key" in above && isScalar(above.key)
      ? [String(above.key.value)]
      : [],
  );
  return keys.join(".") || "config.yaml";
}

/** Truss packs these folders' Python too. https://docs.baseten.co/development/model/configuration */
function packageFolders({ root }: Source): readonly string[] {
  const value = findPair(root, "external_package_dirs")?.value as Node | null | undefined;
  const items = isSeq(value) ? value.items : [];
  return items.flatMap((item) => (isScalar(item) && typeof item.value === "string" ? [item.value] : []));
}

/** At most so many files are read, and folders listed. */
const enough = 500;

/** Files that may read a secret: code, scripts, settings, and what has no extension, like a Dockerfile. */
const code =
  /(?:^[^.]+|^Dockerfile\..*|^\.env.*|\.(?:py|pyi|ipynb|sh|bash|zsh|fish|[cm]?[jt]s|go|rs|rb|pl|lua|java|kt|cc?|cpp|cu|h|ya?ml|toml|json|ini|cfg|conf|env|properties|service|j2|jinja|tmpl|tpl|template))$/;

/** The names in the files below the folders. A link to a folder isn't followed, so it counts as unseen. */
async function inFolders(
  start: readonly string[],
  config: string,
  names: readonly string[],
  { files }: Reads,
): Promise<Mentions> {
  const unseen: Mentions = new Map(names.map((name) => [name, null]));
  const patterns = names.map((name) => [name, patternOf(name)] as const);
  const top = start[0] ?? "";
  const found = new Map<string, string>();
  const folders = [...start];
  const seen = { files: 0, folders: 0 };
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (++seen.folders > enough) return unseen;
    const entries = await files.list(folder).catch(() => null);
    if (entries === null) return unseen;
    for (const { name, kind } of entries) {
      const path = join(folder, name);
      if (name === "node_modules" || (name.startsWith(".") && kind !== "file")) continue;
      if (kind === "folder") folders.push(path);
      else if (kind === "other" && (await files.kind(path).catch(() => "folder")) === "folder") return unseen;
      if (kind !== "file" || !code.test(name) || path === config) continue;
      const bytes = ++seen.files > enough ? null : await files.read(path).catch(() => null);
      if (bytes === null) return unseen;
      const text = Buffer.from(bytes).toString("utf8");
      for (const [wanted, pattern] of patterns)
        if (!found.has(wanted) && pattern.test(text)) found.set(wanted, relative(top, path));
    }
  }
  return found;
}
