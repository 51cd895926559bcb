// Does `refresh` fetch each credential once, prove it, store it, and tell what it did and what failed?
import { describe, expect, test } from "vitest";
import { refreshTable } from "../../src/refresh/table.ts";
import { type RefreshSetting, runRefresh } from "../support/refresh-run.ts";
import { ecrHost, googleHost } from "../support/samples.ts";

const otherHost = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";

const config = (image: string): string =>
  `model_name: a\nbase_image:\n  image: ${image}\nsecrets:\n  DOCKER_REGISTRY_${image.split("/")[0]}: null\n`;

const oidc = `base_image:\n  image: ${ecrHost}/x:1\n  docker_auth:\n    auth_method: AWS_OIDC\n`;

const files = {
  "a/config.yaml": config(`${ecrHost}/team/a:1`),
  "b/config.yaml": config(`${ecrHost}/team/b:1`),
  "c/config.yaml": config(`${ecrHost}/team/c:1`),
  "d/config.yaml": config(`${otherHost}/team/d:1`),
  "e/config.yaml": config(`${googleHost}/p/r/e:1`),
  "f/config.yaml": oidc,
};
const profiles = new Map([
  ["123456789012", "prod"],
  ["210987654321", "staging"],
]);

const tables = (stdout: string): string => stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "<local>");

test("two accounts with their profiles, one host shared by three projects", async () => {
  const run = await runRefresh({ files, options: { awsProfiles: profiles } });
  expect(run.commands).toEqual([
    "aws ecr get-authorization-token --region us-east-1 --output json --profile prod",
    "aws ecr get-authorization-token --region eu-west-1 --output json --profile staging",
    "gcloud config config-helper --format=json(credential)",
  ]);
  expect([...run.stored].sort()).toEqual(
    [ecrHost, otherHost, googleHost].map((host) => `DOCKER_REGISTRY_${host}`).sort(),
  );
  expect(run.exitCode).toBe(0);
  expect(tables(run.stdout)).toMatchInlineSnapshot(`
    "HOST                                          PROJECTS                  SECRET                                                        EXPIRES
    123456789012.dkr.ecr.us-east-1.amazonaws.com  a/config.yaml and 2 more  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com  <local>, in 12 h 0 m
    210987654321.dkr.ecr.eu-west-1.amazonaws.com  d/config.yaml             DOCKER_REGISTRY_210987654321.dkr.ecr.eu-west-1.amazonaws.com  <local>, in 12 h 0 m
    us-west2-docker.pkg.dev                       e/config.yaml             DOCKER_REGISTRY_us-west2-docker.pkg.dev                       <local>, in 1 h 0 m
    "
  `);
  expect(run.said).toMatchInlineSnapshot(`
    "✔ 3 secrets renewed
    – f/config.yaml left alone: nothing is stored (OIDC, or a role that Baseten assumes)"
  `);
  expect(run.world.disk.written).toEqual([]);
});

