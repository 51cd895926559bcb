// Does one more registry, mechanism, flag or finding take as many files as CONTRIBUTING says, and does the compiler
// name what was forgotten? Each is added to a scratch copy of the source.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundled } from "./support/bundled.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
let scratch = "";

beforeAll(() => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  scratch = mkdtempSync(join(root, ".cache/additions-"));
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A file in the source, and how its text changes; a new file's text is empty before. */
type Change = readonly [file: string, change: (text: string) => string];

const inserted =
  (before: string, text: string) =>
  (old: string): string => {
    if (!old.includes(before)) throw new Error(`There is no ${before} to insert at.`);
    return old.replace(before, `${text}${before}`);
  };
const made = (text: string) => (): string => text;

/** A fresh copy of the source with the changes made. */
function copyWith(name: string, changes: readonly Change[]): string {
  const copy = join(scratch, name);
  for (const part of ["src", "templates", "package.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  const { compilerOptions } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
  writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  for (const [file, change] of changes) {
    const path = join(copy, file);
    mkdirSync(dirname(path), { recursive: true });
    let text = "";
    try {
      text = readFileSync(path, "utf8");
    } catch {}
    writeFileSync(path, change(text));
  }
  return copy;
}

/** The files in which the compiler finds a mistake. */
async function mistakes(copy: string): Promise<readonly string[]> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "--noEmit", "--pretty", "false"], { cwd: copy }).catch(
    (error: { stdout: string }) => error,
  );
  return [...new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file = ""]) => file))];
}

/** What a program says that is bundled from the copy. */
async function says(copy: string, program: string): Promise<string> {
  const outfile = join(copy, "out.mjs");
  writeFileSync(outfile, await bundled(program, join(copy, "src")));
  return (await run(process.execPath, [outfile])).stdout;
}

/** The number of files that CONTRIBUTING says for it. */
function stated(what: string): number {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const [, count] = new RegExp(`^\\| ${what} \\| (\\d+) \\|`, "m").exec(text) ?? [];
  return Number(count);
}

test("a registry", async () => {
  const changes: Change[] = [
    [
      "src/registries/scratch.ts",
      () =>
        readFileSync(join(root, "src/registries/quay.ts"), "utf8")
          .replace("export const quay", "export const scratch")
          .replace('id: "quay"', 'id: "scratch"')
          .replace('host === "quay.io"', 'host === "scratch.example"'),
    ],
    [
      "src/registries/index.ts",
      (text) =>
        inserted(
          "  other,\n] as const",
          "  scratch,\n",
        )(inserted("import type { Registry, Target }", 'import { scratch } from "./scratch.ts";\n')(text)),
    ],
  ];
  const copy = copyWith("registry", changes);
  expect(await mistakes(copy)).toEqual([]);
  const help = await says(
    copy,
    'import { helpText } from "./command-line/help.ts"; console.log(helpText());',
  );
  expect(help).toMatch(/--registry <id>[\s\S]*?jfrog,\s+scratch,\s+other\n/);
  expect(changes.length).toBe(stated("a registry"));
});

const mechanism: readonly Change[] = [
  [
    "src/mechanisms/scratch.ts",
    made(`import template from "../../templates/scratch.yaml";
import { roleQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

export const scratch = {
  authMethod: "SCRATCH",
  since: null,
  strict: true,
  fields: [
    { key: "scratch_arn", value: "awsRoleArn", required: true, inTraining: "arn", question: roleQuestion("Why.", "https://x") },
  ],
  training: { authMethod: "SCRATCH", keyword: "scratch_docker_auth", type: "ScratchDockerAuth" },
  template,
  credential: null,
  secretValues: () => [],
} as const satisfies Mechanism;
`),
  ],
  [
    "templates/scratch.yaml",
    made(
      `base_image:\n  docker_auth:\n    auth_method: SCRATCH\n    scratch_arn: ${"$"}{awsRoleArn}\n    registry: ${"$"}{registry}\n`,
    ),
  ],
  ["src/mechanisms/types.ts", inserted('  "REGISTRY_SECRET",\n] as const', '  "SCRATCH",\n')],
  [
    "src/mechanisms/index.ts",
    (text) =>
      inserted(
        "  REGISTRY_SECRET: registrySecret,\n",
        "  SCRATCH: scratch,\n",
      )(inserted("import { hostSecret", 'import { scratch } from "./scratch.ts";\n')(text)),
  ],
  [
    "src/registries/ecr.ts",
    (text) =>
      inserted(
        "assumeRole],",
        "{ ...oidc, mechanism: scratch }, ",
      )(
        inserted(
          "import { authorizationToken",
          'import { scratch } from "../mechanisms/scratch.ts";\n',
        )(text),
      ),
  ],
];

