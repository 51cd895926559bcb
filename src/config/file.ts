// How is a config.yaml, or a file beside it, read and replaced, and what is said when it can't be?

import { quoted } from "../text/shell.ts";
import { CliError } from "../values/errors.ts";
import { FileTrouble } from "../values/file-trouble.ts";
import type { World } from "../world/types.ts";

type Files = Pick<World, "files">;

/** Where a file is, and as it is to be shown. */
export interface Place {
  /** Absolute. */
  readonly path: string;
  readonly shown: string;
}

/**
 * The bytes of a file; null when there is none.
 * @throws CliError `invalid-config` when it can't be read.
 */
export async function readBytes({ path, shown }: Place, { files }: Files): Promise<Uint8Array | null> {
  try {
    return await files.read(path);
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    throw new CliError("invalid-config", `${shown} can't be read: ${error.reason}.`, {
      hint: `See what it is: ls -ld ${quoted(shown)}`,
    });
  }
}

/**
 * The text of a config.
 * @throws CliError `config-not-found` when it is gone, `invalid-config` when it can't be read.
 */
export async function readText(place: Place, world: Files): Promise<string> {
  const bytes = await readBytes(place, world);
  if (bytes === null) throw new CliError("config-not-found", `${place.shown} is no longer there.`);
  const text = textOf(bytes);
  if (text === null) throw notUtf8(place.shown);
  return text;
}

/** The bytes as text; null when they are no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export const notUtf8 = (shown: string): CliError =>
  new CliError("invalid-config", `${shown} is not UTF-8 text.`, { hint: "Save it as UTF-8." });

/**
 * Replaces a file, unless it has changed since it was read.
 * @param before what was read; null when there was no file
 * @throws CliError `config-changed`, `config-unwritable`; the file is then as it was.
 */
export async function writeBytes(
  { path, shown }: Place,
  before: Uint8Array | null,
  after: Uint8Array,
  { files }: Files,
): Promise<void> {
  let outcome: "written" | "changed";
  try {
    outcome = await files.replace(path, before, after);
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    throw new CliError("config-unwritable", `${shown} can't be written: ${error.reason}.`, {
      hint: /permission|read-only/.test(error.reason)
        ? `Make it writable, and its folder, then run this again: chmod u+w ${quoted(shown)}`
        : `See what it is: ls -ld ${quoted(shown)}`,
    });
  }
  if (outcome === "changed")
    throw new CliError("config-changed", `${shown} changed while this ran, so it was left alone.`, {
      hint: "Run the same command again; it starts from the new text.",
    });
}
