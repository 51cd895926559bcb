// Who adds the secret by hand gets its page, its name, and its value on the clipboard or on the screen.
import { secretsPage } from "../baseten/pages.ts";
import type { Plan } from "../flow.ts";
import { copyCommands } from "../programs/clipboard.ts";
import { Back, CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import type { InteractiveWorld, World } from "../world/types.ts";

interface Handed {
  readonly name: string;
  readonly value: Secret;
}

/** What is done with a value: shown, or copied; null ends it. */
type Choice = { readonly secret: Handed; readonly how: "copy" | "show" } | null;

/** Hands the values over. All is done before, so Ctrl+C here ends it like "Done". */
export async function handOver(plan: Plan, secrets: readonly Handed[], world: World): Promise<void> {
  if (!plan.needsCredential || secrets.length === 0) return;
  const what = secrets.length === 1 ? "this secret" : "these secrets";
  world.terminal.show(`  Add ${what} in Baseten: ${secretsPage}`);
  for (const { name } of secrets) world.terminal.show(`  name   ${name}`);
  world.terminal.show();
  if (world.prompter === null) return;
  try {
    await offer(secrets, { ...world, prompter: world.prompter });
  } catch (error) {
    if (error instanceof Back || (error instanceof CliError && error.code === "interrupted")) return;
    throw error;
  }
}

async function offer(secrets: readonly Handed[], world: InteractiveWorld): Promise<void> {
  for (;;) {
    const of = (name: string): string => (secrets.length === 1 ? "" : ` of ${name}`);
    const choice = await world.prompter.select<Choice>({
      message: secrets.length === 1 ? "Its value?" : "Their values?",
      choices: [
        ...secrets.map((secret) => ({
          value: { secret, how: "copy" as const },
          name: `Copy the value${of(secret.name)}`,
          description: "to the clipboard",
        })),
        ...secrets.map((secret) => ({
          value: { secret, how: "show" as const },
          name: `Show the value${of(secret.name)}`,
          description: "on this screen",
        })),
        { value: null, name: "Done", description: "it can't be shown later" },
      ],
    });
    if (choice === null) return;
    const { name, value } = choice.secret;
    if (choice.how === "show") {
      world.terminal.show(`  ${name}`);
      await world.terminal.result(`${value.reveal()}\n`);
    } else world.terminal.show(`  ${await copy(value, world)}`);
  }
}

/** Copies by a program that is there, else through the terminal, which doesn't tell whether it did. */
async function copy(value: Secret, world: World): Promise<string> {
  for (const command of copyCommands(value, world))
    if ((await world.exec(command)).status === "ok") return "It is on the clipboard.";
  world.terminal.copy(value);
  return "Sent to the clipboard through the terminal. If it isn't there, show it instead.";
}
