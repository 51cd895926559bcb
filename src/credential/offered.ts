// A credential that a program of this machine may give: asked about, and taken unasked only where it can but pull.
import type { Given } from "../flow.ts";
import type { Method, Offer, Target } from "../registries/types.ts";
import { errorLines, paintOf } from "../text/paint.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { canAsk } from "./ask.ts";
import { runAttempts } from "./fetch.ts";

/**
 * What the program gives; null where there is no such program, or it isn't wanted.
 * @param unasked whether every default is to be taken, as with `--yes`
 * @throws CliError as the program fails, where nobody can type a token instead; `interrupted`
 */
export async function offered(
  { offer }: Method,
  target: Target,
  unasked: boolean,
  world: World,
): Promise<Given | null> {
  if (offer === undefined || !(canAsk(world) || (unasked && offer.pullsOnly))) return null;
  if ((await world.exec(offer.there)).status !== "ok") return null;
  if (canAsk(world)) {
    const take = { value: true, name: offer.name, description: offer.about };
    const type = { value: false, name: "Type a token", description: "input hidden" };
    const wanted = await world.prompter.select({
      message: "Which token may Baseten have?",
      choices: offer.pullsOnly ? [take, type] : [type, take],
    });
    if (!wanted) return null;
  }
  try {
    return await world.terminal.progress(`Asking ${offer.there.file}`, ask(offer, target, world));
  } catch (error) {
    if (!canAsk(world) || !(error instanceof CliError) || error.code === "interrupted") throw error;
    // It may still be typed.
    for (const line of errorLines(error, paintOf(world.terminal.colour))) world.terminal.show(line);
    return null;
  }
}

async function ask(offer: Offer, target: Target, world: World): Promise<Given> {
  const user = await userOf(offer, world);
  const credential = await runAttempts([offer.attempt(target, user)], world);
  const warnings = offer.warning === undefined ? [] : [offer.warning];
  return { credential, from: offer.there.file, origin: "program", warnings };
}

async function userOf({ user, there }: Offer, world: World): Promise<string> {
  if (user === undefined) return "";
  const result = await world.exec(user.command);
  const name = result.status === "ok" ? user.read(result.stdout) : null;
  if (name !== null) return name;
  throw new CliError("not-signed-in", `${there.file} doesn't say who is signed in.`, {
    hint: `Run: ${there.file} auth login`,
  });
}
