// Values that only the cloud knows stand in commands as `${NAME}`, until they are read.

/** What the variables are, by name. */
export type Known = Readonly<Record<string, string>>;

/** A text with its variables filled in; one that isn't known stays. */
export const filled = (text: string, known: Known): string =>
  text.replace(/\$\{([A-Z_]+)\}/g, (mark, name: string) => known[name] ?? mark);
