// Which file does a pasted path mean? Terminals and file managers paste one for a shell: quoted, escaped, as a URL.

interface Machine {
  /** The home folder, for `~`. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The path that was meant: without blanks at its ends, quotes, backslashes before other characters (not on Windows,
 * where they part folders), `file://` and its percent signs; `~` is the home folder.
 * https://www.gnu.org/software/bash/manual/html_node/Quoting.html and https://www.rfc-editor.org/rfc/rfc8089
 */
export function pathMeant(pasted: string, { home, platform }: Machine): string {
  const text = pasted.trim();
  const path = /^file:\/\//i.test(text) ? ofUrl(text, platform) : unquoted(text, platform);
  return path.replace(/^~(?=$|[/\\])/, () => home);
}

function unquoted(text: string, platform: NodeJS.Platform): string {
  const windows = platform === "win32";
  const quote = /^(['"])([\s\S]*)\1$/.exec(text);
  if (quote?.[1] === "'") return (quote[2] ?? "").replaceAll("'\\''", "'");
  if (quote?.[1] === '"') return windows ? (quote[2] ?? "") : (quote[2] ?? "").replace(/\\(["\\$`])/g, "$1");
  return windows ? text : text.replace(/\\(.)/g, "$1");
}

function ofUrl(text: string, platform: NodeJS.Platform): string {
  const path = text.replace(/^file:\/\/(?:localhost(?=\/))?/i, "");
  const local = platform === "win32" ? path.replace(/^\/(?=[A-Za-z]:)/, "") : path;
  try {
    return decodeURIComponent(local);
  } catch {
    // A stray percent sign: it was no encoded URL.
    return local;
  }
}
