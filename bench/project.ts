// What is set up while measuring? A throw-away Truss, in a home folder of its own.
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareEnv, type Setting } from "./child.ts";

export interface Project extends Setting {
  remove(): Promise<void>;
}

const sample = fileURLToPath(new URL("../examples/sample-truss", import.meta.url));

/** The sample, whose image is on ECR. @param programs shell scripts that stand in for CLIs, by name. */
export async function makeProject(programs: Readonly<Record<string, string>> = {}): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  const [cwd, path] = [join(home, "truss"), join(home, "bin")];
  await cp(sample, cwd, { recursive: true });
  await mkdir(path);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(path, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(path, name), 0o755);
  }
  const env = bareEnv(home);
  return {
    cwd,
    env: { ...env, PATH: `${path}:${env.PATH}` },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
