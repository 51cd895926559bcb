// Does `check` find, report, mend and prove, with the exit codes that CI goes by?
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import type { CheckOptions } from "../../src/flow.ts";
import { Back } from "../../src/values/errors.ts";
import { basetenCli, type CliProfileStub, refused } from "../support/baseten-cli.ts";
import type { CommandStub } from "../support/fake-exec.ts";
import { scriptedPrompter } from "../support/prompter.ts";
import { registry, shut } from "../support/setup-run.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/findings/${name}.yaml`, import.meta.url), "utf8");

const defaults: CheckOptions = {
  projects: ["."],
  recursive: false,
  awsProfiles: new Map(),
  apiKeyStdin: false,
  json: false,
  yes: false,
  quiet: false,
  online: false,
  fix: false,
  strict: false,
  format: "text",
  version: "0.1.0",
};

/** What is in the cloud may be asked for, and needn't be here. */
const notHere: readonly CommandStub[] = ["aws iam", "aws sts", "gcloud ", "truss whoami"].map((when) => ({
  when,
  reply: "missing",
  optional: true,
}));

/** Runs it on `/project/config.yaml`, or on the files given. */
async function run(config: string | FakeWorldOptions, options: Partial<CheckOptions> = {}) {
  const { commands = [], ...rest } =
    typeof config === "string" ? { files: { "/project/config.yaml": config } } : config;
  const world = fakeWorld({ ...rest, commands: [...commands, ...(options.online ? notHere : [])] });
  const outcome = await check({ ...defaults, ...options }, world);
  world.done();
  return { ...outcome, stdout: world.results.join(""), said: world.said.join("\n"), world };
}

test.each([
  ["clean", "clean-iam", {}, 0],
  ["an error", "secrets-null", {}, 5],
  ["a warning", "secret-value", {}, 0],
  ["a warning with --strict", "secret-value", { strict: true }, 5],
  ["something to know with --strict", "short-lived-token", { strict: true }, 0],
  ["what can't be read", "invalid-yaml", {}, 5],
] as const)("%s exits as it should", async (_what, name, options, exitCode) => {
  expect((await run(fixture(name), options)).exitCode).toBe(exitCode);
});

test("Python isn't read, and that is said", async () => {
  const chain = { "/project/chain.py": "import truss_chains\n" };
  await expect(run({ files: chain })).rejects.toMatchObject({
    code: "config-not-found",
    hint: "chain.py is a Truss Chain, and Python isn't read. What belongs there is printed by: create-registry-auth",
  });
  const both = { ...chain, "/project/config.yaml": fixture("clean-iam") };
  const { said, stdout } = await run({ files: both });
  expect(said).toBe("  chain.py is a Truss Chain, and check reads no Python.");
  expect(stdout).not.toContain("chain.py");
});

test("a Truss that is pinned beside the file, too old for its method", async () => {
  const config = fixture("truss-too-old").replace("  - truss==0.18.26", "  - torch");
  const pinned = (truss: string) =>
    run({ files: { "/project/config.yaml": config, "/project/requirements.txt": truss } }, { json: true });
  const { document } = await pinned("truss==0.18.20\n");
  expect(document).toMatchObject({
    projects: [
      {
        findings: [
          {
            code: "truss-too-old",
            level: "warning",
            line: 6,
            message:
              "AWS_ASSUME_ROLE needs truss 0.18.27 or newer; the project has truss==0.18.20 in requirements.txt.",
          },
        ],
      },
    ],
  });
  expect((await pinned("truss>=0.18.27\n")).document).toMatchObject({ projects: [{ findings: [] }] });
});

test("the text", async () => {
  expect((await run(fixture("registry-mismatch"))).stdout).toMatchInlineSnapshot(`
    "config.yaml:5:15 error registry-mismatch  registry is 123456789012.dkr.ecr.eu-west-1.amazonaws.com, but the image is on 123456789012.dkr.ecr.us-east-1.amazonaws.com.
      why: Baseten signs in to \`registry\`; the pull from another host then goes without a credential.
      fix: Write registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com (--fix does it)

    config.yaml: 1 error.
    "
  `);
  expect((await run(fixture("clean-iam"))).stdout).toMatchInlineSnapshot(`
    "config.yaml: nothing found that would break the next pull.
    "
  `);
});

