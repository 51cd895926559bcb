// Do Artifact Registry's methods run the right commands, and never as somebody else than was asked for?
import { describe, expect, test } from "vitest";
import { artifactRegistryListing, googleProject } from "../../src/programs/gcloud/commands.ts";
import { registryById } from "../../src/registries/index.ts";
import { Secret } from "../../src/values/secret.ts";
import { line, methodOf, readOf, targetOf } from "./support.ts";

const target = targetOf("us-west2-docker.pkg.dev/proj/repo/img:1");
const serviceAccount = methodOf("artifact-registry", "service-account");
const token = methodOf("artifact-registry", "token");

test("the recommended method is first", () => {
  expect(registryById("artifact-registry").methods.map(({ id }) => id)).toEqual([
    "oidc",
    "service-account",
    "token",
  ]);
});

describe("a token", () => {
  const [helper, print] = token.fetch(target, {});

  test("comes from these commands", () => {
    expect(line(helper?.command ?? null)).toMatchInlineSnapshot(
      `"CLOUDSDK_CORE_DISABLE_PROMPTS=1 gcloud config config-helper --format=json(credential)"`,
    );
    expect(line(print?.command ?? null)).toMatchInlineSnapshot(
      `"CLOUDSDK_CORE_DISABLE_PROMPTS=1 gcloud auth print-access-token"`,
    );
  });

  test("of another account comes from the one command that surely obeys", () => {
    const email = "puller@proj.iam.gserviceaccount.com";
    expect(
      token.fetch(target, { impersonateServiceAccount: email }).map(({ command }) => line(command)),
    ).toMatchInlineSnapshot(`
      [
        "CLOUDSDK_CORE_DISABLE_PROMPTS=1 gcloud auth print-access-token --impersonate-service-account=puller@proj.iam.gserviceaccount.com",
      ]
    `);
  });

  test.each([
    [
      `{"credential":{"access_token":"ya29.a","token_expiry":"2026-01-01T00:59:00Z"}}`,
      "oauth2accesstoken:ya29.a until 2026-01-01T00:59:00.000Z",
    ],
    [
      `{"credential":{"access_token":"ya29.a","token_expiry":null}}`,
      "oauth2accesstoken:ya29.a until 2026-01-01T01:00:00.000Z",
    ],
    [`{"credential":{"access_token":"ya29.a"}}`, "oauth2accesstoken:ya29.a until 2026-01-01T01:00:00.000Z"],
    [`{"credential":{"access_token":""}}`, null],
    [`{"credential":null}`, null],
    ["", null],
  ])("config-helper printing %s", (stdout, read) => expect(readOf(helper, stdout)).toBe(read));

  test.each([
    ["ya29.a\n", "oauth2accesstoken:ya29.a until 2026-01-01T01:00:00.000Z"],
    ["\n", null],
    ["two words\n", null],
  ])("print-access-token printing %j", (stdout, read) => expect(readOf(print, stdout)).toBe(read));
});

test("a JSON key is stored as it is, and signs in as _json_key", () => {
  const json = new Secret("{}");
  expect(serviceAccount.mechanism.secretValues({ kind: "service-account-key", json })).toEqual([json]);
  expect(serviceAccount.signIn(target, { kind: "service-account-key", json })).toEqual({
    kind: "basic",
    username: "_json_key",
    password: json,
    expiresAt: null,
  });
});

describe("the machine", () => {
  test("tells the project", () => {
    expect(line(googleProject.command)).toMatchInlineSnapshot(
      `"CLOUDSDK_CORE_DISABLE_PROMPTS=1 gcloud config get project"`,
    );
    expect(googleProject.read(new Secret("proj\n"))).toBe("proj");
    // Unset, gcloud prints an empty line and exits 0.
    expect(googleProject.read(new Secret("\n"))).toBeNull();
  });

  test("lists Docker repositories", () => {
    expect(line(artifactRegistryListing.command({ project: "proj" }))).toMatchInlineSnapshot(
      `"CLOUDSDK_CORE_DISABLE_PROMPTS=1 gcloud artifacts repositories list --project=proj --format=json"`,
    );
    expect(artifactRegistryListing.command({})).toBeNull();
    const listed = [
      { name: "projects/proj/locations/us-west2/repositories/models", format: "DOCKER" },
      { name: "projects/example.com:proj/locations/us/repositories/a", format: "DOCKER" },
      { name: "projects/proj/locations/us/repositories/wheels", format: "PYTHON" },
      { name: "odd", format: "DOCKER" },
      null,
    ];
    expect(artifactRegistryListing.read(new Secret(JSON.stringify(listed)))).toEqual([
      "us-west2-docker.pkg.dev/proj/models",
      "us-docker.pkg.dev/example.com/proj/a",
    ]);
    expect(artifactRegistryListing.read(new Secret("{}"))).toEqual([]);
  });
});
