// Who answers the prompts in a test? A script, on the real prompts, drawn to a terminal that isn't there.
import { setTimeout as after, setImmediate as turn } from "node:timers/promises";
import { render } from "@inquirer/testing";
import { Back } from "../../src/values/errors.ts";
import { type Ask, type Prompt, prompterOver } from "../../src/world/prompts.ts";
import type { Prompter } from "../../src/world/types.ts";
import { pointTo } from "./pointer.ts";

/** What one question, or one more try at it, is answered with. */
export interface Step {
  /** What must be on the screen before anything is typed. */
  readonly expect: RegExp | string;
  /** Typed first. */
  readonly type?: string;
  /** Pointed at then: the choice with this label, its whole name, wherever it stands in the list. */
  readonly pick?: string;
  /** Pressed then, such as "tab", "enter", "ctrl+c"; just Enter unless said. */
  readonly keys?: readonly string[];
}

export interface ScriptedPrompter extends Prompter {
  /** Every screen that was to be seen, in order; a question's last one is its answered line. */
  readonly screens: readonly string[];
  /** Fails when answers are left over. */
  done(): void;
}

type Rendered = Awaited<ReturnType<typeof render>>;

/** Plays the steps on the real prompts. Strict: an unexpected or unanswered prompt fails. */
export function scriptedPrompter(script: readonly Step[], { columns = 80 } = {}): ScriptedPrompter {
  const steps = [...script];
  const screens: string[] = [];

  const run: Ask = async <Value, Config>(
    prompt: Prompt<Value, Config>,
    config: Config,
    takenBack?: AbortSignal,
  ) => {
    const stop = new AbortController();
    takenBack?.addEventListener("abort", () => stop.abort());
    const shown = await render(prompt, config, { signal: stop.signal });
    let answered = false;
    const settle = (): void => {
      answered = true;
    };
    shown.answer.then(settle, settle);
    const look = async (): Promise<void> => {
      // Keys are worked off in microtasks; two turns of the loop are more than enough.
      await turn();
      await turn();
      const screen = shown.getScreen();
      if (screen !== screens.at(-1)) screens.push(screen);
    };
    await look();
    try {
      for (;;) {
        // An answer may be checked for a while; then it is taken, or the next step corrects it.
        const isReady = () => answered || fits(steps[0], shown.getScreen());
        for (let tries = 0; tries < 100 && !isReady(); tries += 1) await after(10);
        await look();
        if (answered) break;
        await play(steps.shift(), shown, look);
      }
    } catch (error) {
      stop.abort();
      throw error;
    }
    return shown.answer;
  };

  return {
    ...prompterOver(run, () => columns),
    screens,
    done: () => {
      if (steps.length > 0)
        throw new Error(`Never asked: ${steps.map(({ expect }) => String(expect)).join(", ")}`);
    },
  };
}

/** Whether a prompt is the one that a step is for, however its lines are wrapped. */
function fits(step: Step | undefined, screen: string): boolean {
  if (step === undefined) return false;
  if (typeof step.expect !== "string") return step.expect.test(screen);
  return screen.includes(step.expect) || screen.replace(/\s+/g, " ").includes(step.expect);
}

async function play(step: Step | undefined, shown: Rendered, look: () => Promise<void>): Promise<void> {
  const screen = shown.getScreen();
  if (!step) throw new Error(`Nobody answers this prompt:\n${screen}`);
  if (!fits(step, screen)) throw new Error(`Expected ${step.expect} in this prompt:\n${screen}`);
  if (step.type !== undefined) {
    // Not events.type: that sends each key twice.
    shown.input.write(step.type);
    await look();
  }
  const press = async (key: string): Promise<void> => {
    const ctrl = key.startsWith("ctrl+");
    shown.events.keypress(ctrl ? { name: key.slice(5), ctrl: true } : key);
    await look();
  };
  if (step.pick !== undefined) await pointTo(step.pick, { screen: () => shown.getScreen(), press });
  for (const key of step.keys ?? ["enter"]) {
    // As the prompter on a terminal does.
    if (key === "escape") throw new Back();
    await press(key);
  }
}