test("a pipe's lines are whole, one with place and code for each finding; commands are as this one was called", async () => {
  const files = { "/project/a b/config.yaml": fixture("short-lived-token") };
  const env = { npm_command: "exec" };
  const { stdout } = await run({ files, env }, { projects: ["a b"] });
  expect(stdout).toMatchInlineSnapshot(`
    "a b/config.yaml:2:10 info short-lived-token  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com holds an ECR token, which expires after 12 hours.
      why: Builds after that are denied until it is renewed. An IAM key or an OIDC role doesn't expire.
      fix: Renew it with npx create-registry-auth refresh 'a b', or switch: npx create-registry-auth 'a b' --method oidc

    a b/config.yaml: 1 note.
    "
  `);
});

describe("on a terminal", () => {
  const mixed = `base_image:
  image: ${host}/team/whisper
  docker_auth:
    auth_method: AWS_IAM
    registry: ${host.replace("us-east-1", "us-west-2")}
secrets:
  aws_access_key_id: null
  DOCKER_REGISTRY_https://index.docker.io/v1/: null
  DOCKER_REGISTRY_${host}: null
`;
  const gcr = "base_image:\n  image: gcr.io/team/whisper:3\n";
  const page = async (columns: number, options: Partial<CheckOptions> = {}, colour = false) => {
    const files = {
      "/project/models/whisper/config.yaml": mixed,
      "/project/models/old/config.yaml": gcr,
      "/project/fine/config.yaml": fixture("clean-iam"),
    };
    const ran = await run({ files, page: { colour, columns } }, { recursive: true, ...options });
    return ran.stdout;
  };

  test("of 80 columns", async () => {
    expect(await page(80)).toMatchInlineSnapshot(`
      "  models/old/config.yaml
      – 2  gcr.io is Container Registry's old host, now served by Artifact Registry.
           legacy-gcr
           Consider the Artifact Registry host, such as us-docker.pkg.dev
           Google shut Container Registry down in 2025; the host works for projects
           that moved over.

        models/whisper/config.yaml
      ! 2  The image has no tag, so :latest; Baseten serves that from a cached copy,
           which may be an old one.  floating-tag
           Name a digest or a tag: image@sha256:…, or image:3
           What you push under :latest later may not reach your next deploy. Baseten's
           documentation recommends a digest.
      ✖ 4  AWS_IAM reads the secret aws_secret_access_key, which is not under secrets.
           secret-not-listed
           Add aws_secret_access_key: null under secrets (--fix does it)
           Baseten gives a build only the secrets that the file lists.
      ✖ 5  registry is 123456789012.dkr.ecr.us-west-2.amazonaws.com, but the image is
           on 123456789012.dkr.ecr.us-east-1.amazonaws.com.  registry-mismatch
           Write registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com (--fix does
           it)
           Baseten signs in to \`registry\`; the pull from another host then goes
           without a credential.
      ! 8  DOCKER_REGISTRY_https://index.docker.io/v1/ is for another host; the image
           is on 123456789012.dkr.ecr.us-east-1.amazonaws.com.  secret-for-other-host
           Remove it, or write
           DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null if the
           image's registry was meant
           It has no part in this pull, unless the build pulls from that host too.
      ! 9  AWS_IAM doesn't read
           DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com.
           leftover-secret
           Remove DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com under
           secrets, unless the model's own code reads it (--fix does it)
           The next reader can't tell which of the two signs in.

        Amazon ECR · 123456789012.dkr.ecr.us-east-1.amazonaws.com
          IAM access key · lasts until its owner ends it
            fine, models/whisper
        Google Artifact Registry · gcr.io
          nothing signs in
            models/old

      ✖ 5 problems in 3 files (2 errors, 3 warnings, 1 note) · 3 can be fixed:
        create-registry-auth check -r . --fix
      "
    `);
  });

  test("of 40 columns, where only a name is longer", async () => {
    const text = await page(40);
    expect(text).toMatchInlineSnapshot(`
      "  models/old/config.yaml
      – 2  gcr.io is Container Registry's old
           host, now served by Artifact
           Registry.  legacy-gcr
           Consider the Artifact Registry
           host, such as us-docker.pkg.dev
           Google shut Container Registry down
           in 2025; the host works for
           projects that moved over.

        models/whisper/config.yaml
      ! 2  The image has no tag, so :latest;
           Baseten serves that from a cached
           copy, which may be an old one.
           floating-tag
           Name a digest or a tag:
           image@sha256:…, or image:3
           What you push under :latest later
           may not reach your next deploy.
           Baseten's documentation recommends
           a digest.
      ✖ 4  AWS_IAM reads the secret
           aws_secret_access_key, which is not
           under secrets.  secret-not-listed
           Add aws_secret_access_key: null
           under secrets (--fix does it)
           Baseten gives a build only the
           secrets that the file lists.
      ✖ 5  registry is
           123456789012.dkr.ecr.us-west-2.amazonaws.com,
           but the image is on
           123456789012.dkr.ecr.us-east-1.amazonaws.com.
           registry-mismatch
           Write registry:
           123456789012.dkr.ecr.us-east-1.amazonaws.com
           (--fix does it)
           Baseten signs in to \`registry\`; the
           pull from another host then goes
           without a credential.
      ! 8  DOCKER_REGISTRY_https://index.docker.io/v1/
           is for another host; the image is
           on
           123456789012.dkr.ecr.us-east-1.amazonaws.com.
           secret-for-other-host
           Remove it, or write
           DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com:
           null if the image's registry was
           meant
           It has no part in this pull, unless
           the build pulls from that host too.
      ! 9  AWS_IAM doesn't read
           DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com.
           leftover-secret
           Remove
           DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
           under secrets, unless the model's
           own code reads it (--fix does it)
           The next reader can't tell which of
           the two signs in.

        Amazon ECR ·
        123456789012.dkr.ecr.us-east-1.amazonaws.com
          IAM access key · lasts until its
          owner ends it
            fine, models/whisper
        Google Artifact Registry · gcr.io
          nothing signs in
            models/old

      ✖ 5 problems in 3 files (2 errors, 3
        warnings, 1 note) · 3 can be fixed:
        create-registry-auth check -r . --fix
      "
    `);
    const long = text.split("\n").filter((line) => line.length > 40);
    expect(long.filter((line) => !/^(?:. +\d+)? +\S+$/.test(line))).toEqual([]);
  });

  test("in colour: errors red, warnings yellow, notes and codes dim", async () => {
    const text = await page(200, {}, true);
    expect(text).toContain("\u001b[31m✖\u001b[39m");
    expect(text).toContain("\u001b[33m!\u001b[39m");
    expect(text).toContain("\u001b[2m–\u001b[22m");
    expect(text).toContain("\u001b[2mregistry-mismatch\u001b[22m");
    expect(stripVTControlCharacters(text)).toBe(await page(200));
  });

  test("a command in a sentence is never broken, so that it can be pasted", async () => {
    const command = `npx create-registry-auth 'a b' --method oidc`;
    for (const columns of [40, 80]) {
      const files = { "/project/a b/config.yaml": fixture("short-lived-token") };
      const page = { colour: false, columns };
      const { stdout } = await run({ files, page, env: { npm_command: "exec" } }, { projects: ["a b"] });
      expect(stdout.split("\n").map((line) => line.trim())).toContain(command);
    }
  });

  test("notes alone are no problem, nor is nothing at all", async () => {
    const last = async (project: string) => (await page(80, { projects: [project] })).split("\n").at(-2);
    expect([await last("models/old"), await last("fine")]).toMatchInlineSnapshot(`
      [
        "✔ models/old/config.yaml: nothing found that would break the next pull (1 note).",
        "✔ fine/config.yaml: nothing found that would break the next pull.",
      ]
    `);
  });

  test("after --fix it isn't offered again", async () => {
    const text = await page(80, { projects: ["models/whisper"], fix: true, yes: true });
    expect(text.split("\n").at(-2)).toMatchInlineSnapshot(`"! 2 warnings"`);
  });
});

