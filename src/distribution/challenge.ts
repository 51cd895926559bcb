// Which ways to sign in does a WWW-Authenticate header offer? https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1

/** One way to sign in. `params` and `token68` exclude each other. */
export interface Challenge {
  /** Lower-cased: `bearer`, `basic`, … */
  readonly scheme: string;
  /** Names lower-cased, values unquoted. Of two with the same name the first counts. */
  readonly params: Readonly<Record<string, string>>;
  readonly token68?: string;
}

const token = /[!#$%&'*+.^_`|~\w-]+/y;
const separators = /[\s,]*/y;
const equals = /[ \t]*=[ \t]*/y;
const token68 = /[ \t]+([\w.~+/-]+=*)[ \t]*(?=,|$)/y;
// The closing quote may be missing; then the value runs to the end.
const quoted = /"((?:[^"\\]|\\.)*)"?/sy;

/** Reads at a position, and moves it behind what was read. */
class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  /** Moves to the next comma, past something that isn't in the grammar. */
  skip(): void {
    const comma = this.#text.indexOf(",", this.#at);
    this.#at = comma < 0 ? this.#text.length : comma + 1;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }
}

/**
 * Takes a WWW-Authenticate header apart: several challenges may share it, and commas separate both challenges and
 * their parameters. What isn't in the grammar is skipped up to the next comma.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const cursor = new Cursor(header);
  const found: { scheme: string; params: Map<string, string>; token68?: string }[] = [];
  for (cursor.take(separators); !cursor.done; cursor.take(separators)) {
    const name = cursor.take(token)?.[0].toLowerCase();
    if (name === undefined) {
      cursor.skip();
      continue;
    }
    // Only the equals sign tells a parameter of the last challenge from the scheme of the next one.
    if (cursor.take(equals) !== null) {
      const value = readValue(cursor);
      const params = found.at(-1)?.params;
      if (value === null) cursor.skip();
      else if (params?.has(name) === false) params.set(name, value);
      continue;
    }
    const opaque = cursor.take(token68)?.[1];
    found.push({ scheme: name, params: new Map(), ...(opaque === undefined ? {} : { token68: opaque }) });
  }
  return found.map((challenge) => ({ ...challenge, params: Object.fromEntries(challenge.params) }));
}

function readValue(cursor: Cursor): string | null {
  const text = cursor.take(quoted)?.[1];
  if (text !== undefined) return text.replace(/\\(.)/gs, "$1");
  return cursor.take(token)?.[0] ?? null;
}
