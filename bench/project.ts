// What is set up while measuring? A throw-away Truss with a config.yaml of 100 lines, in a home folder of its own.
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bareEnv, type Setting } from "./child.ts";

export interface Project extends Setting {
  /** Writes config.yaml as it was before anything was set up. */
  renew(): Promise<void>;
  remove(): Promise<void>;
}

export interface ProjectOptions {
  /** Shell scripts that stand in for CLIs, by name. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly image?: string;
}

const ecrImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";

/** What a Truss of a certain age has: comments, lists, mappings within mappings, a text of several lines. */
function configOf(image: string): string {
  const lines = [
    "# Whisper, with our own build of ffmpeg",
    "model_name: whisper-large",
    "python_version: py311",
    "description: |",
    "  Transcribes recordings of up to four hours.",
    "  Ask the speech team before you change it.",
    "",
    "base_image:",
    `  image: ${image}`,
    "  python_executable_path: /usr/bin/python3",
    "resources:",
    "  accelerator: A10G",
    "  cpu: '4'",
    "  memory: 16Gi",
    "  use_gpu: true",
    "runtime:",
    "  predict_concurrency: 8",
    "secrets:",
    "  hf_access_token: null   # for the gated weights",
    "model_metadata:",
    "  example_model_input: {url: https://example.com/a.mp3, language: en}",
    "  tags:",
    "    - speech",
    "system_packages:",
    "  - libsndfile1",
    "  - sox",
    "environment_variables:",
    ...Array.from({ length: 25 }, (_, index) => `  WHISPER_SETTING_${index}: "${index * 7}"`),
    "requirements:",
  ];
  const packages = Array.from({ length: 100 - lines.length }, (_, at) => `  - package-${at}==1.${at}.0`);
  return `${[...lines, ...packages].join("\n")}\n`;
}

/** A Truss whose image is on ECR unless said. */
export async function makeProject({
  programs = {},
  image = ecrImage,
}: ProjectOptions = {}): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), "create-registry-auth-bench-"));
  const [cwd, path] = [join(home, "truss"), join(home, "bin")];
  await mkdir(cwd);
  const renew = () => writeFile(join(cwd, "config.yaml"), configOf(image));
  await renew();
  await mkdir(path);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(path, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(path, name), 0o755);
  }
  const env = bareEnv(home);
  return {
    cwd,
    env: { ...env, PATH: `${path}:${env.PATH}` },
    renew,
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
