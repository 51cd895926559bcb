// Types only: what `check` finds, and the file it looks at.
import type { Document, LineCounter, YAMLMap } from "yaml";
import type { Edit } from "../../config/edit.ts";
import type { Registry, Target } from "../../registries/types.ts";

export type Level = "error" | "warning" | "info";

/** What is known of a code, beside the code that finds it. `{name}` in a sentence stands for an argument. */
export interface Entry {
  readonly level: Level;
  /** What an error breaks: Truss's reading of the file, its push, or the pull of the image. */
  readonly breaks?: "load" | "push" | "pull";
  readonly title: string;
  readonly message: string;
  readonly why: string;
  /** What to do, exactly. `{setup}`, `{refresh}` and `{switch}` are this tool's own commands. */
  readonly fix: string;
  /** The shortest config.yaml that shows it; null when none does. */
  readonly example: string | null;
}

/** A detector's entries by code. Each code is stable, for scripts. */
export type Entries = Readonly<Record<string, Entry>>;

/** Names and places that a sentence mentions; never a secret's value. */
export type FindingArgs = Readonly<Record<string, string>>;

/** One thing to know about a config.yaml, as data. */
export interface Finding {
  readonly code: string;
  readonly entry: Entry;
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
export interface ParsedView {
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly root: YAMLMap;
  readonly baseImage: YAMLMap | null;
  readonly dockerAuth: YAMLMap | null;
  readonly secrets: YAMLMap | null;
}

/** The same, with the registry that its image is on. */
export interface View extends ParsedView {
  readonly image: ViewImage | null;
}

/** `base_image.image`, when it is a reference that Docker would accept. */
export interface ViewImage {
  readonly registry: Registry;
  readonly target: Target;
}