describe("on a terminal", () => {
  const many = {
    ...files,
    "g/config.yaml": "model_name: [",
    "h/config.yaml": `base_image:\n  image: ghcr.io/team/h:1\n`,
    "i/config.yaml": config(`${ecrHost}/team/i:1`),
  };
  const at = (columns: number, setting: Partial<RefreshSetting> = {}) =>
    runRefresh({
      files: many,
      manifest: (url) => (url.includes(otherHost) ? 403 : url.includes(googleHost) ? 500 : 200),
      columns,
      ...setting,
    });
  const page = (stdout: string): string => stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "YYYY-MM-DD HH:MM");

  test("of 80 columns", async () => {
    const run = await at(80);
    expect(page(run.stdout)).toMatchInlineSnapshot(`
      "✔ Amazon ECR 123456789012 us-east-1   until YYYY-MM-DD HH:MM, in 12 h 0 m
        a/config.yaml, b/config.yaml, c/config.yaml and 1 more
        DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com · team ML
      ✖ Amazon ECR 210987654321 eu-west-1   not renewed
        210987654321.dkr.ecr.eu-west-1.amazonaws.com accepts the credential, but
        doesn't let it pull team/d. Check the name, and grant this user read access to
        it.
        Sign in to the account that may pull it: --aws-profile 210987654321=<profile>.
        The image is in d/config.yaml.
        d/config.yaml
      ✔ Google Artifact Registry us-west2-docker.pkg.dev
        until YYYY-MM-DD HH:MM, in 1 h 0 m
        ! Stored without proof: us-west2-docker.pkg.dev answered with HTTP status 500.
          Try again later, or check that it is a registry.
        e/config.yaml
        DOCKER_REGISTRY_us-west2-docker.pkg.dev · team ML
      ✖ g/config.yaml: config.yaml, line 1, column 14: the indentation does not fit
        the lines above.
        Correct that line, or paste the block into config.yaml yourself
      "
    `);
    // What the page says isn't said again.
    expect(run.said).toMatchInlineSnapshot(`
      "✔ 2 secrets renewed
      – f/config.yaml left alone: nothing is stored (OIDC, or a role that Baseten assumes)
      – h/config.yaml left alone: no secret is listed for the image's registry. This tells whether one is missing:
        create-registry-auth check -r . --online"
    `);
  });

  test("of 120 columns, the times in a column", async () => {
    expect(page((await at(120)).stdout)).toContain(
      "✔ Amazon ECR 123456789012 us-east-1                  until YYYY-MM-DD HH:MM, in 12 h 0 m\n",
    );
  });

  test("of 40 columns, where only a name is longer", async () => {
    const { stdout } = await at(40);
    expect(page(stdout)).toMatchInlineSnapshot(`
      "✔ Amazon ECR 123456789012 us-east-1
        until YYYY-MM-DD HH:MM, in 12 h 0 m
        a/config.yaml, b/config.yaml,
        c/config.yaml and 1 more
        DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
        · team ML
      ✖ Amazon ECR 210987654321 eu-west-1
        not renewed
        210987654321.dkr.ecr.eu-west-1.amazonaws.com
        accepts the credential, but doesn't
        let it pull team/d. Check the name,
        and grant this user read access to it.
        Sign in to the account that may pull
        it: --aws-profile
        210987654321=<profile>. The image is
        in d/config.yaml.
        d/config.yaml
      ✔ Google Artifact Registry
        us-west2-docker.pkg.dev
        until YYYY-MM-DD HH:MM, in 1 h 0 m
        ! Stored without proof:
          us-west2-docker.pkg.dev answered
          with HTTP status 500. Try again
          later, or check that it is a
          registry.
        e/config.yaml
        DOCKER_REGISTRY_us-west2-docker.pkg.dev
        · team ML
      ✖ g/config.yaml: config.yaml, line 1,
        column 14: the indentation does not
        fit the lines above.
        Correct that line, or paste the block
        into config.yaml yourself
      "
    `);
    const long = stdout.split("\n").filter((line) => line.length > 40);
    expect(long.filter((line) => line.trim().includes(" "))).toEqual([]);
  });

  test("a dry run; a command stays on its line", async () => {
    const dry = { files, options: { dryRun: true }, env: {} };
    expect((await at(40, dry)).stdout).not.toMatch(/\n\s*\n/);
    const { stdout } = await at(80, dry);
    expect(stdout).toMatchInlineSnapshot(`
      "– Amazon ECR 123456789012 us-east-1
        would run    aws ecr get-authorization-token --region us-east-1 --output json
        a/config.yaml, b/config.yaml, c/config.yaml
        DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com
      – Amazon ECR 210987654321 eu-west-1
        would run    aws ecr get-authorization-token --region eu-west-1 --output json
        d/config.yaml
        DOCKER_REGISTRY_210987654321.dkr.ecr.eu-west-1.amazonaws.com
      – Google Artifact Registry us-west2-docker.pkg.dev
        would run    gcloud config config-helper '--format=json(credential)'
        e/config.yaml
        DOCKER_REGISTRY_us-west2-docker.pkg.dev
      "
    `);
  });
});

