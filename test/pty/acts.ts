// What does a person do again and again in the wizard?
import type { Terminal } from "./terminal.ts";

/** Takes a method, once it is asked for. */
export async function method(terminal: Terminal, label: string): Promise<void> {
  await choose(terminal, /How should Baseten sign in to [^?]+\?/, label);
}

/** Takes a choice, once it is asked for. */
export async function choose(terminal: Terminal, question: RegExp, label: string): Promise<void> {
  await terminal.shows(question);
  await terminal.pick(label);
}

/** The last question: what is to be done. */
export const plan = /^\? (?:Store|Replace|Print|Change) [^?]*\? \(Y\/n\)/m;

/** Says yes to the plan, once it is on the screen; gives that screen. */
export async function goAhead(terminal: Terminal): Promise<string> {
  const shown = await terminal.shows(plan);
  await terminal.press("Enter");
  return shown;
}

/** Types what a question asks for. */
export async function answer(terminal: Terminal, question: RegExp, text: string): Promise<void> {
  await terminal.shows(question);
  await terminal.type(text);
  await terminal.press("Enter");
}
