// Is config.yaml edited byte for byte as planned, and left alone the second time?
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blockToPaste, editConfig, planEdits, readTruss } from "../../src/config/truss.ts";
import { fixtures } from "./fixtures.ts";
import { changeTo, mechanisms, onlySecrets } from "./mechanisms.ts";

const folder = new URL("../fixtures/config/", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(`${name}.yaml`, folder), "utf8");
const pairs = mechanisms.flatMap((from) => mechanisms.map((to) => [from, to] as const));

describe("fixtures", () => {
  test.each(Object.entries(fixtures))("%s", (name, change) => {
    const after = editConfig(fixture(`${name}.before`), change);
    expect(after).toBe(fixture(`${name}.after`));
    expect(planEdits(after, change)).toEqual([]);
  });

  test("every file belongs to a case", () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.(before|after)\.yaml$/, ""));
    expect([...new Set(names)].sort()).toEqual(Object.keys(fixtures).sort());
  });

  test.each(Object.entries(fixtures))("%s with CRLF, a BOM and no final newline", (name, change) => {
    const [before, after] = [fixture(`${name}.before`), fixture(`${name}.after`)];
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    const bom = (text: string) => `\ufeff${text}`;
    expect(editConfig(crlf(before), change)).toBe(crlf(after));
    expect(editConfig(bom(before), change)).toBe(bom(after));
    // A literal that keeps its line endings, or blank lines at the end, mean something else without them.
    if (/\n\n$/.test(before)) return;
    const bare = (text: string) => text.replace(/\n$/, "");
    expect(editConfig(bare(before), change)).toBe(bare(after));
    // One line without an ending doesn't tell which the file's is.
    if (bare(before).includes("\n"))
      expect(editConfig(bom(crlf(bare(before))), change)).toBe(bom(crlf(bare(after))));
  });
});

describe("bytes at the edges", () => {
  const token = onlySecrets("a");
  test.each([
    ["an empty file", "", "secrets:\n  a: null\n"],
    ["only a BOM", "\ufeff", "\ufeffsecrets:\n  a: null\n"],
    ["only a comment without newline", "# c", "# c\nsecrets:\n  a: null"],
    ["a bare key without newline", "secrets:", "secrets:\n  a: null"],
    ["an empty flow without newline", "secrets: {}", "secrets:\n  a: null"],
    ["a document end without newline", "m: 1\n...", "m: 1\nsecrets:\n  a: null\n..."],
    ["a literal without newline", "m: 1\n# why\nt: |\n  x", "m: 1\nsecrets:\n  a: null\n# why\nt: |\n  x"],
    ["a literal alone, BOM", "\ufefft: |\n  x", "\ufeffsecrets:\n  a: null\nt: |\n  x"],
    ["mixed line endings", "m: 1\r\nn: 2\n", "m: 1\r\nn: 2\nsecrets:\r\n  a: null\r\n"],
    ["trailing spaces", "secrets:  \n  b: null \t\nm: 1 \n", "secrets:  \n  b: null \t\n  a: null\nm: 1 \n"],
    ["an emoji before", "m: 😀\nsecrets: {b: null}\n", "m: 😀\nsecrets: {b: null, a: null}\n"],
    [
      "names that YAML 1.1 takes for one",
      "secrets: {yes: x, on: x}\n",
      "secrets: {yes: x, on: x, a: null}\n",
    ],
    ["an indented root", " m: 1\n", " m: 1\n secrets:\n   a: null\n"],
    [
      "a date as image",
      "base_image: {image: 2024-01-01}\n",
      'base_image: {image: "2024-01-01"}\nsecrets:\n  a: null\n',
    ],
    [
      "a number as image",
      "base_image:\n  image: 0x1f # c\n",
      'base_image:\n  image: "0x1f" # c\nsecrets:\n  a: null\n',
    ],
    [
      "1e3, a number to YAML 1.2",
      "base_image: {image: 1e3}\n",
      'base_image: {image: "1e3"}\nsecrets:\n  a: null\n',
    ],
  ])("%s", (_name, before, after) => {
    expect(editConfig(before, token)).toBe(after);
    expect(editConfig(after, token)).toBe(after);
  });

  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
  ])("removed last lines take their line ending along: %s", (_name, eol) => {
    const change = { ...onlySecrets(), removeSecrets: ["a", "b"] };
    const lines = (...all: string[]) => all.join(eol);
    expect(editConfig(lines("secrets:", "  a: null", "  b: null"), change)).toBe("secrets: {}");
    expect(editConfig(lines("secrets:", "  c: null", "  a: null"), change)).toBe(
      lines("secrets:", "  c: null"),
    );
    expect(editConfig(lines("secrets:", "  c: null", "  a: null"), { ...change, addSecrets: ["d"] })).toBe(
      lines("secrets:", "  c: null", "  d: null"),
    );
  });
});

