// Turns a config that can't be edited safely into what to paste, from what is known without asking. Pure.

import { blockToPaste } from "../config/truss.ts";
import type { SetupOptions, Situation } from "../flow.ts";
import { dockerAuthKeys } from "../mechanisms/index.ts";
import { likely, render } from "../mechanisms/render.ts";
import type { Field, Mechanism, Values } from "../mechanisms/types.ts";
import type { Registry, Target } from "../registries/types.ts";
import { dashed } from "../text/shell.ts";
import { CliError } from "../values/errors.ts";
import { impliedMethod } from "./method.ts";
import { locate } from "./target.ts";

/** A line that looks like the image's, in a text that no parser takes. */
const imageLine = /^[ \t]*image[ \t]*:[ \t]*["']?([^\s"'#]+)/m;

/**
 * The refusal of an unreadable config, with the block to paste. Values nobody gave stand there as `<flag>`.
 * Without an image the block can't be told, and the hint asks for `--image`.
 */
export function refuse(refusal: CliError, situation: Situation, options: SetupOptions): CliError {
  const text =
    options.image ?? imageLine.exec(situation.config.bytes === null ? "" : situation.config.text)?.[1];
  const found = text === undefined ? null : locateQuietly(text, options);
  if (found === null || text === undefined)
    return again(
      refusal,
      [refusal.hint, "Add --image and --method to see the block to paste."].filter(Boolean).join(". "),
    );
  const { registry, target } = found;
  const named = registry.methods.find((offered) => offered.id === options.method);
  const { mechanism } = named ?? impliedMethod(registry, options) ?? registry.methods[0];
  const rendered = render(mechanism, target, placeholders(mechanism, target, options));
  const paste = blockToPaste({
    image: target.image.text,
    dockerAuth: rendered.dockerAuth,
    ownKeys: dockerAuthKeys,
    addSecrets: rendered.secrets,
    removeSecrets: [],
  });
  return again(refusal, refusal.hint, paste);
}

const again = (error: CliError, hint: string | undefined, paste?: string): CliError =>
  new CliError(error.code, error.message, {
    ...(hint === undefined ? {} : { hint }),
    ...(paste === undefined ? {} : { paste }),
  });

function locateQuietly(text: string, options: SetupOptions): { registry: Registry; target: Target } | null {
  try {
    return locate(text, options.registry);
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function placeholders({ fields }: Mechanism, target: Target, options: SetupOptions): Values {
  const filled = fields.map((field: Field) => {
    const { value } = field;
    return [value, options[value] ?? likely(field, target) ?? `<${dashed(value).slice(2)}>`] as const;
  });
  return Object.fromEntries(filled);
}
