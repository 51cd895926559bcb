// Reads from a shell's <(…) in a process of its own, as a user would have it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundled } from "../support/bundled.ts";

const source = fileURLToPath(new URL("../../src/world/files.ts", import.meta.url));
const program = `import { createFiles } from ${JSON.stringify(source)};
createFiles({ silenceMs: 2000 }).receive(process.argv[1]).then(
  (bytes) => process.stdout.write(bytes),
  (error) => process.stdout.write(error.name + ": " + error.reason),
);`;
const receiver = await bundled(program, process.cwd());

/** What `receive` gives for `<(command)`. */
export function receivedBy(command: string): string {
  const line = `"$0" --input-type=module -e "$1" <(${command})`;
  const ended = spawnSync("bash", ["-c", line, process.execPath, receiver], { timeout: 10_000 });
  return ended.stdout.toString();
}