describe("emptied", () => {
  const change = { ...onlySecrets(), removeSecrets: ["a", "b"] };
  test.each([
    ["a comment behind", "secrets: {a: null\n # keep me\n  }\n", "secrets: {\n # keep me\n  }\n"],
    ["a comment behind a comma", "secrets: {a: null, b: null, # c\n  }\n", "secrets: { # c\n  }\n"],
    ["a comment before", "secrets: { # c\n  a: null }\n", "secrets: { # c\n   }\n"],
    ["none", "secrets: {a: null,\n  b: null}\n", "secrets: {}\n"],
  ])("in flow: %s", (_name, before, after) => {
    expect(editConfig(before, change)).toBe(after);
    expect(editConfig(after, change)).toBe(after);
  });

  test.each([
    ["a literal that is last now", "secrets:\n  c: |\n    x\n  a: null", "secrets:\n  c: |\n    x\n"],
    ["one literal after another", "secrets:\n  c: |\n    x\n  a: |\n    y", "secrets:\n  c: |\n    x\n"],
    ["a literal that stays as it is", "secrets:\n  a: null\nt: |\n  x", "secrets: {}\nt: |\n  x"],
  ])("a literal keeps its line ending: %s", (_name, before, after) => {
    expect(editConfig(before, change)).toBe(after);
  });

  test("a byte order mark stays when the first key goes", () => {
    const auth = { ...onlySecrets("a"), dockerAuth: null };
    expect(editConfig("\ufeffbase_image: {docker_auth: {registry: x}}\n", auth)).toBe(
      "\ufeffsecrets:\n  a: null\n",
    );
  });

  test("a comment between is refused", () => {
    expect(() => editConfig("secrets: {a: null, # c\n  b: null}\n", change)).toThrow(
      "a comment here would be lost",
    );
  });

  test.each([
    ["blank lines before", "base_image:\n  image: a/b\n\n  docker_auth: null", "base_image:\n  image: a/b"],
    ["blank lines with spaces", "m: 1\n  \n\t\nbase_image:\n  docker_auth: null", "m: 1"],
    [
      "two removed, blank lines between",
      "secrets:\n  c: null\n  a: null\n\n  b: null",
      "secrets:\n  c: null",
    ],
    ["everything", "base_image:\n  docker_auth: null", ""],
  ])("no final newline appears: %s", (_name, before, after) => {
    expect(editConfig(before, change)).toBe(after);
    expect(editConfig(before.replaceAll("\n", "\r\n"), change)).toBe(after.replaceAll("\n", "\r\n"));
  });
});

