// What does the tool see in a project?
import { describe, expect, test } from "vitest";
import { detect } from "../../src/setup/project.ts";
import { configOf, ecrImage } from "../support/samples.ts";
import { optionsOf } from "../support/setup-run.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const look = (argv: readonly string[], options: FakeWorldOptions) =>
  detect(optionsOf(...argv), fakeWorld(options));

describe("the project", () => {
  test.each([
    ["this folder", [], "/project/config.yaml", "config.yaml"],
    ["a folder", ["model"], "/project/model/config.yaml", "model/config.yaml"],
    ["a folder with a slash", ["model/"], "/project/model/config.yaml", "model/config.yaml"],
    ["the file", ["model/config.yaml"], "/project/model/config.yaml", "model/config.yaml"],
    ["another name", ["model/other.yaml"], "/project/model/other.yaml", "model/other.yaml"],
    ["an absolute path", ["/elsewhere"], "/elsewhere/config.yaml", "../elsewhere/config.yaml"],
  ])("%s", async (_, argv, path, shown) => {
    const { config, found, refusal } = await look(argv, { files: { [path]: configOf(ecrImage) } });
    expect(config).toMatchObject({ path, shown });
    expect(found?.target.account).toBe("123456789012");
    expect(refusal).toBeNull();
  });

  test("no such folder", async () => {
    await expect(look(["nowhere"], {})).rejects.toMatchObject({
      code: "file-not-found",
      message: "There is no nowhere.",
    });
  });

  test("config.yaml is a folder", async () => {
    await expect(look([], { folders: ["/project/config.yaml"] })).rejects.toMatchObject({
      code: "invalid-config",
      message: "config.yaml can't be read: it is a folder, not a file.",
    });
  });

  test("no config.yaml: refused unless somebody can be asked", async () => {
    expect((await look([], {})).refusal).toMatchObject({ code: "config-not-found" });
    const asked = await look(["--image", ecrImage], { answers: [] });
    expect(asked).toMatchObject({ refusal: null, config: { bytes: null, text: 'model_name: "project"\n' } });
  });

  test.each([
    ["config.yml", ["config.yml"], { "/project/config.yml": "a: 1\n" }],
    ["a folder with config.yml alone", [], { "/project/config.yml": "a: 1\n" }],
    ["no UTF-8", [], { "/project/config.yaml": new Uint8Array([0x61, 0x3a, 0x20, 0xff]) }],
    ["a parse error", [], { "/project/config.yaml": "a: [\n" }],
    ["base_image is no mapping", [], { "/project/config.yaml": "base_image: x\n" }],
    ["duplicate keys", [], { "/project/config.yaml": "secrets: {}\nsecrets: {}\n" }],
  ])("refused: %s", async (_, argv, files) => {
    const { refusal } = await look(argv, { files });
    expect(refusal).toMatchObject({ code: "invalid-config", hint: expect.any(String) });
  });
});

describe("the image", () => {
  test("a flag goes before the file", async () => {
    const { found, truss } = await look(["--image", "ghcr.io/a/b"], {
      files: { "/project/config.yaml": configOf(ecrImage) },
    });
    expect(found?.registry.id).toBe("ghcr");
    expect(truss.image).toBe(ecrImage);
  });

  test("none", async () => {
    expect(await look([], { files: { "/project/config.yaml": "a: 1\n" } })).toMatchObject({ found: null });
  });

  test("a malformed one", async () => {
    const files = { "/project/config.yaml": configOf("https://x/y") };
    await expect(look([], { files })).rejects.toMatchObject({ code: "invalid-image" });
  });
});

test("secrets that the project's own code mentions", async () => {
  const config = `base_image:
  image: ${ecrImage}
  docker_auth: { auth_method: AWS_IAM }
secrets: { in_model: null, in_package: null, in_hidden: null, in_text: null, nowhere: null }
`;
  const { mentioned } = await look([], {
    files: {
      "/project/config.yaml": config,
      "/project/model/model.py": 'self._secrets["in_model"]',
      "/project/packages/a/b.py": "in_package",
      "/project/.venv/lib.py": "in_hidden",
      "/project/node_modules/lib.py": "in_hidden",
      "/project/README.md": "in_text",
    },
  });
  expect([...mentioned.keys()].sort()).toEqual(["in_model", "in_package"]);
});