test("a mechanism", async () => {
  const copy = copyWith("mechanism", mechanism);
  expect(await mistakes(copy)).toEqual([]);
  // All that derives from it knows it: which method a config uses, what is missing, what is foreign.
  const config =
    "base_image:\n  image: a/b:1\n  docker_auth:\n    auth_method: scratch\n    secret_name: x\n";
  const program = `import { findAll } from "./check/findings/index.ts";
const { findings } = findAll({ shown: "config.yaml", bytes: Buffer.from(${JSON.stringify(config)}) });
console.log(findings.map(({ code, args }) => code + " " + args.field).join(", "));`;
  expect(await says(copy, program)).toMatch(
    /docker-auth-missing-field scratch_arn.*docker-auth-forbidden-field secret_name/,
  );
  expect(mechanism.length).toBe(stated("a mechanism"));
});

test("a mechanism that no list names doesn't compile", async () => {
  const forgotten = mechanism.filter(([file]) => file !== "src/mechanisms/index.ts");
  expect(await mistakes(copyWith("forgotten", forgotten))).toContain("src/mechanisms/index.ts");
});

test("a mechanism's value that has no flag doesn't compile", async () => {
  const value: Change = [
    "src/mechanisms/types.ts",
    inserted("  readonly username?", "  readonly scratchId?: string;\n"),
  ];
  expect(await mistakes(copyWith("value", [value]))).toContain("src/command-line/flags.ts");
});

test("a flag", async () => {
  const flag: Change = [
    "src/command-line/flags.ts",
    inserted(
      "  image: {",
      '  scratchMode: { ...target, value: "<mode>", of: ["one", "two"], help: "a mode:" },\n',
    ),
  ];
  const use: Change = [
    "src/use.ts",
    made(
      'import type { SetupOptions } from "./command-line/flags.ts";\nexport const mode = (o: SetupOptions): "one" | "two" | undefined => o.scratchMode;\n',
    ),
  ];
  const copy = copyWith("flag", [flag, use]);
  expect(await mistakes(copy)).toEqual([]);
  const program = `import { readArgs } from "./command-line/args.ts";
import { helpText } from "./command-line/help.ts";
console.log(JSON.stringify(readArgs(["--scratch-mode", "two"], "1")), helpText("setup"));`;
  const said = await says(copy, program);
  expect(said).toContain('"scratchMode":"two"');
  expect(said).toMatch(/--scratch-mode <mode> +a mode: one, two/);
  expect([flag].length).toBe(stated("a flag"));
});

test("a finding", async () => {
  const changes: Change[] = [
    [
      "src/check/findings/leaks.ts",
      (text) =>
        inserted(
          "} as const satisfies Entries;",
          '  scratch: { level: "info", title: "t", message: "m", why: "w", fix: "f", example: null },\n',
        )(
          inserted(
            "  // A backslash may write any character",
            '  found.push(finding(view, "scratch", 0, []));\n',
          )(text),
        ),
    ],
  ];
  const copy = copyWith("finding", changes);
  expect(await mistakes(copy)).toEqual([]);
  const program = `import { findAll, findingEntries } from "./check/findings/index.ts";
const { findings } = findAll({ shown: "config.yaml", bytes: Buffer.from("a: 1\\n") });
console.log(findings.map(({ code }) => code), findingEntries.map(([code]) => code).includes("scratch"));`;
  expect(await says(copy, program)).toContain("[ 'scratch' ] true");
  expect(changes.length).toBe(stated("a finding"));
});
