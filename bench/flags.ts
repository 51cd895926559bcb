// What does a set-up by flags cost: a dry run that reads and edits config.yaml, and one that checks the pull?
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startRegistry } from "../test/support/registry.ts";
import { bin, time } from "./child.ts";
import { makeProject } from "./project.ts";
import { compareAll } from "./ratio.ts";

const user = "bench";
const password = "open-sesame";

/** A dry run of an OIDC role, against an empty Node. */
export async function benchDryRun(): Promise<boolean> {
  const project = await makeProject();
  const role = "arn:aws:iam::123456789012:role/baseten";
  const argv = [process.execPath, bin, "--method", "oidc", "--aws-role-arn", role, "--yes", "--dry-run"];
  try {
    return await compareAll({ name: "node -e 0", run: () => time([process.execPath, "-e", "0"], project) }, [
      { name: "setup by flags, OIDC, dry run", run: () => time(argv, project), aim: 3.4, aimCpu: 3.5 },
    ]);
  } finally {
    await project.remove();
  }
}

/** A whole set-up with the pull check, whose credential Docker has and that stores nothing. */
export async function benchPullProcess(): Promise<boolean> {
  const registry = await startRegistry({
    auth: "bearer",
    users: { [user]: password },
    images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64", "linux/arm64"] }],
  });
  const project = await makeProject({ image: `${registry.host}/team/whisper:3` });
  const docker = join(project.env.HOME ?? "", ".docker");
  const auth = Buffer.from(`${user}:${password}`).toString("base64");
  await mkdir(docker);
  await writeFile(join(docker, "config.json"), JSON.stringify({ auths: { [registry.host]: { auth } } }));
  const setup = [bin, "--from-docker", "--store", "none", "--yes"];
  try {
    // The first run, which isn't counted, changes config.yaml; the others find it right.
    return await compareAll({ name: "node -e 0", run: () => time([process.execPath, "-e", "0"], project) }, [
      {
        name: "setup with the pull check, whole process",
        run: () => time([process.execPath, ...setup], project),
        aim: 5,
        aimRss: 1.6,
      },
    ]);
  } finally {
    await Promise.all([project.remove(), registry.close()]);
  }
}