test("the document", async () => {
  const { document, stdout } = await run(fixture("secret-not-listed"), { json: true });
  expect(stdout).toBe("");
  expect(document).toMatchInlineSnapshot(`
    {
      "projects": [
        {
          "findings": [
            {
              "code": "secret-not-listed",
              "column": 18,
              "fix": "Add aws_secret_access_key: null under secrets",
              "level": "error",
              "line": 4,
              "message": "AWS_IAM reads the secret aws_secret_access_key, which is not under secrets.",
              "path": [
                "secrets",
                "aws_secret_access_key",
              ],
            },
          ],
          "path": "config.yaml",
        },
      ],
      "summary": [
        {
          "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "how": "IAM access key",
          "lifetimeHours": null,
          "method": "iam",
          "projects": [
            "config.yaml",
          ],
          "registry": "ecr",
        },
      ],
    }
  `);
});

test("--format github", async () => {
  const { stdout } = await run(fixture("docker-hub-secret-name"), { format: "github" });
  expect(stdout).toMatchInlineSnapshot(`
    "::error file=config.yaml,line=4,col=3,title=docker-hub-secret-name::DOCKER_REGISTRY_index.docker.io is not the name that Baseten looks for on Docker Hub. Write DOCKER_REGISTRY_https://index.docker.io/v1/: null, and store the secret under that name
    "
  `);
});

