// What does an INI file say? A small reader for ~/.trussrc and ~/.aws, which Python's configparser writes and reads.

/** Section → key → value. Maps, so that a section named `__proto__` is only a name. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Where a line that is indented deeper belongs. */
interface Option {
  readonly key: string;
  readonly indent: number;
}

/**
 * Reads INI text the way configparser does, as far as these files need it: section names are kept whole, dots
 * included; keys are lower-cased; `=` or `:` ends a key; `#` and `;` comment only where a line begins. Headers and keys
 * may be indented; a line that is indented deeper than the key above it goes on with its value, as the nested settings
 * of ~/.aws/config do. A repeated section adds to the first, a repeated key replaces. Never throws: a line that is
 * neither is skipped.
 * https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let option: Option | null = null;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const words = line.trim();
    if (words === "" || /^[#;]/.test(words)) continue;
    const indent = line.search(/\S/);
    if (section !== null && option !== null && indent > option.indent) {
      section.set(option.key, `${section.get(option.key) ?? ""}\n${words}`);
      continue;
    }
    const name = /^\[(.+)\]/.exec(words)?.[1];
    if (name !== undefined) {
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      option = null;
      continue;
    }
    const pair = /^([^=:]+)[=:](.*)$/.exec(words);
    if (section === null || pair?.[1] === undefined) continue;
    option = { key: pair[1].trim().toLowerCase(), indent };
    section.set(option.key, (pair[2] ?? "").trim());
  }
  return sections;
}
