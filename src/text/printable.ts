// Makes text from elsewhere fit for a terminal: what would steer it, or turn words around, is shown as its code.

/** The colours that this tool uses itself. */
const ownColour = "\\u001b\\[(?:0|1|2|22|31|32|33|36|39)m";
/**
 * C0 and C1 but for tab and line end, DEL, and what changes the direction or the line of text.
 * https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters and https://trojansource.codes
 */
const steering =
  "\\r(?!\\n)|[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";

const pattern = new RegExp(`${ownColour}|${steering}`, "g");

/** The text with such characters as `\u001b`, which JSON reads as the same; this tool's own colours stay. */
export const printable = (text: string): string =>
  text.replace(pattern, (found) =>
    found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A question with all that it shows made printable; the values of its choices stay as they are. */
export function printableQuestion<Q extends object>(question: Q): Q {
  const parts = Object.entries(question).map(([key, part]) => [key, printablePart(key, part)]);
  return Object.fromEntries(parts) as Q;
}

function printablePart(key: string, part: unknown): unknown {
  if (key === "value" || key === "default") return part;
  if (typeof part === "string") return printable(part);
  if (Array.isArray(part)) return part.map((one) => (isObject(one) ? printableQuestion(one) : one));
  if (typeof part !== "function" || key !== "problem") return part;
  return (value: string) => {
    const problem: unknown = part(value);
    return problem instanceof Promise ? problem.then(printableText) : printableText(problem);
  };
}

const printableText = (text: unknown): unknown => (typeof text === "string" ? printable(text) : text);

const isObject = (part: unknown): part is object => typeof part === "object" && part !== null;
