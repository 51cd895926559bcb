// Reads from a shell's <(…) in a process of its own, as a user would have it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const source = fileURLToPath(new URL("../../src/world/files.ts", import.meta.url));
const program = `import { createFiles } from ${JSON.stringify(source)};
createFiles({ silenceMs: 2000 }).receive(process.argv[1]).then(
  (bytes) => process.stdout.write(bytes),
  (error) => process.stdout.write(error.name + ": " + error.reason),
);`;
const { outputFiles } = buildSync({
  stdin: { contents: program, resolveDir: "." },
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const bundled = outputFiles[0]?.text ?? "";

/** What `receive` gives for `<(command)`. */
export function receivedBy(command: string): string {
  const line = `"$0" --input-type=module -e "$1" <(${command})`;
  const ended = spawnSync("bash", ["-c", line, process.execPath, bundled], { timeout: 10_000 });
  return ended.stdout.toString();
}
