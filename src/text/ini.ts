// What does an INI file say? A small reader for ~/.trussrc and ~/.aws, which Python's configparser writes and reads.

/** Section → key → value. Maps, so that a section named `__proto__` is only a name. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads INI text the way configparser does, as far as these files need it: section names are kept whole, dots
 * included; keys are lower-cased; `=` or `:` ends a key; `#` and `;` comment only where a line begins. Indented lines
 * (continuations, and the nested settings of ~/.aws/config) are ignored. A repeated section adds to the first, a
 * repeated key replaces. Never throws: a line that is neither is skipped.
 * https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    if (line === "" || /^[\s#;]/.test(line)) continue;
    const name = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (name !== undefined) {
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const pair = /^([^=:]+)[=:](.*)$/.exec(line);
    if (section === null || pair?.[1] === undefined) continue;
    section.set(pair[1].trim().toLowerCase(), (pair[2] ?? "").trim());
  }
  return sections;
}
