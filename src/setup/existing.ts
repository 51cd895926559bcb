// Secrets that are in Baseten already, and that others may use: kept, stored under another name, or replaced.
import type { Answers, Destination } from "../flow.ts";
import { render } from "../mechanisms/render.ts";
import type { Field, Values } from "../mechanisms/types.ts";
import type { InteractiveWorld } from "../world/types.ts";

/** The answers with the names settled, and whether what is stored stays. */
export interface Settled {
  readonly answers: Answers;
  readonly keeps: boolean;
}

/**
 * Asks, where a name is taken that other projects may use too. A registry's own secret has one name only, and its
 * value is renewed as a matter of course, so it isn't asked about.
 * @param mayKeep whether nothing has to be stored: a key that is made must be
 */
export async function askExisting(
  answers: Answers,
  destination: Destination,
  { mayKeep }: { readonly mayKeep: boolean },
  world: InteractiveWorld,
): Promise<Settled> {
  const { mechanism, target, values } = answers;
  const named = mechanism.fields.some((field: Field) => field.secret) && mechanism.credential !== "basic";
  if (!named || !("existing" in destination)) return { answers, keeps: false };
  const { secrets } = render(mechanism, target, values);
  const there = destination.existing.filter(({ name }) => secrets.includes(name));
  const [first] = there;
  if (first === undefined) return { answers, keeps: false };
  const where = destination.team === null ? "in Baseten" : `in team ${destination.team.name}`;
  const since = first.createdAt === null ? "" : ` since ${first.createdAt.slice(0, 10)}`;
  const names = there.map(({ name }) => name).join(" and ");
  world.terminal.show(`! ${names} ${there.length === 1 ? "is" : "are"} ${where}${since}.`);
  world.terminal.show("  Every deployment that lists a secret uses it; a new value takes effect at once.");
  const renamed = otherNames(answers);
  const choice = await world.prompter.select<"keep" | "rename" | "replace">({
    message: there.length === 1 ? "What is to become of it?" : "What is to become of them?",
    choices: [
      ...(mayKeep && there.length === secrets.length
        ? [{ value: "keep" as const, name: "Keep what is stored", description: "nothing is sent" }]
        : []),
      {
        value: "rename",
        name: "Store under another name",
        description: Object.values(renamed).join(", "),
      },
      { value: "replace", name: "Replace", description: "for every deployment that uses it" },
    ],
  });
  if (choice === "rename")
    return { answers: { ...answers, values: { ...values, ...renamed } }, keeps: false };
  return { answers, keeps: choice === "keep" };
}

/** The names with the image's own behind them: `aws_access_key_id_whisper`. */
function otherNames({ mechanism, target, values }: Answers): Values {
  const model = (target.image.repository.split("/").at(-1) ?? "model").replace(/[^a-z0-9]+/g, "_");
  const renamed = mechanism.fields.flatMap((field: Field) => {
    const name = values[field.value] ?? field.byDefault ?? field.suggest?.(target);
    return field.secret && name !== undefined ? [[field.value, `${name}_${model}`]] : [];
  });
  return Object.fromEntries(renamed);
}
