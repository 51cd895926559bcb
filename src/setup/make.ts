// Makes what the cloud lacks, once it is confirmed, and proves what came of it: before anything is stored or written.
import { prove } from "../credential/prove.ts";
import type { Given } from "../flow.ts";
import { carryOut, type GrantItem } from "../grant/carry-out.ts";
import { labelOf } from "../grant/plan-lines.ts";
import { newKeyLabel, patiently } from "../grant/propagation.ts";
import { CliError } from "../values/errors.ts";
import type { Credential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { type Known, settled } from "./known.ts";
import { afterMaking, type Made } from "./made.ts";
import { obtain } from "./obtain.ts";

/**
 * Makes it.
 * @throws CliError that names what was made; `pull-denied` where a new key can't pull, and nothing is stored then
 */
export async function make(known: Known, world: World): Promise<Made> {
  const { items, credential, open } = await carryOut(settled(known.grant), world);
  if (credential !== null)
    return { known: await afterMaking(items, withCredential(known, items, credential, world)), items };
  const { verdict, ...verified } = settled(known.verified);
  const reason = open.length === 0 ? null : open.join(" ");
  const status = reason === null ? "granted" : "unverifiable";
  return { known: { ...known, verified: { ...verified, verdict: { ...verdict, status, reason } } }, items };
}

const clouds = { aws: "AWS", google: "Google", azure: "Azure" } as const;

/** A new key works after a while; until then AWS doesn't know it, or what it may do. */
async function withCredential(
  known: Known,
  items: readonly GrantItem[],
  credential: Credential,
  world: World,
): Promise<Known> {
  const owner = items.find(({ kind }) => kind === "user" || kind === "service-account" || kind === "token");
  const from = owner === undefined ? "what was made" : `${labelOf(owner.kind)} ${owner.name}`;
  const given: Given = { credential, from, origin: "made" };
  const answers = { ...settled(known.answers), given };
  const attempt = async () => {
    const obtained = await obtain(answers, null, known.options.verify, world);
    return { obtained, verified: await prove(answers, obtained, world) };
  };
  const tried = known.options.verify
    ? await patiently(
        attempt,
        (outcome) => "result" in outcome && outcome.result.verified.verdict.status === "denied",
        newKeyLabel(clouds[settled(known.grant).grant.cloud]),
        world,
      )
    : { obtained: await obtain(answers, null, false, world), verified: settled(known.verified) };
  const { verdict } = tried.verified;
  if (verdict.status === "denied")
    throw new CliError("pull-denied", verdict.reason ?? "The new key can't pull the image.", {
      hint: `Made and kept: ${from}. Nothing was stored or written; run it again to go on from there.`,
    });
  return { ...known, answers, ...tried };
}
