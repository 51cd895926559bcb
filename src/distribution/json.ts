// What does an untrusted JSON text hold? Reads it without ever failing, one member at a time.

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