test("the document", async () => {
  const run = await runRefresh({
    files: { ...files, "g/config.yaml": "model_name: [" },
    options: { awsProfiles: profiles, json: true },
    manifest: (url) => (url.includes(otherHost) ? 403 : 200),
  });
  expect(run.stdout).toBe("");
  expect(run.document).toMatchInlineSnapshot(`
    {
      "projects": [
        {
          "error": null,
          "path": "a/config.yaml",
          "secrets": [
            {
              "expiresAt": "2026-01-01T12:00:00.000Z",
              "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
              "stored": "baseten",
              "team": "ML",
            },
          ],
        },
        {
          "error": null,
          "path": "b/config.yaml",
          "secrets": [
            {
              "expiresAt": "2026-01-01T12:00:00.000Z",
              "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
              "stored": "baseten",
              "team": "ML",
            },
          ],
        },
        {
          "error": null,
          "path": "c/config.yaml",
          "secrets": [
            {
              "expiresAt": "2026-01-01T12:00:00.000Z",
              "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
              "stored": "baseten",
              "team": "ML",
            },
          ],
        },
        {
          "error": {
            "code": "pull-denied",
            "hint": "Sign in to the account that may pull it: --aws-profile 210987654321=<profile>. The image is in d/config.yaml.",
            "message": "210987654321.dkr.ecr.eu-west-1.amazonaws.com accepts the credential, but doesn't let it pull team/d. Check the name, and grant this user read access to it.",
          },
          "path": "d/config.yaml",
          "secrets": [
            {
              "expiresAt": null,
              "name": "DOCKER_REGISTRY_210987654321.dkr.ecr.eu-west-1.amazonaws.com",
              "stored": "no",
              "team": null,
            },
          ],
        },
        {
          "error": null,
          "path": "e/config.yaml",
          "secrets": [
            {
              "expiresAt": "2026-01-01T01:00:00.000Z",
              "name": "DOCKER_REGISTRY_us-west2-docker.pkg.dev",
              "stored": "baseten",
              "team": "ML",
            },
          ],
        },
        {
          "error": null,
          "path": "f/config.yaml",
          "secrets": [],
        },
        {
          "error": {
            "code": "invalid-config",
            "hint": "Correct that line, or paste the block into config.yaml yourself",
            "message": "config.yaml, line 1, column 14: the indentation does not fit the lines above.",
          },
          "path": "g/config.yaml",
          "secrets": [],
        },
      ],
    }
  `);
});

describe("what fails doesn't stop the others, and the exit code is the worst", () => {
  const signedOut = (line: string) =>
    line.includes("eu-west-1")
      ? ({
          status: "failed",
          exitCode: 253,
          stdout: undefined as never,
          stderr: "Unable to locate credentials",
        } as const)
      : undefined;

  test.each<[string, Partial<RefreshSetting>, number, number, RegExp]>([
    ["a sign-in", { exec: signedOut }, 3, 2, /210987654321\S+: .*\n {2}\S/],
    [
      "a missing program",
      { exec: (line) => (line.startsWith("gcloud") ? { status: "missing" } : undefined) },
      1,
      2,
      /gcloud/,
    ],
    [
      "a denied pull",
      { manifest: (url) => (url.includes(ecrHost) ? 403 : 200) },
      3,
      2,
      /\(3 projects\).*\n.*--aws-profile 123456789012=/,
    ],
    [
      "an image that isn't there",
      { manifest: (url) => (url.includes("/e/") ? 404 : 200) },
      3,
      2,
      /no-verify/,
    ],
    ["storing", { store: (name) => (name.includes("pkg.dev") ? 400 : 200) }, 5, 2, /pkg\.dev/],
    [
      "a config",
      { files: { ...files, "g/config.yaml": "model_name: [" } },
      5,
      3,
      /g\/config\.yaml: config\.yaml, line 1/,
    ],
    [
      "a config and a sign-in",
      { files: { ...files, "g/config.yaml": "model_name: [" }, exec: signedOut },
      5,
      2,
      /line 1/,
    ],
    [
      "a config in Latin-1",
      { files: { ...files, "g/config.yaml": Buffer.from("model_name: \xe9\n", "latin1") } },
      5,
      3,
      /UTF-8/,
    ],
  ])("%s", async (_, setting, exitCode, stored, said) => {
    const run = await runRefresh({ files, ...setting });
    expect([run.exitCode, run.stored.length]).toEqual([exitCode, stored]);
    expect(run.said).toMatch(said);
  });

  test("a registry that can't be reached proves nothing, which is said, and the secret is stored", async () => {
    const run = await runRefresh({ files, manifest: (url) => (url.includes(googleHost) ? 500 : 200) });
    expect([run.exitCode, run.stored.length]).toEqual([0, 3]);
    expect(run.said).toMatch(/! Stored without proof: .*500/);
  });
});

