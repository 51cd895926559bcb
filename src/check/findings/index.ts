// All findings of one config.yaml, in the order of the file. Pure.

import { findInImage } from "./base-image.ts";
import { findInDockerAuth } from "./docker-auth.ts";
import { findLeaks } from "./leaks.ts";
import { findInSecrets } from "./listed-secrets.ts";
import { findMisplaced } from "./placement.ts";
import type { ConfigText, Finding, View } from "./types.ts";
import { findWrongTypes } from "./value-types.ts";
import { readFile } from "./yaml-file.ts";

const rules: readonly ((view: View) => readonly Finding[])[] = [
  findWrongTypes,
  findMisplaced,
  findInDockerAuth,
  findInSecrets,
  findInImage,
  findLeaks,
];

/** What is found, and the file's view when it could be read. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly view: View | null;
}

/** Finds everything that the file alone tells. Never throws for what stands in it. */
export function findAll({ shown, bytes }: ConfigText): Found {
  const { found, view } = readFile(shown, bytes);
  const findings = [...found, ...(view === null ? [] : rules.flatMap((rule) => rule(view)))];
  return { findings: findings.toSorted((a, b) => a.line - b.line || a.column - b.column), view };
}
