// Gets the credential and proves it, before anything is planned; a failure is put to the person.
import { canAsk } from "../credential/ask.ts";
import { prove, skipped, type Verified } from "../credential/prove.ts";
import type { Answers, Obtained } from "../flow.ts";
import { within } from "../values/concurrency.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { isOver, type Known, type Step, settled } from "./known.ts";
import { usesCredential } from "./method.ts";
import { nothingObtained, obtain } from "./obtain.ts";
import { credentialOf, isNobody, type Trouble } from "./trouble.ts";
import { askWayOut } from "./way-out.ts";

/** A refused pull stops here, before anything changes; a person is asked what now. */
export const proof: Step = async (known, world) => {
  if (isOver(known)) return known;
  const tried = await tryOnce(known, world);
  const trouble = "error" in tried ? unfetched(tried.error, known) : troubleOf(tried, known, canAsk(world));
  if (trouble === null) return { ...(await withCaller(known)), ...tried };
  if (!canAsk(world)) throw trouble.error;
  await askWayOut(trouble, known, world);
  return { ...known, ...tried };
};

/** Milliseconds that AWS may take longer to say who signed in than all the rest took. */
const patienceMs = 1000;

async function withCaller(known: Known): Promise<Known> {
  const account = known.caller ? await within(patienceMs, known.caller) : null;
  return account === null ? known : { ...known, answers: { ...settled(known.answers), account } };
}

type Proved = Required<Pick<Known, "obtained" | "verified">>;

/** The credential and its proof, or why there is no credential. */
async function tryOnce(known: Known, world: World): Promise<Proved | { readonly error: CliError }> {
  const { options, fetching = null, keeps = false, had } = known;
  const answers = settled(known.answers);
  if (had !== undefined) {
    const verified = options.verify
      ? await prove(answers, had, world)
      : { verdict: skipped, warnings: [], result: null };
    return { obtained: { ...had, secrets: [] }, verified };
  }
  const needed = usesCredential(answers.method, options) && !keeps && known.grant === undefined;
  const useful = settled(known.destination).where !== "none" || options.verify;
  try {
    const obtained =
      needed && useful ? await obtain(answers, fetching, options.verify, world) : nothingObtained;
    return { obtained, verified: await verify(answers, obtained, known, world) };
  } catch (error) {
    if (!(error instanceof CliError) || error.code === "interrupted") throw error;
    return { error };
  }
}

const unfetched = (error: CliError, known: Known): Trouble => ({
  error,
  result: null,
  from: credentialOf(known),
  bearable: false,
});

/** What a person must know of a proof before anything is stored: a refusal, and a host that isn't there. */
function troubleOf({ verified }: Proved, { found, unreached }: Known, asks: boolean): Trouble | null {
  const { verdict, result } = verified;
  const nobody = asks && !unreached && result !== null && isNobody(result);
  if (verdict.status !== "denied" && !nobody) return null;
  const reason = verdict.reason ?? `${settled(found).target.image.text} can't be pulled.`;
  const hint = asks ? {} : { hint: "Nothing was stored or written. --no-verify skips this check." };
  return { error: new CliError("pull-denied", reason, hint), result, from: "proof", bearable: true };
}

async function verify(answers: Answers, obtained: Obtained, known: Known, world: World): Promise<Verified> {
  const { options, keeps } = known;
  const unasked = { warnings: [], result: null };
  if (!options.verify || options.dryRun) return { verdict: skipped, ...unasked };
  // A key that is yet to be made is proved when it is made.
  if (answers.method.typed === null || known.grant !== undefined)
    return (await import("./granted.ts")).proveGranted(known, world);
  if (!keeps) return prove(answers, obtained, world);
  const reason = "What is stored is kept. Baseten gives no secret back, so it wasn't tried.";
  return { verdict: { ...skipped, status: "unverifiable", reason }, ...unasked };
}
