// A failure is a question with the real ways out, made from its cause. Each goes on from the question that it changes.
import { errorLines, paintOf } from "../text/paint.ts";
import { shellLine } from "../text/shell.ts";
import { CliError, type SignInCommand } from "../values/errors.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { otherCredentials, otherImages } from "./another.ts";
import type { Known } from "./known.ts";
import { again, credentialOf, type Trouble, type Way } from "./trouble.ts";

/**
 * Says what failed, and asks what now. Comes back only when the person goes on in spite of it.
 * @throws Again to go on from an earlier question; the trouble's own error when the person stops
 */
export async function askWayOut(trouble: Trouble, known: Known, world: InteractiveWorld): Promise<void> {
  for (const line of errorLines(trouble.error, paintOf(world.terminal.colour))) world.terminal.show(line);
  const ways: readonly Way[] = [
    ...signIn(trouble.error.signIn, known, world),
    ...otherImages(trouble, known, world),
    ...(await otherCredentials(trouble, known, world)),
    ...tryAgain(trouble, known),
    ...otherMethod(trouble, known),
    ...(trouble.bearable ? [goOn(trouble)] : []),
    stop(trouble),
  ];
  const taken = await world.prompter.select<Way>({
    message: "What now?",
    choices: ways.map((way) => ({ value: way, name: way.name, description: way.description })),
  });
  await taken.take();
}

function signIn(how: SignInCommand | undefined, known: Known, world: InteractiveWorld): readonly Way[] {
  if (how === undefined) return [];
  const take = async (): Promise<void> => {
    await world.attend(how);
    throw again(credentialOf(known), known);
  };
  return [{ name: "Sign in now", description: `runs ${shellLine([how.file, ...how.args])}`, take }];
}

function tryAgain({ error, from, bearable, result }: Trouble, known: Known): readonly Way[] {
  // A refused password is no better the second time.
  if (bearable && (result === null || (result.kind === "denied" && result.cause === "credential"))) return [];
  const description = error.code === "cli-missing" ? "once it is installed" : "once it is mended";
  return [
    {
      name: "Try again",
      description,
      take: async () => {
        throw again(from, known);
      },
    },
  ];
}

function otherMethod({ result }: Trouble, known: Known): readonly Way[] {
  if (known.answers === undefined) return [];
  const { registry, method } = known.answers;
  const { method: _flag, ...options } = known.options;
  const others = registry.methods.filter((other) => other !== method);
  const about = result !== null && (result.kind !== "denied" || result.cause === "not-found");
  if (others.length === 0 || about || !known.methodIsOpen) return [];
  return [
    {
      name: "Another method",
      description: others.map(({ title }) => title).join(", "),
      take: async () => {
        throw again("method", known, ({ method: _chosen, ...before }) => ({ ...before, options }));
      },
    },
  ];
}

const goOn = ({ result }: Trouble): Way => ({
  name: "Go on anyway",
  description:
    result?.kind === "denied"
      ? "the next truss push will likely fail"
      : "truss push will show whether it works",
  take: async () => {},
});

const stop = ({ error }: Trouble): Way => ({
  name: "Stop",
  description: "nothing was changed",
  take: async () => {
    throw new CliError(error.code, "Stopped. Nothing was stored or written.");
  },
});
