// What does the README promise for each scene? Its table is the data that the tests hold the bin to.
import { readFileSync } from "node:fs";
import type { Effort } from "./terminal.ts";

export interface Row {
  readonly scene: string;
  readonly keys: Effort;
}

const counted = (cell: string, what: string): number =>
  Number(new RegExp(`(\\d+) ${what}`).exec(cell)?.[1] ?? 0);

/** The rows of the table of scenes, by what stands in the first column. */
export function readScenes(): readonly Row[] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /\n## By hand, and here\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| (?!---|What you have)([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)];
  return rows.map(([, scene = "", cell = ""]) => ({
    scene,
    keys: {
      enters: counted(cell, "Enters?"),
      arrows: counted(cell, "arrows?"),
      typed: counted(cell, "typed"),
    },
  }));
}
