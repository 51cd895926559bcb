// What does --help say? It is made of the table of flags, and fits 80 columns.
import { wrap } from "../text/wrap.ts";
import { type CommandName, type Flag, type FlagKey, flagOf, flags } from "./flags.ts";

/** The column where a flag's help begins; a longer flag has it on the next line. */
const column = 36;

const usages: Readonly<Record<CommandName, readonly string[]>> = {
  setup: ["[setup] [project]", "the wizard"],
  refresh: ["refresh [project…]", "renew short-lived tokens; never asks"],
  check: ["check [project…]", "say what would break, and why"],
};

const examples: Readonly<Record<CommandName, readonly (readonly [string, string?])[]>> = {
  setup: [
    ["create-registry-auth", "the wizard"],
    ["create-registry-auth --method token --yes", "no questions"],
    ["create-registry-auth --method iam --aws-profile prod --dry-run"],
    ["create-registry-auth --service-account-key key.json"],
    ["pass show hub | create-registry-auth --username me --password-stdin"],
  ],
  refresh: [
    ["create-registry-auth refresh -r .", "every project below"],
    ["create-registry-auth refresh --aws-profile 123456789012=prod"],
  ],
  check: [["create-registry-auth check -r . --strict", "as in CI"]],
};

const wrapped = (text: string): string => wrap(text, 80);

/** The text of `--help`: of one command with the flags that it takes, or of all. */
export function helpText(command?: CommandName): string {
  const commands = command === undefined ? (Object.keys(usages) as CommandName[]) : [command];
  const project = commands.includes("setup") && commands.length === 1 ? "project is" : "A project is";
  const lines = commands.map((name) => {
    const [line = "", what] = usages[name];
    return `  ${`create-registry-auth ${line}`.padEnd(41)} ${what}`;
  });
  const more = command === undefined ? ["", "<command> --help lists the flags that it takes."] : [];
  return `${[
    "Set a Truss project up to pull a private base image on Baseten.",
    "",
    "Usage:",
    ...lines,
    "",
    `${project} a folder that holds config.yaml, or the file itself (default: .)`,
    ...(commands.includes("setup")
      ? ["On a terminal it asks for what it can't find out. Every question has a flag."]
      : []),
    ...more,
    ...sections(commands),
    "",
    "Examples:",
    ...exampleLines(commands),
    "",
    "Exit codes: 0 ok, 1 failed, 2 usage, 3 sign-in, 4 not found, 5 invalid,",
    "            6 server, 130 interrupted",
  ].join("\n")}\n`;
}

function exampleLines(commands: readonly CommandName[]): readonly string[] {
  return commands
    .flatMap((name) => examples[name])
    .map(([line, what]) => (what === undefined ? `  ${line}` : `  ${line.padEnd(44)} ${what}`));
}

function sections(commands: readonly CommandName[]): readonly string[] {
  const shown = new Map<string, Map<string, string>>();
  for (const [key, flag] of flags) {
    if (!flag.on.some((name) => commands.includes(name))) continue;
    const lines = shown.get(flag.group) ?? new Map<string, string>();
    const before = lines.get(flagOf(key));
    // Two entries share a flag where commands read it differently.
    const also = `${flag.on.join(", ")}: ${flag.help}`;
    lines.set(flagOf(key), before === undefined ? entry(key, flag) : `${before}\n${indented(also)}`);
    shown.set(flag.group, lines);
  }
  return [...shown].flatMap(([title, lines]) => ["", `${title}:`, ...lines.values()]);
}

const indented = (text: string): string => wrapped(" ".repeat(column) + text);

function entry(key: FlagKey, { shorts, value, help, of }: Flag): string {
  const short = shorts === undefined ? "    " : `-${shorts[0]}, `;
  const label = `  ${short}${flagOf(key)}${value === undefined ? "" : ` ${value}`}`;
  const text = indented(of === undefined ? help : `${help} ${of.join(", ")}`);
  return label.length < column - 1 ? label + text.slice(label.length) : `${label}\n${text}`;
}
