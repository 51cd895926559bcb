// How is text typed or pasted into a question? In sight, or hidden where it is a secret; then only its size is shown.
import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  isTabKey,
  makeTheme,
  type Theme,
  useEffect,
  useKeypress,
  usePrefix,
  useRef,
  useState,
} from "@inquirer/core";
import type { Wording } from "./wording.ts";

export interface LineConfig {
  readonly message: string;
  readonly theme?: Wording;
  /** Stands below the line until it is answered, wrapped and dimmed already. */
  readonly why?: string;
  /** What Enter alone gives. */
  readonly default?: string;
  /** Put the default into the line, to be edited. */
  readonly prefill?: boolean;
  /** The beginning of the text that may be shown; of the rest only the size is. All of it unless said. */
  readonly sight?: (text: string) => string;
  /** Whether the text goes on after Enter. An empty line ends it in any case. */
  readonly unfinished?: (text: string) => boolean;
  /** True, or a sentence why the text can't be right, wrapped already; it is then corrected or given again. */
  readonly validate?: (text: string) => Promise<true | string>;
}

const cursorHide = "\u001B[?25l";
const cursorShow = "\u001B[?25h";
/** A paste without its last line end waits for one; one that isn't whole may have been cut off. */
const wholeText = "· Enter to go on";
const partText = "· an empty line ends it";

type Readline = Parameters<Parameters<typeof useKeypress>[0]>[1];

interface Typed {
  finished: string[];
  line: string;
  lastKey: string;
  redraw: NodeJS.Immediate | undefined;
}

/** Asks for a text: one line, or several where it is `unfinished` after the first. */
export const line = createPrompt<string, LineConfig>((config, done) => {
  const theme: Theme = makeTheme(config.theme ?? {});
  const { sight = (text: string) => text, unfinished = () => false } = config;
  const [status, setStatus] = useState<"idle" | "loading" | "done">("idle");
  const [text, setText] = useState("");
  const [standard, setStandard] = useState(config.default ?? "");
  const [error, setError] = useState("");
  const typed = useRef<Typed>({ finished: [], line: "", lastKey: "", redraw: undefined });
  const prefix = usePrefix({ status, theme });
  const isHidden = (value: string): boolean => sight(value) !== value;

  const end = async (value: string, readline: Readline): Promise<void> => {
    setStatus("loading");
    const valid = (await config.validate?.(value)) ?? true;
    if (valid === true) {
      setText(value);
      setStatus("done");
      done(value);
      return;
    }
    const now = typed.current;
    now.finished = [];
    // What is in sight can be corrected; what isn't is given again.
    now.line = isHidden(value) || value === standard ? "" : value;
    // More of a paste may stand in the line already, and is no part of what is corrected.
    readline.clearLine(0);
    readline.write(now.line);
    setText(now.line);
    setError(valid);
    setStatus("idle");
  };

  useEffect((readline) => {
    if (config.prefill && standard !== "") {
      readline.write(standard);
      typed.current.line = standard;
      setText(standard);
      setStandard("");
    }
    return () => clearImmediate(typed.current.redraw);
  }, []);

  useKeypress((key, readline) => {
    if (status !== "idle") return;
    const now = typed.current;
    clearImmediate(now.redraw);
    // A paste with CRLF gives two keys for one line end.
    const secondHalf = key.name === "enter" && now.lastKey === "return";
    now.lastKey = key.name;
    if (secondHalf) return;
    const empty = now.line === "" && now.finished.length === 0;
    if (!isEnterKey(key)) {
      if (isBackspaceKey(key) && empty) setStandard("");
      if (isTabKey(key) && empty && standard !== "") {
        readline.clearLine(0);
        readline.write(standard);
        setStandard("");
      }
      now.line = readline.line;
      // A paste arrives as thousands of keys at once; drawing after each would take a second.
      now.redraw = setImmediate(() => {
        setText([...now.finished, now.line].join("\n"));
        setError("");
      });
      return;
    }
    // Only the end of a line ends the prompt: text may not run over into the next one.
    const last = now.line;
    now.line = "";
    if (last !== "") now.finished.push(last);
    const value = now.finished.join("\n");
    setText(value);
    if (last !== "" && unfinished(value)) return;
    void end(value === "" ? standard : value, readline);
  });

  const message = theme.style.message(config.message, status);
  const seen = sight(text);
  const size = sizeOf(text.slice(seen.length));
  if (status === "done")
    return `${prefix} ${message} ${theme.style.answer(seen && size ? `${seen} (${size} hidden)` : seen || size)}`;
  const hides = isHidden(text) || isHidden("x");
  const tip = size === "" || config.unfinished === undefined ? "" : unfinished(text) ? partText : wholeText;
  const parts = [
    ...[prefix, message, standard !== "" && text === "" ? theme.style.defaultAnswer(standard) : ""],
    ...[seen, hides ? theme.style.help(`(input hidden) ${size} ${tip}`.trim()) : ""],
  ];
  const below = [error === "" ? "" : theme.style.error(error), config.why ?? ""];
  const shown = (texts: readonly string[], glue: string): string =>
    texts.filter((part) => part !== "").join(glue);
  return [shown(parts, " ") + (hides ? cursorHide : cursorShow), shown(below, "\n")];
});

/** `24 characters`, or `12 lines, 2,310 characters`; empty for no text. */
function sizeOf(text: string): string {
  const written = text.replace(/\n$/, "");
  if (written === "") return "";
  const lines = written.split("\n").length;
  // toLocaleString would load 18 ms of formats for the commas.
  const count = String(written.length).replace(/\B(?=(?:\d{3})+$)/g, ",");
  const characters = `${count} ${written.length === 1 ? "character" : "characters"}`;
  return lines > 1 ? `${lines} lines, ${characters}` : characters;
}
