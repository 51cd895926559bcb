// How is a secret typed or pasted without being shown? Only its size is.
import {
  createPrompt,
  isEnterKey,
  makeTheme,
  type Theme,
  useEffect,
  useKeypress,
  usePrefix,
  useRef,
  useState,
} from "@inquirer/core";

export interface HiddenConfig {
  readonly message: string;
  /** One line, ended by Enter; or several, ended by `complete` or an empty line. */
  readonly lines: "one" | "several";
  readonly complete?: (text: string) => boolean;
  /** True, or a sentence why the text can't be right; then it is to be given again. */
  readonly validate?: (text: string) => true | string;
}

const cursorHide = "\u001B[?25l";

interface Typed {
  finished: string[];
  line: string;
  lastKey: string;
  redraw: NodeJS.Immediate | undefined;
}

/** Asks for text of which nothing but the number of lines and characters is shown. */
export const hidden = createPrompt<string, HiddenConfig>((config, done) => {
  const theme: Theme = makeTheme({});
  const [status, setStatus] = useState<"idle" | "done">("idle");
  const [size, setSize] = useState("");
  const [error, setError] = useState("");
  const typed = useRef<Typed>({ finished: [], line: "", lastKey: "", redraw: undefined });
  const prefix = usePrefix({ status, theme });

  const end = (text: string): void => {
    const valid = config.validate?.(text) ?? true;
    if (valid === true) {
      setStatus("done");
      done(text);
    } else {
      typed.current.finished = [];
      setSize("");
      setError(valid);
    }
  };

  useEffect(() => () => clearImmediate(typed.current.redraw), []);
  useKeypress((key, readline) => {
    if (status === "done") return;
    const now = typed.current;
    clearImmediate(now.redraw);
    // A paste with CRLF gives two keys for one line end.
    const secondHalf = key.name === "enter" && now.lastKey === "return";
    now.lastKey = key.name;
    if (secondHalf) return;
    if (!isEnterKey(key)) {
      now.line = readline.line;
      // A paste arrives as thousands of keys at once; drawing after each would take a second.
      now.redraw = setImmediate(() => {
        setSize(sizeOf([...now.finished, now.line]));
        setError("");
      });
      return;
    }
    // Only the end of a line ends the prompt: text may not run over into the next one.
    const line = now.line;
    now.line = "";
    if (line !== "" || config.lines === "one") now.finished.push(line);
    const text = now.finished.join("\n");
    setSize(sizeOf(now.finished));
    if (line === "" || config.lines === "one" || config.complete?.(text)) end(text);
  });

  const message = theme.style.message(config.message, status);
  if (status === "done") return `${prefix} ${message} ${theme.style.answer(size)}`;
  const shown = size === "" ? "(hidden)" : `(hidden) ${size}`;
  return [`${prefix} ${message} ${theme.style.help(shown)}${cursorHide}`, error && theme.style.error(error)];
});

/** `24 characters`, or `12 lines, 2,310 characters`; empty for no text. */
export function sizeOf(lines: readonly string[]): string {
  const written = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  const length = written.join("\n").length;
  if (length === 0) return "";
  const characters = `${length.toLocaleString("en-US")} ${length === 1 ? "character" : "characters"}`;
  return written.length > 1 ? `${written.length} lines, ${characters}` : characters;
}
