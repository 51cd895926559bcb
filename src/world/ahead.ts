// How can a question be on the screen before the program that asks it is loaded? It is painted ahead. The program goes its
// own way; where it shows the same lines and asks the same question it gets the answer to what stands there already. As
// soon as it does anything else on the terminal, what was painted is taken back first.
import { isDeepStrictEqual } from "node:util";
import type { Ahead, InteractiveWorld, Prompter, World } from "./types.ts";

export interface PaintedAhead {
  /** For the program that comes to the same question. */
  readonly world: World;
  /** Resolves when the question is answered or gone. */
  readonly settled: Promise<void>;
  /** Takes back what nobody asked. Resolves when the screen is as it was. */
  end(): Promise<void>;
}

/** Paints the lines and the question. */
export function paintAhead(world: InteractiveWorld, { lines, question }: Ahead): PaintedAhead {
  const { terminal, prompter } = world;
  const shown: string[] = [];
  const late: (() => void)[] = [];
  let state: "ahead" | "leaving" | "over" = "ahead";
  for (const line of lines) terminal.show(line);
  const stop = new AbortController();
  const answer = prompter.select({ ...question, takenBack: stop.signal });
  // Whoever asks for it hears of a failure; until then nobody does.
  let rows: readonly string[] = lines;
  const settled = answer.then(
    () => {
      // An answered question stays as a line.
      rows = [...lines, question.message];
    },
    () => {},
  );
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => {
    if (state === "over") return left ?? Promise.resolve();
    state = "leaving";
    stop.abort();
    left ??= settled.then(() => {
      state = "over";
      terminal.takeBack(rows);
      for (const line of shown) terminal.show(line);
      for (const write of late.splice(0)) write();
    });
    return left;
  };
  /** A line can't wait, so it is kept until the screen is free. */
  const write = (act: () => void): void => {
    if (state === "over") act();
    else {
      late.push(act);
      void leave();
    }
  };
  const free =
    <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await leave();
      return act(...args);
    };
  const show = (line = ""): void => {
    if (state === "ahead" && lines[shown.length] === line) shown.push(line);
    else write(() => terminal.show(line));
  };
  const select: Prompter["select"] = async <T>(asked: Parameters<typeof prompter.select<T>>[0]) => {
    const same = state === "ahead" && shown.length === lines.length && isDeepStrictEqual(asked, question);
    if (!same) return free(() => prompter.select(asked))();
    state = "over";
    return (await answer) as T;
  };
  const { search, input, password, paste, confirm } = prompter;
  return {
    settled,
    end: () => (state === "ahead" ? leave() : (left ?? Promise.resolve())),
    world: {
      ...world,
      attend: free(world.attend),
      prompter: {
        select,
        search: free(search),
        input: free(input),
        password: free(password),
        paste: free(paste),
        confirm: free(confirm),
      },
      terminal: {
        ...terminal,
        show,
        say: (line, whole) => write(() => terminal.say(line, whole)),
        copy: (value) => write(() => terminal.copy(value)),
        result: free(terminal.result),
        deliver: free(terminal.deliver),
        progress: async (label, work) => {
          await leave();
          return terminal.progress(label, work);
        },
      },
    },
  };
}
