// Every finding that `check` has, and all those of one config.yaml, in the order of the file. Pure.

import { findRegistry } from "../../registries/index.ts";
import { CliError } from "../../values/errors.ts";
import { parseImage } from "../../values/image.ts";
import { findInAuthMethod, methodFindings } from "./auth-method.ts";
import { findInImage, imageFindings } from "./base-image.ts";
import { authFindings, findInDockerAuth } from "./docker-auth.ts";
import { findLeaks, leakFindings } from "./leaks.ts";
import { letInFindings } from "./let-in.ts";
import { findInSecrets, secretFindings } from "./listed-secrets.ts";
import { onlineFindings } from "./outside.ts";
import { findMisplaced, placementFindings } from "./placement.ts";
import type { ConfigText, Entries, Entry, Finding, ParsedView, View, ViewImage } from "./types.ts";
import { findWrongTypes, typeFindings } from "./value-types.ts";
import { textAt } from "./view.ts";
import { fileFindings, readFile } from "./yaml-file.ts";

const rules: readonly ((view: View) => readonly Finding[])[] = [
  findWrongTypes,
  findMisplaced,
  findInDockerAuth,
  findInAuthMethod,
  findInSecrets,
  findInImage,
  findLeaks,
];

const table = {
  ...fileFindings,
  ...typeFindings,
  ...placementFindings,
  ...authFindings,
  ...methodFindings,
  ...secretFindings,
  ...leakFindings,
  ...imageFindings,
  ...onlineFindings,
  ...letInFindings,
} as const satisfies Entries;

/** The closed union of codes; each is stable, for scripts. */
export type FindingCode = keyof typeof table;

/** The codes with their entries, in the order of docs/findings.md. */
export const findingEntries = Object.entries(table) as readonly [FindingCode, Entry][];

/** What is found, and the file's view when it could be read. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly view: View | null;
}

/** Finds everything that the file alone tells. Never throws for what stands in it. */
export function findAll({ shown, bytes }: ConfigText): Found {
  const { found, view: parsed } = readFile(shown, bytes);
  const view = parsed === null ? null : { ...parsed, image: imageOf(parsed) };
  const findings = [...found, ...(view === null ? [] : rules.flatMap((rule) => rule(view)))];
  return { findings: findings.toSorted((a, b) => a.line - b.line || a.column - b.column), view };
}

/** The image, and the registry that it is on; null where it is none that Docker would accept. */
function imageOf(view: ParsedView): ViewImage | null {
  const text = textAt(view, view.baseImage, "image");
  try {
    return text === null ? null : findRegistry(parseImage(text));
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}