test("without an API key nothing is stored, and that is told once", async () => {
  await expect(runRefresh({ files, env: {} })).rejects.toMatchObject({ code: "api-key-missing" });
});

test("several projects that rest ask nobody anything", async () => {
  const run = await runRefresh({
    files: { "a/config.yaml": oidc, "b/config.yaml": "model_name: b\n" },
    env: {},
  });
  expect([run.commands, run.requests, run.exitCode]).toEqual([[], [], 0]);
  expect(run.said).toMatchInlineSnapshot(`
    "– a/config.yaml left alone: nothing is stored (OIDC, or a role that Baseten assumes)
    – b/config.yaml left alone: no base image"
  `);
});

test("a dry run contacts nobody and needs no key", async () => {
  const run = await runRefresh({
    files,
    options: { dryRun: true, awsProfiles: new Map([["*", "prod"]]) },
    env: {},
  });
  expect([run.commands, run.requests, run.exitCode]).toEqual([[], [], 0]);
  expect(run.stdout).toMatchInlineSnapshot(`
    "HOST                                          PROJECTS                  SECRET                                                        WOULD RUN
    123456789012.dkr.ecr.us-east-1.amazonaws.com  a/config.yaml and 2 more  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com  aws ecr get-authorization-token --region us-east-1 --output json --profile prod
    210987654321.dkr.ecr.eu-west-1.amazonaws.com  d/config.yaml             DOCKER_REGISTRY_210987654321.dkr.ecr.eu-west-1.amazonaws.com  aws ecr get-authorization-token --region eu-west-1 --output json --profile prod
    us-west2-docker.pkg.dev                       e/config.yaml             DOCKER_REGISTRY_us-west2-docker.pkg.dev                       gcloud config config-helper '--format=json(credential)'
    "
  `);
});

test("without proof when told so", async () => {
  const run = await runRefresh({ files, options: { verify: false } });
  expect(run.requests.filter((request) => request.includes("/v2/"))).toEqual([]);
  expect(run.stored).toHaveLength(3);
});

test("at most 8 children and requests at once", async () => {
  const many = Array.from({ length: 30 }, (_, index) => [
    `p${index}/config.yaml`,
    config(`${100000000000 + index}.dkr.ecr.us-east-1.amazonaws.com/a:1`),
  ]);
  const run = await runRefresh({ files: Object.fromEntries(many), delayMs: 2 });
  expect(run.stored).toHaveLength(30);
  expect(run.most).toBe(8);
});

test("1,000 projects over 3 registries: three token calls", async () => {
  const hosts = [`${ecrHost}/a:1`, `${otherHost}/b:1`, `${googleHost}/p/r/c:1`];
  const many = Array.from({ length: 1000 }, (_, index) => [
    `p${index}/config.yaml`,
    config(hosts[index % 3] ?? ""),
  ]);
  const run = await runRefresh({ files: Object.fromEntries(many), options: { json: true } });
  expect(run.commands).toHaveLength(3);
  expect(run.stored).toHaveLength(3);
  expect(run.requests.filter((request) => request.startsWith("POST"))).toHaveLength(3);
  const { projects } = run.document as { projects: { error: unknown; secrets: unknown[] }[] };
  expect(projects.filter(({ error, secrets }) => error === null && secrets.length === 1)).toHaveLength(1000);
});

