// Types only: what `check` finds, and the file it looks at.
import type { Document, LineCounter, YAMLMap } from "yaml";
import type { Edit } from "../../config/edit.ts";
import type { Registry, Target } from "../../registries/types.ts";
import type { FindingCode } from "./table.ts";

export type Level = "error" | "warning" | "info";

/** Names and places that a sentence mentions; never a secret's value. */
export type FindingArgs = Readonly<Record<string, string>>;

/** One thing to know about a config.yaml, as data. The sentences are in table.ts. */
export interface Finding {
  readonly code: FindingCode;
  /** Keys from the root; empty for the file as a whole. What looks like a key's value is redacted. */
  readonly path: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly args: FindingArgs;
  /** The edits that mend it, of the text that was inspected; null when no edit of the file alone does. */
  readonly edit: (() => readonly Edit[]) | null;
}

/** A config.yaml as it came: nothing is known of it yet. */
export interface ConfigText {
  /** As to be shown. */
  readonly shown: string;
  readonly bytes: Uint8Array;
}

/** A config.yaml that parses, read as leniently as Truss does: the last of two equal keys counts. */
export interface View {
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly root: YAMLMap;
  readonly baseImage: YAMLMap | null;
  readonly dockerAuth: YAMLMap | null;
  readonly secrets: YAMLMap | null;
  readonly image: ViewImage | null;
}

/** `base_image.image`, when it is a reference that Docker would accept. */
export interface ViewImage {
  readonly registry: Registry;
  readonly target: Target;
}
