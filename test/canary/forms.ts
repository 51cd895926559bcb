// In which forms might a secret stand in a text?

/** The Base64 of a text that begins at a byte of its group of three, without what its neighbours change. */
function base64At(offset: 0 | 1 | 2, value: Buffer): string {
  const text = Buffer.concat([Buffer.alloc(offset), value]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + value.length) * 8) / 6));
}

const urlSafe = (text: string): string => text.replaceAll("+", "-").replaceAll("/", "_");

/** A secret plain, escaped for JSON and for a URL, in hex, and in Base64 wherever in a longer text it begins. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = ([0, 1, 2] as const).map((offset) => base64At(offset, bytes));
  const hex = bytes.toString("hex");
  // As Node shows a buffer, of which it shows the beginning only.
  const shown = hex.slice(0, 24).replace(/..(?=.)/g, "$& ");
  return [
    ...new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value),
      ...[hex, hex.toUpperCase(), shown],
      ...base64,
      ...base64.map(urlSafe),
    ]),
  ];
}

/** The names of those secrets that a text holds in any form, and how often was looked. */
export function searched(text: string, canaries: Readonly<Record<string, string>>) {
  const all = Object.entries(canaries).map(([name, value]) => ({ name, forms: formsOf(value) }));
  return {
    found: all.flatMap(({ name, forms }) => (forms.some((form) => text.includes(form)) ? [name] : [])),
    searches: all.reduce((sum, { forms }) => sum + forms.length, 0),
  };
}