test("the table in a zone of its own", () => {
  const secret = { name: "S", stored: "baseten", team: null, expiresAt: "2026-01-01T11:58:59.000Z" } as const;
  const renewal = { host: "h", secret: "S", projects: ["a"] } as never;
  const result = {
    readings: [],
    renewals: [renewal],
    ended: new Map([["h", { kind: "stored", secret, warnings: [] } as const]]),
  };
  const clock = { now: new Date("2026-01-01T00:00:00Z"), local: (time: Date) => time.toISOString() };
  expect(refreshTable(result, clock)).toMatchInlineSnapshot(`
    "HOST  PROJECTS  SECRET  EXPIRES
    h     a         S       2026-01-01T11:58:59.000Z, in 11 h 58 m
    "
  `);
});

describe("--schedule", () => {
  test("a workflow names projects as they are at the repository's root, where its folder is made", async () => {
    const output = "../.github/workflows/registry-auth.yaml";
    const run = await runRefresh({
      files: Object.fromEntries([["whisper/config.yaml", Object.values(ecrOnly)[0] ?? ""]]),
      folders: ["/.git"],
      options: { schedule: "github-actions", output, projects: ["whisper"], recursive: false },
      env: {},
    });
    const text = run.world.disk.text("/.github/workflows/registry-auth.yaml") ?? "";
    expect(text).toContain("refresh: project/whisper");
    expect(run.said).toContain(`${output} written.`);
  });

  const ecrOnly = { "a/config.yaml": files["a/config.yaml"] };

  test("is printed, with what makes it unnecessary, and contacts nobody", async () => {
    const run = await runRefresh({ files: ecrOnly, options: { schedule: "cron" }, env: {} });
    expect([run.commands, run.requests, run.exitCode]).toEqual([[], [], 0]);
    expect(run.stdout).toContain("npx create-registry-auth@1.2.3 refresh -r .\n");
    expect(run.said).toMatchInlineSnapshot(
      `
      "  With OIDC or an IAM key no schedule is needed:
        create-registry-auth --method oidc"
    `,
    );
  });

  test("is written to a file, or says which folder is missing", async () => {
    const run = await runRefresh({
      files: ecrOnly,
      options: { schedule: "github-actions", output: "a/refresh.yml", json: true },
      env: {},
    });
    expect(run.world.disk.text("/project/a/refresh.yml")).toContain("refresh: -r .");
    expect(run.document).toEqual({ schedule: "github-actions", output: "a/refresh.yml", text: null });
    const options = { schedule: "cron", output: "no/such/file" } as const;
    await expect(runRefresh({ files: ecrOnly, options })).rejects.toMatchObject({ code: "file-not-found" });
  });

  test("names one project a host where sign-ins differ", async () => {
    const run = await runRefresh({ files, options: { schedule: "cron", awsProfiles: profiles }, env: {} });
    expect(run.stdout.match(/refresh \S.*$/gm)).toMatchInlineSnapshot(`
      [
        "refresh a/config.yaml --aws-profile prod",
        "refresh d/config.yaml --aws-profile staging",
        "refresh e/config.yaml",
        "refresh e/config.yaml",
        "refresh e/config.yaml",
      ]
    `);
  });

  test("isn't made where nothing expires", async () => {
    const run = await runRefresh({ files: { "a/config.yaml": oidc }, options: { schedule: "kubernetes" } });
    expect(run.stdout).toBe("");
    expect(run.said).toContain("Nothing to schedule");
  });
});

test("the check that it names is of the same profiles, remote and team", async () => {
  const unlisted = `base_image:\n  image: ${ecrHost}/team/a:1\n`;
  const awsProfiles = new Map([
    ["123456789012", "prod"],
    ["*", "my own"],
  ]);
  const { said } = await runRefresh({
    files: { "config.yaml": unlisted },
    options: { awsProfiles, team: "ML" },
  });
  expect(said).toContain(
    "create-registry-auth check -r . --online --aws-profile 123456789012=prod --aws-profile 'my own' --team ML",
  );
});

test("without the check a token of another account is warned of", async () => {
  const { said, exitCode } = await runRefresh({
    files: { "d/config.yaml": files["d/config.yaml"] },
    options: { verify: false },
  });
  expect(said).toContain("! The token is account 123456789012's, and the image is in 210987654321");
  expect(exitCode).toBe(0);
});
