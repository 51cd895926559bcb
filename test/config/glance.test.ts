// Is a glance at config.yaml right whenever it says something?
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { glanceAtImage, maySignIn } from "../../src/config/glance.ts";
import { readTruss, type TrussConfig } from "../../src/config/truss.ts";

const folder = new URL("../fixtures/config/", import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

test.each([
  "  image: a/b:1",
  "  image: 'a/b:1' # ours",
  '  image: "a/b:1"',
  "    image: a/b:1\n    other: 2",
])("certain: %s", (block) => {
  const text = `# one\nmodel_name: x\ndescription: |\n  image: c\n\nbase_image: # here\n\n  # two\n${block}\nsecrets: {a: null}\n`;
  expect(glanceAtImage(text)).toBe("a/b:1");
  expect(readTruss(text).image).toBe("a/b:1");
});

const plain = "base_image:\n  image: a/b:1\n";

test.each<[string, string]>([
  ["nothing", ""],
  ["no image", "model_name: x\n"],
  ["in a flow mapping", "base_image: {image: a/b:1}\n"],
  ["within another mapping", "base_image:\n  build:\n    image: a/b:1\n"],
  ["within a text", "base_image:\n  python: |\n    image: a/b:1\n"],
  ["twice", "base_image:\n  image: a/b:1\n  image: c/d:2\n"],
  ["another spelling of the key", `${plain}  "image": c/d:2\n`],
  ["an anchor", "base_image:\n  image: &here a/b:1\n"],
  ["a key twice", `${plain}base_image:\n  image: c/d:2\n`],
  ["another document", `${plain}---\nmodel_name: y\n`],
  ["a key in quotes", `"secrets": {}\n${plain}`],
  ["a merge at the top", `<<: *other\n${plain}`],
  ["a tab", `${plain}\tx: 1\n`],
  ["line ends of Windows", plain.replaceAll("\n", "\r\n")],
  ["a byte order mark", `\ufeff${plain}`],
])("uncertain: %s", (_, text) => {
  expect(glanceAtImage(text)).toBeNull();
});

test.each([
  [plain, false],
  [`${plain}  docker_auth:\n    auth_method: AWS_OIDC\n`, true],
  [`${plain}secrets:\n  DOCKER_REGISTRY_a: null\n`, true],
])("whether a sign-in may be there: %j", (text, signsIn) => {
  expect(glanceAtImage(text)).toBe("a/b:1");
  expect(maySignIn(text)).toBe(signsIn);
});

describe("what is read agrees", () => {
  const seen = fixtures.map((name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    return { name, text, image: glanceAtImage(text) };
  });
  const certain = seen.flatMap((one) => (one.image === null ? [] : [one]));

  test("some are certain, some not", () => {
    expect(certain.length).toBeGreaterThan(5);
    expect(certain.length).toBeLessThan(seen.length);
  });

  test.each(certain)("$name", ({ text, image }) => {
    let truss: TrussConfig;
    try {
      truss = readTruss(text);
    } catch {
      // A file that is refused is told so, whatever its image.
      return;
    }
    expect(truss).toMatchObject({ image });
    if (maySignIn(text)) return;
    expect(truss.dockerAuth).toBeNull();
    expect(truss.secrets.filter((name) => name.startsWith("DOCKER_REGISTRY_"))).toEqual([]);
  });
});