test("--format sarif, on stdout and into a file", async () => {
  const { stdout, exitCode } = await run(fixture("secrets-null"), { format: "sarif" });
  expect(exitCode).toBe(5);
  const [first] = JSON.parse(stdout).runs;
  expect(first.results).toMatchInlineSnapshot(`
    [
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "config.yaml",
              },
              "region": {
                "startColumn": 1,
                "startLine": 1,
              },
            },
          },
        ],
        "message": {
          "text": "secrets has no value; Truss wants a mapping. Write secrets: {}, or remove the line",
        },
        "ruleId": "secrets-null",
        "ruleIndex": 20,
      },
    ]
  `);
  expect(first.tool.driver.rules[first.results[0].ruleIndex].id).toBe("secrets-null");
  const written = await run(fixture("secrets-null"), { format: "sarif", output: "out.sarif" });
  expect(written.stdout).toBe("");
  expect(written.world.disk.text("/project/out.sarif")).toBe(stdout);
});

describe("which files", () => {
  const files = {
    "/project/a/config.yaml": fixture("secrets-null"),
    "/project/b/c/config.yaml": fixture("clean-iam"),
    "/project/d/config.yml": fixture("clean-iam"),
    "/project/node_modules/x/config.yaml": fixture("secrets-null"),
    "/project/.venv/config.yaml": fixture("secrets-null"),
    "/project/hydra/config.yaml": "defaults:\n  - db: mysql\n",
  };
  const codes = (document: object) =>
    (document as { projects: { path: string; findings: { code: string }[] }[] }).projects.map(
      ({ path, findings }) => [path, ...findings.map(({ code }) => code)],
    );

  test("--recursive finds Truss's own", async () => {
    const { document } = await run({ files }, { recursive: true });
    expect(codes(document)).toEqual([
      ["a/config.yaml", "secrets-null"],
      ["b/c/config.yaml"],
      ["d/config.yml", "config-yml"],
    ]);
  });

  const group = {
    "/project/a/config.yaml": fixture("clean-iam"),
    "/project/b/config.yaml": fixture("short-lived-token"),
    "/project/c/config.yaml": fixture("clean-iam"),
    "/project/d/config.yaml": fixture("clean-docker-hub"),
    "/project/e/config.yaml": fixture("clean-public"),
    "/project/f/config.yaml": "model_name: f\n",
    "/project/g/config.yaml": "secrets: [\n",
    "/project/h/config.yaml": fixture("clean-oidc"),
    "/project/i/config.yaml": fixture("no-authentication"),
  };

  test("--recursive ends with who pulls from where", async () => {
    const { stdout } = await run({ files: group }, { recursive: true });
    expect(stdout.slice(stdout.indexOf("  Amazon ECR ·"))).toMatchInlineSnapshot(`
      "  Amazon ECR · 123456789012.dkr.ecr.us-east-1.amazonaws.com
          IAM access key · lasts until its owner ends it
            a, c
          12-hour token · lasts 12 hours once it is fetched
            b
          OIDC role · never ends
            h
          nothing signs in
            i
        Docker Hub · docker.io
          Access token · lasts until its owner ends it
            d
        Amazon ECR · public.ecr.aws
          anyone can pull
            e
        No registry
          no image of its own
            f

      9 files: 1 error, 1 warning, 1 note.
      "
    `);
    const { document } = await run({ files: group }, { recursive: true, json: true });
    expect((document as { summary: unknown }).summary).toMatchInlineSnapshot(`
      [
        {
          "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "how": "IAM access key",
          "lifetimeHours": null,
          "method": "iam",
          "projects": [
            "a/config.yaml",
            "c/config.yaml",
          ],
          "registry": "ecr",
        },
        {
          "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "how": "12-hour token",
          "lifetimeHours": 12,
          "method": "token",
          "projects": [
            "b/config.yaml",
          ],
          "registry": "ecr",
        },
        {
          "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "how": "OIDC role",
          "lifetimeHours": null,
          "method": "oidc",
          "projects": [
            "h/config.yaml",
          ],
          "registry": "ecr",
        },
        {
          "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "how": "nothing signs in",
          "lifetimeHours": null,
          "method": null,
          "projects": [
            "i/config.yaml",
          ],
          "registry": "ecr",
        },
        {
          "host": "docker.io",
          "how": "Access token",
          "lifetimeHours": null,
          "method": "token",
          "projects": [
            "d/config.yaml",
          ],
          "registry": "docker-hub",
        },
        {
          "host": "public.ecr.aws",
          "how": "anyone can pull",
          "lifetimeHours": null,
          "method": null,
          "projects": [
            "e/config.yaml",
          ],
          "registry": "ecr",
        },
        {
          "host": null,
          "how": "no image of its own",
          "lifetimeHours": null,
          "method": null,
          "projects": [
            "f/config.yaml",
          ],
          "registry": null,
        },
      ]
    `);
  });

  test("on a terminal it fits, and of many projects some are named", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`/project/m${index}/config.yaml`, fixture("clean-iam")]),
    );
    const page = { colour: false, columns: 80 };
    const { stdout } = await run({ files: many, page }, { recursive: true });
    expect(stdout).toMatchInlineSnapshot(`
      "  Amazon ECR · 123456789012.dkr.ecr.us-east-1.amazonaws.com
          IAM access key · lasts until its owner ends it
            m0, m1, m10, m11, m12, m13 and 34 more

      ✔ 40 files: nothing found that would break the next pull.
      "
    `);
  });

  test("several are named, each once", async () => {
    const { document } = await run({ files }, { projects: ["b/c", "a/config.yaml", "a"] });
    expect(codes(document)).toEqual([["b/c/config.yaml"], ["a/config.yaml", "secrets-null"]]);
  });

  test.each([
    ["nowhere", { projects: ["nowhere"] }, "file-not-found"],
    ["a folder without one", { projects: ["b"] }, "config-not-found"],
    ["none below", { projects: ["hydra"], recursive: true }, "config-not-found"],
  ])("%s", async (_what, options, code) => {
    await expect(run({ files }, options)).rejects.toMatchObject({ code });
  });
});

