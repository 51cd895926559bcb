// Reads one project's config without a word about editing it.

import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { readTruss, type TrussConfig } from "./truss.ts";

/**
 * Reads a config; the text is not kept.
 * @throws CliError `config-not-found` when it is gone, `invalid-config` when it can't be read.
 */
export async function readConfig(
  { path, shown }: { readonly path: string; readonly shown: string },
  world: Pick<World, "files">,
): Promise<TrussConfig> {
  const bytes = await readBytes(path, shown, world);
  if (bytes === null) throw new CliError("config-not-found", `${shown} is no longer there.`);
  try {
    return readTruss(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError("invalid-config", `${shown} is not UTF-8 text.`, { hint: "Save it as UTF-8." });
  }
}

async function readBytes(path: string, shown: string, { files }: Pick<World, "files">) {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new CliError("invalid-config", `${shown} can't be read (${code}).`, {
      hint: `Make it readable: chmod u+r ${shown}`,
    });
  }
}
