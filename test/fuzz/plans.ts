// Sets configs up, one method after another, and says what any edit got wrong.
import { type ConfigChange, editConfig, planEdits, readTruss } from "../../src/config/truss.ts";
import { CliError } from "../../src/values/errors.ts";
import { changeTo, mechanisms } from "../config/mechanisms.ts";
import { randomOf } from "./random.ts";
import { makeConfig } from "./styles.ts";

/** An edit, for a judge that reads YAML by other means. */
export interface Case {
  readonly seed: number;
  readonly before: string;
  readonly after: string;
  readonly image: string | null;
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  readonly ownKeys: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface Planned {
  readonly outcomes: readonly ("edited" | "unchanged" | "refused")[];
  readonly cases: readonly Case[];
  /** What was wrong; empty when nothing was. */
  readonly wrong: readonly string[];
}

const images = ["ghcr.io/o/i:1", "a/b", "a/b:2", "123456789012.dkr.ecr.us-east-1.amazonaws.com/x:1"] as const;

/** Plans as many changes as the seed says, each on what the one before left. */
export function planFrom(seed: number): Planned {
  const random = randomOf(seed);
  const config = makeConfig(random);
  return planChain(seed, config.text, config.untouched);
}

/** The same for a text from elsewhere. */
export function planChain(seed: number, start: string, untouched: readonly string[] = []): Planned {
  const random = randomOf(seed ^ 0x5eed);
  const depth = random.chance(30) ? 3 : 1;
  const outcomes: Planned["outcomes"][number][] = [];
  const cases: Case[] = [];
  const wrong: string[] = [];
  let before = start;
  for (let step = 0; step < depth; step += 1) {
    const old = changeTo(random.one(mechanisms));
    const change: ConfigChange = changeTo(random.one(mechanisms), {
      image: random.chance(30) ? random.one(images) : null,
      removeSecrets: random.chance(70) ? [...old.addSecrets, "my_id"] : [],
    });
    const after = edit(before, change);
    outcomes.push(after === null ? "refused" : after === before ? "unchanged" : "edited");
    if (after === null) continue;
    wrong.push(...faults(before, after, change, untouched));
    if (after !== before) cases.push(caseOf(seed, before, after, change));
    before = after;
  }
  return { outcomes, cases, wrong };
}

/** The text after; null when it was refused. Anything else that is thrown is a fault of its own. */
function edit(text: string, change: ConfigChange): string | null {
  try {
    return editConfig(text, change);
  } catch (error) {
    if (error instanceof CliError && error.code === "invalid-config") return null;
    throw new Error(`crashed on ${JSON.stringify(text)}`, { cause: error });
  }
}

function faults(
  before: string,
  after: string,
  change: ConfigChange,
  untouched: readonly string[],
): readonly string[] {
  const found: string[] = [];
  if (planEdits(after, change).length > 0 || edit(after, change) !== after)
    found.push("a second run changes it again");
  if (before.startsWith("\ufeff") !== after.startsWith("\ufeff")) found.push("the byte order mark");
  const endings = (text: string) => [/(?<!\r)\n/.test(text), text.includes("\r\n")].join();
  if (before.includes("\n") && after.includes("\n") && before !== after && endings(before) !== endings(after))
    found.push("line endings");
  // A literal that the file then ends in needs one.
  const literal = /[|>][-+\d]*(?: #.*)?\r?\n/.test(after);
  const bare = (text: string) => text.replace("\ufeff", "") !== "" && !text.endsWith("\n");
  if (bare(before) !== bare(after) && !(bare(before) && (literal || after === "" || after === "\ufeff")))
    found.push("the final line ending");
  let at = 0;
  for (const part of untouched) {
    const place = after.indexOf(part, at);
    if (place < 0) found.push(`${JSON.stringify(part)} is not what it was`);
    else at = place + part.length;
  }
  const read = readTruss(after).secrets;
  if (!change.addSecrets.every((name) => read.includes(name))) found.push("a secret isn't listed");
  return found;
}

function caseOf(seed: number, before: string, after: string, change: ConfigChange): Case {
  const { image, dockerAuth, ownKeys, addSecrets: add, removeSecrets } = change;
  const remove = removeSecrets.filter((name) => !add.includes(name));
  return { seed, before, after, image, dockerAuth, ownKeys: [...ownKeys], add, remove };
}