describe("--fix", () => {
  test("shows the diff, writes, and reports what is left", async () => {
    const { world, said, exitCode } = await run(fixture("registry-mismatch"), { fix: true, yes: true });
    expect(exitCode).toBe(0);
    expect(world.disk.text("/project/config.yaml")).toBe(fixture("clean-iam"));
    expect(said).toContain(`  +     registry: ${host}\n`);
    expect(said).toContain("✔ config.yaml changed");
  });

  test("asks a person", async () => {
    const files = { "/project/config.yaml": fixture("secrets-null") };
    const { world } = await run(
      { files, answers: [{ expect: "Change config.yaml?", keys: ["enter"] }] as never },
      { fix: true },
    );
    expect(world.disk.text("/project/config.yaml")).toBe("secrets: {} # none yet\nmodel_name: x\n");
  });

  test.each([
    ["a no", () => Promise.resolve(false)],
    ["Esc, where there is nothing to go back to", () => Promise.reject(new Back())],
  ])("%s changes nothing, which is said", async (_what, confirm) => {
    const world = fakeWorld({ files: { "/project/config.yaml": fixture("secrets-null") } });
    const prompter = { ...scriptedPrompter([]), confirm };
    await expect(check({ ...defaults, fix: true }, { ...world, prompter })).rejects.toMatchObject({
      code: "interrupted",
      message: "Stopped. Nothing was changed.",
    });
    expect(world.disk.written).toEqual([]);
  });

  test("what it can't mend is said behind the findings", async () => {
    const { said, stdout } = await run(fixture("no-authentication"), { fix: true });
    expect(said).toBe("  Nothing was changed: --fix can mend none of this.");
    expect(stdout).toContain("no-authentication");
    expect((await run(fixture("clean-iam"), { fix: true })).said).toBe("");
  });

  test("without a terminal wants --yes, and writes nothing", async () => {
    const files = { "/project/config.yaml": fixture("secrets-null") };
    const world = fakeWorld({ files });
    await expect(check({ ...defaults, fix: true }, world)).rejects.toMatchObject({ code: "missing-flag" });
    expect(world.disk.written).toEqual([]);
  });

  test("a file that changed meanwhile is left alone", async () => {
    const files = { "/project/config.yaml": fixture("secrets-null") };
    const config = {
      files,
      beforeReplace: (disk: { put(path: string, text: string): void }) =>
        disk.put("/project/config.yaml", "other"),
    };
    await expect(run(config, { fix: true, yes: true })).rejects.toMatchObject({ code: "config-changed" });
  });

  test("a value is neither shown nor kept", async () => {
    const { stdout, said, document, world } = await run(fixture("secret-value"), { fix: true, yes: true });
    expect(
      `${stdout}${said}${JSON.stringify(document)}${world.disk.text("/project/config.yaml")}`,
    ).not.toContain("do-not-print-me");
  });
});

