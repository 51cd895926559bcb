// Reads JSON from elsewhere, a program's or a server's, without trusting its shape and without ever failing.
import type { Secret } from "../values/secret.ts";

/** The parsed output; undefined when it is no JSON. */
export function parseJson(text: Secret): unknown {
  try {
    return JSON.parse(text.reveal());
  } catch {
    return undefined;
  }
}

/** What is at a path of keys and indexes; undefined when the shape is another. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** The text at a path; null when there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : null;
}

/** The items at a path; empty when there is no list. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Output that is one value on one line, as CLIs print tokens and names; null when it isn't. */
export function oneLine(stdout: Secret): Secret | null {
  const line = stdout.map((text) => text.trim());
  return /^\S+$/.test(line.reveal()) ? line : null;
}

/** An object whose members are unknown; empty when the text or value is none. */
export type Members = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export const membersOf = (value: unknown): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};

/** The value as a list, or an empty one. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The members of the object in a JSON text; none when it is no JSON or no object. */
export function readJson(text: string): Members {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}
