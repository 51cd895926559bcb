// Writes the image's digest in place of its tag: asked for by --pin, or offered where the tag may move.
import { unifiedDiff } from "../config/edit.ts";
import { writeBytes } from "../config/file.ts";
import { type ConfigChange, editConfig } from "../config/truss.ts";
import { canAsk } from "../credential/ask.ts";
import { provePull } from "../credential/prove.ts";
import type { SetupOptions } from "../flow.ts";
import { diffLines, paintOf } from "../text/paint.ts";
import { CliError, interrupted } from "../values/errors.ts";
import { isFloating, parseImage, untagged } from "../values/image.ts";
import type { World } from "../world/types.ts";
import { isPublic, type Known, type Step, settled } from "./known.ts";
import { isPythonOnly } from "./python.ts";

/** @throws CliError `usage` for `--pin` without the pull check, which is what tells the digest */
export function refuseBlindPin({ pin, verify, dryRun }: SetupOptions): void {
  if (!pin || (verify && !dryRun)) return;
  throw new CliError("usage", `--pin doesn't go with ${verify ? "--dry-run" : "--no-verify"}.`, {
    hint: "The registry tells the digest, when the pull is checked.",
  });
}

/** Settles whether the image is pinned. @throws CliError `pull-denied` for `--pin` where no digest is known */
export const pin: Step = async (known, world) => {
  if (known.over !== undefined || known.options.dryRun) return known;
  const { target } = settled(known.found);
  const digest = await digestOf(known, world);
  if (digest === null && known.options.pin)
    throw new CliError("pull-denied", `${target.image.text} can't be pinned: its digest isn't known.`, {
      hint: "It is told by a pull that is proved here. Leave --pin out, or name the digest with --image.",
    });
  if (digest === null || !(known.options.pin || (await wantsPin(known, world)))) return known;
  const image = parseImage(`${untagged(target.image)}@${digest}`);
  const found = { ...settled(known.found), target: { ...target, image } };
  return {
    ...known,
    found,
    ...(known.answers === undefined ? {} : { answers: { ...known.answers, target: found.target } }),
  };
};

/** A public image is asked for only by who pins it. */
async function digestOf(known: Known, world: World): Promise<string | null> {
  const { openly, verified, found, options } = known;
  const unasked = isPublic(known) && openly === undefined && options.pin;
  const result = unasked
    ? (await provePull(settled(found).target, null, world)).result
    : (verified?.result ?? openly);
  return result?.kind === "pulled" ? (result.digest ?? null) : null;
}

async function wantsPin({ found }: Known, world: World): Promise<boolean> {
  const { image } = settled(found).target;
  if (!canAsk(world) || !isFloating(image)) return false;
  return world.prompter.confirm({
    message: `Pin ${image.repository} to what :latest is now? Baseten serves :latest from a cached copy.`,
    default: false,
  });
}

/** Writes an image that anyone may pull: a digest, or what `--image` says. @returns the diff; empty for no change */
export async function writePublic({ situation, found }: Known, world: World): Promise<string> {
  const { config, truss } = situation;
  const image = settled(found).target.image.text;
  if (image === truss.image || isPythonOnly(situation)) return "";
  // All else stays as it is.
  const dockerAuth = truss.dockerAuth as ConfigChange["dockerAuth"];
  const change = { image, dockerAuth, ownKeys: new Set<string>(), addSecrets: [], removeSecrets: [] };
  const text = editConfig(config.text, change);
  const diff = unifiedDiff(config.shown, config.bytes === null ? "" : config.text, text);
  if (diff === "") return "";
  for (const line of diffLines(diff, paintOf(world.terminal.colour))) world.terminal.show(line);
  const message = `Change ${config.shown}?`;
  if (canAsk(world) && !(await world.prompter.confirm({ message, default: true }))) throw interrupted();
  await writeBytes(config, config.bytes, Buffer.from(text, "utf8"), world);
  world.terminal.say(`${paintOf(world.terminal.colour).green("✔")} ${config.shown} written`);
  return diff;
}