test("braces left in from a manual are named", async () => {
  const { stdout, exitCode } = await run(
    "base_image:\n  docker_auth:\n    registry: {us-west2}-docker.pkg.dev\n",
  );
  expect(stdout).toContain("braces begin a mapping; where a manual has {region}, yours goes without them");
  expect(exitCode).toBe(5);
});

describe("--online", () => {
  const api = "https://api.baseten.co/v1";
  const teams = {
    when: `GET ${api}/teams`,
    reply: { json: { teams: [{ id: "t1", name: "Default", default: true }] } },
  };
  const secrets = (...names: readonly string[]) => ({
    when: `GET ${api}/teams/t1/secrets`,
    reply: {
      json: {
        secrets: names.map((name) => ({ name, team_name: "Default", created_at: "2026-01-01T00:00:00Z" })),
      },
    },
  });
  const env = { BASETEN_API_KEY: "abc" };
  const token = {
    when: "aws ecr get-authorization-token",
    reply: {
      stdout: JSON.stringify({
        authorizationData: [
          { authorizationToken: Buffer.from("AWS:x").toString("base64"), expiresAt: "2026-01-01T12:00:00Z" },
        ],
      }),
    },
  };
  const manifest = (status: number, json: object = {}) => ({
    when: /\/v2\/whisper\/manifests\/3$/,
    times: 9,
    optional: true,
    reply: {
      status,
      json,
      headers: {
        "docker-content-digest": "sha256:x",
        "content-type": "application/vnd.oci.image.index.v1+json",
      },
    },
  });
  const door = {
    when: `GET https://${host}/v2/`,
    reply: {
      status: 401,
      headers: { "www-authenticate": `Basic realm="https://${host}/",service="ecr.amazonaws.com"` },
    },
  };
  const index = (architecture: string) => ({
    schemaVersion: 2,
    manifests: [{ platform: { os: "linux", architecture } }],
  });
  const name = `DOCKER_REGISTRY_${host}`;
  const online = async (config: string, options: FakeWorldOptions) => {
    const files = { "/project/config.yaml": fixture(config) };
    const { document } = await run({ files, env, ...options }, { online: true });
    const [project] = (document as { projects: { findings: { code: string; message: string }[] }[] })
      .projects;
    return project?.findings.map(({ code }) => code).filter((code) => code !== "short-lived-token");
  };

  test("all is there", async () => {
    const requests = [teams, secrets(name), door, manifest(200, index("amd64"))];
    expect(await online("short-lived-token", { requests, commands: [token] })).toEqual([]);
  });

  test("by the baseten CLI, where only that is signed in", async () => {
    const requests = [door, manifest(200, index("amd64"))];
    const asked = (stored: readonly string[], fails: CliProfileStub["fails"] = {}) => {
      const cli = basetenCli({
        current: "web",
        profiles: { web: { workspace: "Acme", secrets: stored, fails } },
      });
      const files = { "/project/config.yaml": fixture("short-lived-token"), ...cli.files };
      return online("short-lived-token", { requests, commands: [token, cli.stub], files, env: {} });
    };
    expect(await asked([name])).toEqual([]);
    expect(await asked([])).toEqual(["secret-not-stored"]);
    await expect(asked([], { whoami: refused(401, "No.") })).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("the secret is missing, and the image is for arm64", async () => {
    const requests = [teams, secrets(), door, manifest(200, index("arm64"))];
    expect(await online("short-lived-token", { requests, commands: [token] })).toEqual([
      "no-linux-amd64",
      "secret-not-stored",
    ]);
  });

  test("a colliding name, and a denied pull", async () => {
    const requests = [
      teams,
      secrets(name.replaceAll(".", "-")),
      door,
      manifest(403, { errors: [{ code: "DENIED" }] }),
    ];
    expect(await online("short-lived-token", { requests, commands: [token] })).toEqual([
      "pull-denied",
      "secret-name-collides",
    ]);
  });

  test("no credential can be obtained: that alone is no error", async () => {
    const commands = [{ when: "aws", reply: "missing" as const }];
    expect(await online("short-lived-token", { requests: [teams, secrets(name)], commands })).toEqual([
      "pull-not-proved",
    ]);
  });

  test("what isn't proved doesn't look like success on a terminal", async () => {
    const requests = [door, manifest(403, { errors: [{ code: "DENIED" }] })];
    const files = { "/project/config.yaml": fixture("clean-oidc") };
    const page = { colour: false, columns: 120 };
    const { stdout } = await run({ files, requests, commands: [token], page }, { online: true });
    expect(stdout.split("\n").at(-2)).toMatchInlineSnapshot(
      `"! config.yaml: the pull is not proved; nothing found that would break the next pull (1 note)."`,
    );
  });

  test("OIDC needs no API key, and a denied colleague proves nothing", async () => {
    const requests = [door, manifest(403, { errors: [{ code: "DENIED" }] })];
    expect(await online("clean-oidc", { requests, commands: [token], env: {} })).toEqual(["pull-not-proved"]);
  });

  describe("an image without a credential", () => {
    const anybody = (apiHost: string) => ({
      ...{ apiHost, repository: "whisper", user: "", password: "" },
      realm: `https://${apiHost}/token`,
    });
    const azure = "team.azurecr.io";

    test("that anyone can pull is no finding, and needs no API key", async () => {
      const requests = registry(anybody(azure));
      expect(await online("perhaps-private", { requests, env: {} })).toEqual([]);
    });

    test("that nobody can pull is one for sure", async () => {
      const requests = shut(anybody(azure));
      expect(await online("perhaps-private", { requests, env: {} })).toEqual(["no-authentication"]);
    });

    test("whose registry can't be reached is perhaps private", async () => {
      const requests = [{ when: `GET https://${azure}/v2/`, reply: "unreachable" as const }];
      expect(await online("perhaps-private", { requests, env: {} })).toEqual([
        "perhaps-private",
        "pull-not-proved",
      ]);
    });

    test("on a registry that lets nobody in isn't asked about", async () => {
      expect(await online("no-authentication", { env: {} })).toEqual(["no-authentication"]);
    });
  });

  test("a secret of another host that isn't in Baseten breaks nothing", async () => {
    const requests = [
      ...[teams, secrets()],
      ...registry({
        apiHost: "ghcr.io",
        repository: "team/whisper",
        user: "",
        password: "",
        realm: "https://ghcr.io/token",
      }),
    ];
    expect(await online("secret-for-other-host", { requests })).toEqual([
      "secret-for-other-host",
      "other-secret-not-stored",
    ]);
  });

  test("no API key", async () => {
    await expect(online("short-lived-token", { env: {} })).rejects.toMatchObject({ code: "api-key-missing" });
  });
});
