// Does the project pin a Truss that is too old for what its config.yaml says?
import { dirname, resolve } from "node:path";
import type { World } from "../world/types.ts";
import { textOf } from "./file.ts";

/** A version as numbers. Versions of Truss are numbers and dots; what follows them is a pre-release's. */
const numbers = (version: string): readonly number[] => version.split(".").map(Number);

/** Whether one version comes before the other. */
function precedes(one: string, other: string): boolean {
  const [a, b] = [numbers(one), numbers(other)];
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** `truss==0.18.20` in a requirement, `truss_version: 0.18.20`, or uv.lock's two lines. */
const pins =
  /^(?!\s*#).*?(?:\btruss(?:\[[\w,-]*\])?\s*(==|<=|<|~=)\s*([\d.]*\d)|\btruss_version["']?\s*[:=]\s*["']?([\d.]*\d)|\bname = "truss"\nversion = "([\d.]*\d))/gm;

/**
 * The first pin in a text that lets no version from `since` on in; null where none stands, or each leaves room.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function tooOld(text: string, since: string): string | null {
  for (const [, sign, required, stated, locked] of text.matchAll(pins)) {
    const version = required ?? stated ?? locked ?? "";
    const exact = required === undefined ? "==" : (sign ?? "==");
    // `<0.18.27` lets everything before it in, and `~=0.17.1` all of 0.17.
    const limit = exact === "~=" ? nextSeries(version) : version;
    const excludes = exact === "<" || exact === "~=" ? !precedes(since, limit) : precedes(limit, since);
    if (excludes) return required === undefined ? `truss ${version}` : `truss${exact}${version}`;
  }
  return null;
}

/** The first version that `~=` shuts out: 0.18 for 0.17.1, 1 for 0.17. */
function nextSeries(version: string): string {
  const kept = numbers(version).slice(0, -1);
  return kept.map((part, place) => (place === kept.length - 1 ? part + 1 : part)).join(".");
}

/** Where a project may say which Truss it uses. https://docs.baseten.co/development/model/dependencies */
const files = ["requirements.txt", "pyproject.toml", "uv.lock"];

/**
 * The pin, in config.yaml or beside it, with which Truss can't read what is new in `since`; null when there is none.
 * A file that can't be read says nothing.
 */
export async function oldTruss(
  config: { readonly path: string; readonly text: string },
  since: string,
  world: Pick<World, "files">,
): Promise<string | null> {
  const here = tooOld(config.text, since);
  if (here !== null) return here;
  const named = /^requirements_file:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/m.exec(config.text)?.[1];
  for (const name of new Set([...(named === undefined ? [] : [named]), ...files])) {
    const path = resolve(dirname(config.path), name);
    const bytes = await world.files.read(path).catch(() => null);
    const pin = bytes === null ? null : tooOld(textOf(bytes) ?? "", since);
    if (pin !== null) return `${pin} in ${name}`;
  }
  return null;
}
