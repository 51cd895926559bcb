// Does a value under `secrets` only hold the place of one? Words and blanks do; what may be a key doesn't.
import { holdsKey } from "../../values/key-shapes.ts";

/** What programs write for nothing. */
const nothing =
  /^(?:null|none|nil|n\/?a|undefined|empty|removed|tbd|todo|fixme|redacted|unset|secret|token|password|placeholder|dummy|test|fake|example|string)$/i;

/** Filled in by something else: `${TOKEN}`, `$TOKEN`, `{{ token }}`, `<token>`, `[token]`, `%TOKEN%`. */
const slot = /^(?:\$\{[\w .-]*\}|\$[A-Z_]+|\{\{[\w .-]*\}\}|\{[\w .-]*\}|<[\w .-]*>|\[[\w .-]*\]|%\w+%)$/;

/** Words with which people say what belongs here. */
const about = new Set(
  (
    "your my the a an this here enter insert put add set paste fill replace replaced change changeme in on to with from " +
    "hf hugging face huggingface openai aws gcp google github docker ngc baseten truss workspace secrets secret token " +
    "access key api apikey id password passwd pass username user credential credentials value name read write example " +
    "sample dummy placeholder fake test todo tbd xxx not needed required optional removed redacted none null via ui"
  ).split(" "),
);

/**
 * Whether a text is no secret but holds the place of one. A single unknown word may be a password, so it doesn't.
 * @param name the name that the value stands under; `hf_access_token: hf_access_token` says nothing
 */
export function isPlaceholder(name: string, text: string): boolean {
  const value = text.trim();
  if (isFilled(value)) return true;
  if (holdsKey(value)) return false;
  if (!/[A-Za-z0-9]/.test(value) || nothing.test(value) || slot.test(value)) return true;
  if (value.toLowerCase() === name.toLowerCase()) return true;
  const words = value.split(/[^A-Za-z]+/).filter((word) => word !== "");
  if (/\d/.test(value) || words.some((word) => !/^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(word))) return false;
  const known = words.filter((word) => about.has(word.toLowerCase()));
  return words.length > 1 && known.length * 2 >= words.length;
}

/** Whether it ends in one character over and over, as `hf_xxxxxxxx` and `sk-0000000` do. */
export function isFilled(text: string): boolean {
  const tail = /[A-Za-z0-9]+$/.exec(text)?.[0] ?? "";
  return tail.length > 2 && new Set(tail.toLowerCase()).size === 1;
}
