// What does `check -r` of 1,000 projects cost beside a plain loop that reads and parses each with the yaml package?
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bin } from "./child.ts";
import { cpuOf } from "./cpu.ts";
import { compare } from "./ratio.ts";

const yaml = pathToFileURL(createRequire(import.meta.url).resolve("yaml")).href;

/** The floor: it finds, reads and parses, and says nothing. */
const loop = `import fs from "node:fs";
import path from "node:path";
import yaml from ${JSON.stringify(yaml)};
for (const name of fs.readdirSync(process.argv[2], { recursive: true }))
  if (path.basename(name) === "config.yaml")
    yaml.parseDocument(fs.readFileSync(path.join(process.argv[2], name), "utf8"));
`;

const config = (index: number): string => `model_name: model-${index} # bench
python_version: py311
base_image:
  image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/model-${index}:1
  docker_auth:
    auth_method: AWS_IAM
    registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
resources:
  accelerator: A10G
  use_gpu: true
  cpu: "4"
  memory: 16Gi
requirements:
  - torch==2.4.0
  - transformers==4.44.0
  - accelerate==0.33.0
  - "numpy<2"
system_packages:
  - ffmpeg
model_metadata:
  tags: [text, bench]
  example_model_input: { prompt: "Say hello" }
environment_variables:
  LOG_LEVEL: info
runtime:
  predict_concurrency: 8
secrets:
  hf_access_token: null
  aws_access_key_id: null
  aws_secret_access_key: null
`;

/** A folder with so many projects of 30 lines. */
export async function plantProjects(tree: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const project = join(tree, `group-${index % 10}`, `model-${index}`);
    await mkdir(project, { recursive: true });
    await writeFile(join(project, "config.yaml"), config(index));
  }
}

/** @returns whether the aim was met. */
export async function benchCheck(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  try {
    const tree = join(folder, "tree");
    await plantProjects(tree, 1000);
    const plain = join(folder, "loop.mjs");
    await writeFile(plain, loop);
    return await compare({
      name: "check -r, 1,000 projects of 30 lines, CPU",
      floor: { name: "a plain yaml loop", run: () => cpuOf([plain, tree], folder) },
      run: () => cpuOf([bin, "check", "-r", tree], folder),
      aim: 1.6,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
