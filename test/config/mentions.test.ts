// Is a secret that the project itself reads told from one that only the sign-in uses?
import { describe, expect, test } from "vitest";
import { mentionedIn } from "../../src/config/mentions.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const key = "aws_access_key_id";

/** Where the key is named, in a project with that config. */
const where = async (text: string, options: FakeWorldOptions = {}): Promise<string | null | undefined> => {
  const world = fakeWorld({ ...options, files: { "/project/config.yaml": text, ...options.files } });
  return (await mentionedIn({ path: "/project/config.yaml", text }, [key], world)).get(key);
};

const own = `base_image:
  image: a/b
  docker_auth: {auth_method: AWS_IAM, aws_access_key_id_secret_name: ${key}}
secrets: {${key}: null}
`;

describe("in config.yaml", () => {
  test.each([
    ["start_command", `docker_server:\n  start_command: sh -c "K=$(cat /secrets/${key}) serve"\n`],
    ["build_commands", `build_commands:\n- echo\n- cat /secrets/${key}\n`],
    ["weights", `weights:\n- source: s3://x\n  auth: {auth_secret_name: ${key}}\n`],
    ["environment_variables", `environment_variables:\n  FROM: ${key}\n`],
    ["a key", `external_data:\n  ${key}: x\n`],
    ["a block text", `x: |\n  a\n  cat ${key}\n`],
    ["other punctuation, which is one name to Baseten", "runtime:\n  secret: aws-access-key-id\n"],
    ["an alias", own.replace(`name: ${key}`, `name: &k ${key}`).concat("weights: [{secret: *k}]\n")],
    ["a docker_auth of something else", `y: {docker_auth: {secret_name: ${key}}}\n`],
  ])("%s", async (_, text) => {
    expect(await where(text.startsWith("base_image") ? text : own + text)).toEqual(expect.any(String));
  });

  test.each([
    ["the sign-in and the list themselves", own],
    ["a comment", `${own}# ${key}\n`],
    ["nothing else in the file", `${own}model_name: a\n`],
    ["an empty file", ""],
  ])("not: %s", async (_, text) => {
    expect(await where(text)).toBeUndefined();
  });

  test("the place is told by its keys", async () => {
    expect(await where(`${own}docker_server:\n  start_command: ${key}\n`)).toBe(
      "docker_server.start_command",
    );
  });
});

describe("beside config.yaml", () => {
  test.each([
    "model/model.py",
    "start.sh",
    "Dockerfile",
    "Dockerfile.gpu",
    "bin/serve",
    "server.ts",
    "serve.yaml",
    ".env.local",
    "notebook.ipynb",
  ])("%s", async (name) => {
    expect(await where(own, { files: { [`/project/${name}`]: `cat /secrets/${key}\n` } })).toBe(name);
  });

  test("external_package_dirs", async () => {
    const files = { "/shared/lib/keys.py": `read("${key}")` };
    expect(await where(`${own}external_package_dirs: [../shared/lib]\n`, { files })).toBe(
      "../shared/lib/keys.py",
    );
    expect(await where(own, { files })).toBeUndefined();
  });

  test.each([
    "README.md",
    ".venv/lib.py",
    "node_modules/lib.py",
    "weights/model.safetensors",
  ])("not %s", async (name) => {
    expect(await where(own, { files: { [`/project/${name}`]: key } })).toBeUndefined();
  });
});

describe("what couldn't be looked at is not called unused", () => {
  const world = (change: object) => {
    const fake = fakeWorld({ files: { "/project/config.yaml": own, "/project/model.py": "pass" } });
    return { ...fake, files: { ...fake.files, ...change } };
  };
  const entry = (name: string, kind: "file" | "folder" | "other") => ({ name, kind });
  const fails = async () => {
    throw Object.assign(new Error("EACCES"), { code: "EACCES" });
  };
  test.each<[string, object]>([
    ["an unreadable file", { read: fails }],
    ["an unreadable folder", { list: fails }],
    ["a link to a folder", { list: async () => [entry("data", "other")], kind: async () => "folder" }],
    [
      "too many files",
      { list: async () => Array.from({ length: 501 }, (_, index) => entry(`${index}.py`, "file")) },
    ],
    ["too many folders", { list: async () => [entry("deeper", "folder")] }],
  ])("%s", async (_, change) => {
    const found = await mentionedIn({ path: "/project/config.yaml", text: own }, [key], world(change));
    expect(found.get(key)).toBeNull();
  });

  test("a socket is no folder", async () => {
    const sockets = { list: async () => [entry("s", "other")], kind: async () => "other" };
    const found = await mentionedIn({ path: "/project/config.yaml", text: own }, [key], world(sockets));
    expect(found.size).toBe(0);
  });
});
