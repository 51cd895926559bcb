// A grant as a shell script, for those who may make what the person may not. It holds no secret and may run twice.
import { dashed, quoted } from "../text/shell.ts";
import type { Command } from "../world/types.ts";
import { labelOf } from "./plan-lines.ts";
import type { Check, Grant, Resource } from "./types.ts";

const missing = (
  fragments: readonly string[],
): string => `# Whether reading it fails since it isn't there. Any other failure ends the script.
missing() {
  local said
  said=$("$@" 2>&1 >/dev/null) && return 1
  case $said in
    ${fragments.map((fragment) => `*${quoted(fragment)}*`).join(" | ")}) return 0 ;;
  esac
  printf '%s\\n' "$said" >&2
  exit 1
}`;

const stop = `stop() {
  printf '%s\\n' "$1" >&2
  exit 1
}`;

/** The script. */
export function shellScript(grant: Grant): string {
  const { place, notes, guard, variables, resources } = grant;
  const made = resources.filter(({ shell }) => shell.form === "make");
  const absent = [...new Set(made.flatMap((resource) => resource.absent))];
  const head = `#!/usr/bin/env bash
# Lets Baseten pull a base image. ${place}. It may run twice: what is there stays as it is.
${notes.map((note) => `# ${note}\n`).join("")}set -euo pipefail
export ${Object.entries(grant.env)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(" ")}`;
  const body = [
    ...(guard === undefined ? [] : [checked(guard)]),
    ...variables.map(({ name, command }) => `${name}=$(${shellCommand(command)})`),
    ...resources.map((resource) => `# ${heading(resource)}\n${shellOf(resource)}`),
    ending(grant),
  ].join("\n\n");
  const functions = [
    ...(made.length === 0 ? [] : [missing(absent)]),
    ...(/^ +stop /m.test(body) ? [stop] : []),
  ];
  return `${[head, ...functions, body].join("\n\n")}\n`;
}

const heading = ({ kind, name, note }: Resource): string => `${labelOf(kind)} ${name}: ${note}`;

function shellOf({ shell, read, make }: Resource): string {
  const making = silent(make);
  if (shell.form === "by-hand") return printed(shell.why);
  if (shell.form === "put") return making;
  const otherwise = shell.check === undefined ? "" : `\nelse\n${indented(checked(shell.check))}`;
  return `if missing ${shellCommand(read)}; then\n${indented(making)}${otherwise}\nfi`;
}

const silent = (command: Command): string => `${shellCommand(command)} >/dev/null`;

function checked({ command, prints, otherwise, mend }: Check): string {
  const condition = `[ "$(${shellCommand(command)})" = ${quotedPart(prints)} ]`;
  const right = mend === undefined ? `stop ${quotedPart(otherwise)}` : silent(mend);
  return `${condition} ||\n${indented(right)}`;
}

/** What to do with it, in the end. */
function ending({ method, values }: Grant): string {
  const flags = [
    `--method ${method}`,
    ...Object.entries(values).map(([key, value]) => `${dashed(key)} ${value}`),
  ];
  return printed(["Done. In the project:", `npx create-registry-auth ${flags.join(" ")}`]);
}

/** Says these lines when the script is run. */
const printed = (lines: readonly string[]): string =>
  ["printf '%s\\n'", ...lines.map(quotedPart)].join(" \\\n  ");

/** A command as the script runs it: on one line, or a flag a line where that is too long. */
function shellCommand({ file, args }: Command): string {
  const words = [file, ...args].map(quotedPart);
  const line = words.join(" ");
  if (line.length <= 100 && !line.includes("\n")) return line;
  return words.reduce((text, word) => `${text}${word.startsWith("--") ? " \\\n  " : " "}${word}`);
}

/** A word. JSON is laid out to be read; a variable stays one; one with quotes goes into the other kind where that is enough. */
function quotedPart(word: string): string {
  const [, flag = "", value] = /^(--[a-z-]+=)(.+)$/s.exec(word) ?? [];
  if (value !== undefined) return `${flag}${quotedPart(value)}`;
  if (/\$\{[A-Z_]+\}/.test(word)) return `"${word.replace(/["\\`]|\$(?!\{[A-Z_]+\})/g, "\\$&")}"`;
  const text = laidOut(word);
  return text.includes("'") && !/["$`\\!\n]/.test(text) ? `"${text}"` : quoted(text);
}

function laidOut(word: string): string {
  if (!word.startsWith("{")) return word;
  try {
    return JSON.stringify(JSON.parse(word), null, 2);
  } catch {
    return word;
  }
}

const indented = (text: string): string =>
  // Lines of JSON stand between quotes; to shift them would only add spaces to the policy, which AWS skips.
  text.replace(/^(?=.)/gm, "  ");