describe("each method into each other", () => {
  // What a mechanism looks like, written out by hand, so that the templates are tested too.
  const auths: Record<string, string> = {
    AWS_IAM: `  docker_auth:
    auth_method: AWS_IAM # how
    registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
`,
    AWS_OIDC: `  docker_auth:
    auth_method: AWS_OIDC # how
    aws_oidc_role_arn: arn:aws:iam::123456789012:role/pull
    aws_oidc_region: us-east-1
    registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
`,
    GCP_SERVICE_ACCOUNT_JSON: `  docker_auth:
    auth_method: GCP_SERVICE_ACCOUNT_JSON # how
    secret_name: gcp-service-account
    registry: us-west2-docker.pkg.dev
`,
    GCP_OIDC: `  docker_auth:
    auth_method: GCP_OIDC # how
    gcp_oidc_service_account: puller@team.iam.gserviceaccount.com
    gcp_oidc_workload_id_provider: projects/42/locations/global/workloadIdentityPools/baseten/providers/baseten
    registry: us-west2-docker.pkg.dev
`,
    AWS_ASSUME_ROLE: `  docker_auth:
    auth_method: AWS_ASSUME_ROLE # how
    aws_assume_role_arn: arn:aws:iam::123456789012:role/pull
    aws_assume_role_region: us-east-1
    registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
`,
    REGISTRY_SECRET: `  docker_auth:
    auth_method: REGISTRY_SECRET # how
    registry: ghcr.io
    secret_name: DOCKER_REGISTRY_ghcr.io
`,
    plain: "",
  };
  const secrets: Record<string, string> = {
    AWS_IAM: "  aws_access_key_id: null\n  aws_secret_access_key: null\n",
    AWS_OIDC: "",
    AWS_ASSUME_ROLE: "",
    REGISTRY_SECRET: "  DOCKER_REGISTRY_ghcr.io: null\n",
    GCP_SERVICE_ACCOUNT_JSON: "  gcp-service-account: null\n",
    GCP_OIDC: "",
    plain: "  DOCKER_REGISTRY_https://index.docker.io/v1/: null\n",
  };
  const config = (auth: string, names: string) =>
    `# The model\nbase_image:\n  image: a/b # base\n${auth}\nsecrets: # ours\n  hf: null # hub\n${names}# end\nrequirements:\n- torch\n`;

  /** Kept keys stay where they are, in the old order; the new method's come after them. */
  function expectedAuth(from: string, to: string): string {
    const [old, wanted] = [auths[from], auths[to]].map((auth) => auth?.split(/(?<=\n)/) ?? []) as [
      string[],
      string[],
    ];
    if (old.length <= 1) return (auths[to] ?? "").replace(" # how", "");
    if (wanted.length <= 1) return "";
    const key = (line: string) => /^ *(\w+):/.exec(line)?.[1];
    const kept = old.flatMap((line) => wanted.filter((other) => key(other) === key(line)));
    return [...kept, ...wanted.filter((line) => !kept.includes(line))].join("");
  }

  test.each(pairs)("%s → %s", (from, to) => {
    const change = changeTo(to, { removeSecrets: changeTo(from).addSecrets });
    const before = config(auths[from] ?? "", secrets[from] ?? "");
    const after = editConfig(before, change);
    const [old, wanted] = [secrets[from] ?? "", secrets[to] ?? ""];
    expect(after).toBe(config(expectedAuth(from, to), from === to ? old : wanted));
    expect(editConfig(after, change)).toBe(after);
    const read = readTruss(after);
    expect(read.dockerAuth).toEqual(change.dockerAuth);
    expect(read.secrets).toEqual(["hf", ...change.addSecrets]);
  });

  test.each(pairs)("%s → %s, in flow", (from, to) => {
    const flow = (names: readonly string[]) =>
      ["hf: null", ...names.map((name) => `${name}: null`)].join(", ");
    const inFlow = (change: ReturnType<typeof changeTo>) => {
      const auth = Object.entries(change.dockerAuth ?? {}).map(([key, value]) => `${key}: ${value}`);
      const block = auth.length === 0 ? "" : `, docker_auth: {${auth.join(", ")}}`;
      return `base_image: {image: a/b${block}} # c\nsecrets: {${flow(change.addSecrets)}} # d\n`;
    };
    const change = changeTo(to, { removeSecrets: changeTo(from).addSecrets });
    const after = editConfig(inFlow(changeTo(from)), change);
    expect(after.split("\n").map((line) => line.slice(-3))).toEqual(["# c", "# d", ""]);
    expect(readTruss(after)).toEqual({
      image: "a/b",
      dockerAuth: change.dockerAuth,
      secrets: ["hf", ...change.addSecrets],
    });
    expect(editConfig(after, change)).toBe(after);
  });
});

describe("reading", () => {
  test.each([
    ["nothing", "", { image: null, dockerAuth: null, secrets: [] }],
    ["bare keys", "base_image:\nsecrets:\n", { image: null, dockerAuth: null, secrets: [] }],
    ["an empty block", "base_image: {docker_auth: {}}\n", { image: null, dockerAuth: {}, secrets: [] }],
    [
      "scalars of any kind",
      "base_image:\n  image: 'a/b'\n  docker_auth: {registry: 0123, x: true, y: null, z: [1]}\nsecrets: {0123: v, 'b': null}\n",
      { image: "a/b", dockerAuth: { registry: "0123", x: "true" }, secrets: ["0123", "b"] },
    ],
    [
      "aliases and merge keys",
      "x: &x {image: a/b}\nh: &h ghcr.io\nbase_image:\n  <<: *x\n  docker_auth: {registry: *h}\n",
      { image: "a/b", dockerAuth: { registry: "ghcr.io" }, secrets: [] },
    ],
  ])("%s", (_name, text, config) => {
    expect(readTruss(text)).toEqual(config);
  });
});

test("the block to paste holds what is added, quoted where it must be", () => {
  expect(
    blockToPaste(changeTo("AWS_IAM", { image: "a/b", addSecrets: ["aws_access_key_id", "yes"] })),
  ).toMatchInlineSnapshot(`
    "base_image:
      image: a/b
      docker_auth:
        auth_method: AWS_IAM
        registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
    secrets:
      aws_access_key_id: null
      "yes": null
    "
  `);
  expect(blockToPaste(changeTo("plain"))).toMatchInlineSnapshot(`
    "secrets:
      DOCKER_REGISTRY_https://index.docker.io/v1/: null
    "
  `);
  expect(blockToPaste(onlySecrets())).toBe("");
});
